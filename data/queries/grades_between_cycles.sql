-- title: Grades of the same question in 2021/22 and 2023-25
-- description: Forces graded on the same question in both cycles, which share a scale; those that fell first. The inspectorate says that cycles cannot be compared directly.
-- group: grades
-- param force: a force's id, or empty for all (example: metropolitan)
-- fields as in: grades
-- field question_name: as in questions.name
-- field grade_2021_22: The grade in 2021/22.
-- field grade_2023_25: The grade in 2023-25.
-- field steps_down: By how many steps of the scale the grade fell; below 0 where it rose.
select earlier.force, earlier.question, questions.name as question_name, earlier.grade as grade_2021_22,
    later.grade as grade_2023_25, later_scale.position - earlier_scale.position as steps_down
from grades as earlier
join grades as later using (force, question)
join questions using (question)
join cycles_grades as earlier_scale on earlier_scale.cycle = earlier.cycle and earlier_scale.grade = earlier.grade
join cycles_grades as later_scale on later_scale.cycle = later.cycle and later_scale.grade = later.grade
where earlier.cycle = '2021/22' and later.cycle = '2023-25'
    and earlier.force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by steps_down desc, earlier.force, questions.position
