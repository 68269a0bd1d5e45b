-- title: Sources of a notice
-- description: The pages that a notice rests on, numbered as on its page.
-- group: notices
-- param notice: a notice's id, or empty for all (example: staffordshire-2022-03)
-- fields as in: notices_sources, sources
-- field publisher_name: as in publishers.name
select notice, position, source, sources.title, publishers.name as publisher_name, published_on, published_basis
from notices_sources
join sources using (source)
join publishers using (publisher)
where notice between coalesce(nullif(:notice, ''), '') and coalesce(nullif(:notice, ''), '~')
order by notice, position
