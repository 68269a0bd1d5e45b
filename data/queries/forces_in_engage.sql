-- title: Forces in engage
-- description: The forces in enhanced monitoring when the record ends, and since when.
-- group: forces
-- fields as in: forces_now, stages_periods
select force, name, stage_since_on, reason, note
from forces_now
join stages_periods using (force)
where forces_now.stage = 'engage' and ended_on is null
order by started_from, force
