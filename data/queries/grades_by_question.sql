-- title: Grades of a force by question
-- description: Each question that a cycle graded of which a grade of the force is held, and the force's grade in each such cycle. An empty grade is not held; is_asked is 0 where the cycle did not grade the question. Never one line: scales and questions changed between cycles.
-- group: grades
-- param force: a force's id, or empty for all (example: staffordshire)
-- fields as in: grades
-- field question_name: as in questions.name
-- field cycle_name: as in cycles.name
-- field grade: The grade; empty where none is held.
-- field is_asked: 0 where the cycle did not grade the question.
with held (force, cycle) as (select distinct force, cycle from grades)
select held.force, questions.question, questions.name as question_name, cycles.cycle, cycles.name as cycle_name, grade,
    questions_cycles.cycle is not null as is_asked
from held
join cycles on cycles.cycle = held.cycle
join questions on exists (
    select 1 from questions_cycles as asked join held as other on other.cycle = asked.cycle
    where asked.question = questions.question and other.force = held.force
)
left join questions_cycles on questions_cycles.question = questions.question and questions_cycles.cycle = cycles.cycle
left join grades on grades.force = held.force and grades.question = questions.question and grades.cycle = cycles.cycle
where held.force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by held.force, questions.position, cycles.position
