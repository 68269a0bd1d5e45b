-- title: Grade counts of a force
-- description: How many areas of a force's inspection came out at each grade, where a source gives the counts.
-- group: grades
-- param force: a force's id, or empty for all (example: cambridgeshire)
-- fields as in: grade_counts
-- field cycle_name: as in cycles.name
-- field publisher_name: as in publishers.name
select force, cycle, cycles.name as cycle_name, areas_graded, outstanding, good, adequate, requires_improvement, inadequate,
    grade_counts.published_on, source, publishers.name as publisher_name
from grade_counts
join cycles using (cycle)
join sources using (source)
join publishers using (publisher)
where force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by force, cycles.position desc
