-- title: Stages of a force
-- description: When a force entered each stage of monitoring, until when, and why; sources_of_stages has the sources. The dates that end in _from and _to are the earliest and the latest day that a partial one can mean.
-- group: forces
-- param force: a force's id, or empty for all (example: staffordshire)
-- fields as in: stages_periods
select force, stage, started_on, started_from, started_to, ended_on, ended_from, ended_to, reason, note
from stages_periods
where force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by force, started_from
