-- title: Grades on a question
-- description: How each force was graded on one question, by cycle, best first.
-- group: grades
-- param question: a question's id, or empty for all (example: investigating-crime)
-- fields as in: grades, forces
select question, cycle, grade, force, forces.name, basis, published_on, source
from grades
join cycles_grades using (cycle, grade)
join forces using (force)
where question between coalesce(nullif(:question, ''), '') and coalesce(nullif(:question, ''), '~')
order by question, cycle desc, cycles_grades.position, force
