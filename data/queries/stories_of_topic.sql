-- title: Our stories on a topic
-- description: News pieces of our own on a topic, latest event first.
-- group: sources
-- param topic: a topic's id, or empty for all (example: custody)
-- fields as in: stories_topics, stories_dated
select topic, story, title, summary, date, event_on
from stories_topics
join stories_dated using (story)
where topic between coalesce(nullif(:topic, ''), '') and coalesce(nullif(:topic, ''), '~')
order by topic, event_to desc, story
