-- title: Notices
-- description: Confirmed notices, newest first, with how many causes and recommendations are held and how they stand.
-- group: notices
-- param force: a force's id, or empty for all (example: staffordshire)
select notice, title, summary, notices_now.force, forces.name as force_name, kind,
    published_on, published_not_before_on, published_not_after_on,
    causes, causes_open, causes_closed, causes_unknown, recommendations, recommendations_stated, standing
from notices_now
join forces using (force)
where is_confirmed and notices_now.force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by coalesce(published_to, '') desc, notice
