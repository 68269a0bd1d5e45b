-- title: Where sources disagree or do not settle a fact
-- description: Points on which two values stand: those on which sources disagree, and grades that are likely but that no source states. Each with the value kept, the other, and why.
-- group: sources
-- param force: a force's id, or empty for all (example: west-mercia)
-- fields as in: disagreements
-- field force_name: as in forces.name
select force, force_name, notice, point, kept, other, reason, kept_source, other_source
from (
    select disagreements.force, forces.name as force_name, notice, point, kept, other, reason, kept_source, other_source
    from disagreements
    join forces using (force)
    left join notices using (notice)
    where coalesce(is_confirmed, 1)
    union all
    select force, forces.name, null, 'the grade for ' || lower(questions.name) || ', ' || cycles.name, 'no grade',
        grade || ', which is likely', reason, null, source
    from grades_unconfirmed
    join forces using (force)
    join questions using (question)
    join cycles using (cycle)
)
where force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by force, notice is null, notice, point
