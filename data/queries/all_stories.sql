-- title: Our stories
-- description: News pieces of our own, latest event first.
-- group: sources
-- fields as in: stories_dated
select story, title, summary, date, modified, event_on, body
from stories_dated
order by event_to desc, story
