-- title: Recommendations of a notice
-- description: What each recommendation asks for, by when, and how it stands. due_basis says whether the deadline is stated or worked out from words; the days to closing are the fewest and the most that the known dates allow.
-- group: recommendations
-- param notice: a notice's id, or empty for all (example: staffordshire-2022-03)
-- fields as in: deadlines
-- field fewest_days: The fewest days from publication to closing that the known dates allow; empty where they allow none to be worked out.
-- field most_days: The most days from publication to closing that the known dates allow; empty where they allow none to be worked out.
-- field notice_title: as in notices.title
-- field force_name: as in forces.name
-- field area_name: as in areas.name
select recommendation, deadlines.notice, cause, number, deadlines.summary, wording, due_on, due_text, due_basis,
    status, status_on, status_not_after_on, status_basis, status_source, status_note,
    case when status = 'closed' then cast(max(0, julianday(status_from) - julianday(published_to)) as integer) end as fewest_days,
    case when status = 'closed' then cast(julianday(status_to) - julianday(published_from) as integer) end as most_days,
    deadlines.source, deadlines.note, notices_dated.title as notice_title, deadlines.is_confirmed,
    deadlines.force, forces.name as force_name, area, areas.name as area_name
from deadlines
join notices_dated using (notice)
join forces on forces.force = deadlines.force
join areas using (area)
where deadlines.notice between coalesce(nullif(:notice, ''), '') and coalesce(nullif(:notice, ''), '~')
order by deadlines.notice, number
