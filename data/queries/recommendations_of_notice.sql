-- title: Recommendations of a notice
-- description: What each recommendation asks for, by when, and how it stands.
-- param notice: a notice's id, or empty for all (example: staffordshire-2022-03)
select recommendation, recommendations_now.notice, cause, number, recommendations_now.summary, wording, due_on, due_text,
    status, status_on, status_not_after_on, status_basis, status_source, status_note,
    recommendations_now.source, recommendations_now.note,
    notices.title as notice_title, recommendations_now.is_confirmed, recommendations_now.force, forces.name as force_name,
    area, areas.name as area_name
from recommendations_now
join notices using (notice)
join forces on forces.force = recommendations_now.force
join areas using (area)
where recommendations_now.notice between coalesce(nullif(:notice, ''), '') and coalesce(nullif(:notice, ''), '~')
order by recommendations_now.notice, number
