-- title: Sources of a force's stages
-- description: The pages on which each change of a force's stage rests.
-- group: forces
-- param force: a force's id, or empty for all (example: staffordshire)
-- fields as in: stages_sources
-- field publisher_name: as in publishers.name
select force, started_on, position, source, publishers.name as publisher_name
from stages_sources
join sources using (source)
join publishers using (publisher)
where force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by force, started_on, position
