-- title: A force's record in one table
-- description: Each cause of concern of a force's confirmed notices with each of its recommendations and how both stand, newest notices first; a force without one has one row.
-- group: forces
-- param force: a force's id, or empty for all (example: staffordshire)
-- fields as in: forces, notices_dated, deadlines, causes_now
-- field force_name: as in forces.name
-- field notice_title: as in notices.title
-- field cause: as in causes.cause
-- field cause_summary: as in causes.summary
-- field cause_status: as in causes_now.status
-- field recommendation_summary: as in recommendations.summary
select forces.force, forces.name as force_name, notices_dated.notice, notices_dated.title as notice_title, notices_dated.kind,
    notices_dated.published_on, notices_dated.published_from, notices_dated.published_to,
    cause, causes_now.area, causes_now.summary as cause_summary, causes_now.subject_basis, causes_now.status as cause_status,
    recommendation, deadlines.number, deadlines.summary as recommendation_summary, deadlines.wording,
    deadlines.due_text, deadlines.due_basis, deadlines.due_on,
    deadlines.status, deadlines.status_basis, deadlines.status_on
from forces
left join notices_dated on notices_dated.force = forces.force and notices_dated.is_confirmed
left join causes_now using (notice)
left join deadlines using (cause)
where forces.force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by forces.force, coalesce(published_to, '') desc, notices_dated.notice, cause, deadlines.number
