-- title: Stages of a force
-- description: When a force entered each stage of monitoring, until when, and why; sources_of_stages has the sources.
-- group: forces
-- param force: a force's id, or empty for all (example: staffordshire)
select force, stage, started_on, ended_on, reason, note
from stages_periods
where force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by force, started_from
