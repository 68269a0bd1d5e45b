-- title: Sources of a story
-- description: The pages that a story rests on, numbered as on its page.
-- group: sources
-- param story: a story's id, or empty for all (example: staffordshire-early-warning)
-- fields as in: stories_sources, sources
-- field publisher_name: as in publishers.name
select story, position, source, sources.title, publishers.name as publisher_name, published_on, published_basis
from stories_sources
join sources using (source)
join publishers using (publisher)
where story between coalesce(nullif(:story, ''), '') and coalesce(nullif(:story, ''), '~')
order by story, position
