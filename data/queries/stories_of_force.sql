-- title: Our stories about a force
-- description: News pieces of our own about a force, latest event first.
-- group: forces
-- param force: a force's id, or empty for all (example: staffordshire)
-- fields as in: stories_forces, stories_dated
select force, story, title, summary, date, event_on
from stories_forces
join stories_dated using (story)
where force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by force, event_to desc, story
