-- title: Forces that have been in engage
-- description: When each force entered and left enhanced monitoring. Days are counted where both days are known; 2019 onwards.
-- group: forces
-- param force: a force's id, or empty for all (example: staffordshire)
-- fields as in: stages_periods, forces
-- field days: How many days the force was in engage; empty where one of the two days is not known.
select force, name, started_on, ended_on,
    case when length(started_on) = 10 and length(ended_on) = 10 then julianday(ended_on) - julianday(started_on) end as days,
    reason, note
from stages_periods
join forces using (force)
where stage = 'engage' and force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by started_from, force
