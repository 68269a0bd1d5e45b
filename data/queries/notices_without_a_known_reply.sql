-- title: Notices without a known reply
-- description: Confirmed notices for which the record holds neither a formal reply nor a statement of the local policing body: it was not looked for, or not found.
-- group: notices
-- fields as in: notices_dated
select notice, title, force, published_on
from notices_dated
where is_confirmed and notice not in (select notice from replies)
order by published_to desc, notice
