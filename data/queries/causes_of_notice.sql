-- title: Causes of concern of a notice
-- description: Each cause of concern of a notice, its area, and how it stands.
-- param notice: a notice's id, or empty for all (example: staffordshire-2022-03)
select cause, notice, area, areas.name as area_name, summary, subject_basis, recommendations_stated,
    status, status_on, status_not_after_on, status_basis, status_summary, status_source, note
from causes_now
join areas using (area)
where notice between coalesce(nullif(:notice, ''), '') and coalesce(nullif(:notice, ''), '~')
order by notice, cause
