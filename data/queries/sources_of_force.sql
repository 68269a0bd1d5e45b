-- title: Sources of a force
-- description: The pages that tell of a force, and what each is a source for.
-- group: forces
-- param force: a force's id, or empty for all (example: staffordshire)
-- fields as in: forces_sources, sources
-- field publisher_name: as in publishers.name
select force, position, source, supports, sources.title, publishers.name as publisher_name, published_on, published_basis
from forces_sources
join sources using (source)
join publishers using (publisher)
where force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by force, position
