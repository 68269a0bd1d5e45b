-- title: A notice
-- description: What the record holds of a notice itself, unconfirmed notices included. has_duty_to_reply is 0 where section 55 of the Police Act 1996 does not reach, as far as is known.
-- group: notices
-- param notice: a notice's id, or empty for all (example: staffordshire-2022-03)
-- fields as in: notices_now
-- field has_duty_to_reply: 1 where the force's local policing body has the duty to reply within 56 days.
-- field force_name: as in forces.name
-- field inspector_name: as in inspectors.name
select notices_now.*, notices_now.force not in ('city-of-london', 'btp') as has_duty_to_reply,
    forces.name as force_name, inspectors.name as inspector_name
from notices_now
join forces using (force)
left join inspectors using (inspector)
where notice between coalesce(nullif(:notice, ''), '') and coalesce(nullif(:notice, ''), '~')
order by notice
