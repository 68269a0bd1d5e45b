-- title: Stages of a force
-- description: When a force entered each stage of monitoring, until when, why, and a source.
-- param force: a force's id, or empty for all (example: staffordshire)
select periods.force, stage, periods.started_on, ended_on, reason, note, source, publishers.name as publisher_name
from stages_periods as periods
join stages_sources using (force, started_on)
join sources using (source)
join publishers using (publisher)
where position = 1 and force = coalesce(nullif(:force, ''), force)
order by force, started_from
