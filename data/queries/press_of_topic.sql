-- title: Press items on a topic
-- description: What others published on a topic, newest first, under our own labels.
-- group: sources
-- param topic: a topic's id, or empty for all (example: custody)
-- fields as in: press_topics, press, sources_dated
-- field publisher_name: as in publishers.name
select topic, press, label, summary, source, coalesce(outlet, publishers.name) as publisher_name,
    published_on, published_basis, press.note
from press_topics
join press using (press)
join sources_dated using (source)
join publishers using (publisher)
where topic between coalesce(nullif(:topic, ''), '') and coalesce(nullif(:topic, ''), '~')
order by topic, published_to is null, published_to desc, press
