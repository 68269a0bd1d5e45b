-- title: Notices by inspector
-- description: Confirmed notices and the inspector who signed them; a notice whose inspector is not known is left out.
-- group: notices
-- param inspector: an inspector's id, or empty for all (example: wendy-williams)
select inspector, inspectors.name, notice, title, force, published_on
from notices_dated
join inspectors using (inspector)
where is_confirmed and inspector between coalesce(nullif(:inspector, ''), '') and coalesce(nullif(:inspector, ''), '~')
order by inspectors.name, published_to desc, notice
