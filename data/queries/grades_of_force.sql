-- title: Grades of a force
-- description: PEEL grades by cycle and question. Grades of different cycles cannot be compared.
-- group: grades
-- param force: a force's id, or empty for all (example: staffordshire)
-- fields as in: grades
-- field cycle_name: as in cycles.name
-- field question_name: as in questions.name
-- field publisher_name: as in publishers.name
select grades.force, cycle, cycles.name as cycle_name, question, questions.name as question_name, grade, basis,
    grades.published_on, source, publishers.name as publisher_name, note
from grades
join cycles using (cycle)
join questions using (question)
join sources using (source)
join publishers using (publisher)
where grades.force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by grades.force, cycles.position desc, questions.position
