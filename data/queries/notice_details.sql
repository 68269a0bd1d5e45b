-- title: A notice
-- description: What the record holds of a notice itself, unconfirmed notices included.
-- param notice: a notice's id, or empty for all (example: staffordshire-2022-03)
select notices_now.*, forces.name as force_name, inspectors.name as inspector_name
from notices_now
join forces using (force)
left join inspectors using (inspector)
where notice between coalesce(nullif(:notice, ''), '') and coalesce(nullif(:notice, ''), '~')
order by notice
