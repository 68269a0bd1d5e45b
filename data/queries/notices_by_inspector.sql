-- title: Notices by inspector
-- description: Confirmed notices and the inspector who signed them; a notice whose inspector is not known is left out.
-- group: notices
-- param inspector: an inspector's id, or empty for all (example: wendy-williams)
-- fields as in: notices_dated, inspectors
-- field force_name: as in forces.name
select inspector, inspectors.name, notice, title, summary, force, forces.name as force_name,
    published_on, published_not_before_on, published_not_after_on
from notices_dated
join inspectors using (inspector)
join forces using (force)
where is_confirmed and inspector between coalesce(nullif(:inspector, ''), '') and coalesce(nullif(:inspector, ''), '~')
order by inspectors.name, published_to desc, notice
