-- title: Figures of a force
-- description: Numbers about a force, each with the day or year it is about and its source.
-- group: forces
-- param force: a force's id, or empty for all (example: staffordshire)
-- fields as in: figures_dated, measures
-- field measure_name: as in measures.name
-- field publisher_name: as in publishers.name
select figures.force, measure, measures.name as measure_name, unit, counted_on, value, source,
    publishers.name as publisher_name, note
from figures_dated as figures
join measures using (measure)
join sources using (source)
join publishers using (publisher)
where figures.force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by figures.force, measures.name, counted_from desc
