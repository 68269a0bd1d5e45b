-- title: Causes of concern of a notice
-- description: Each cause of concern of a notice, its area, and how it stands. The days to closing are the fewest and the most that the known dates allow.
-- group: notices
-- param notice: a notice's id, or empty for all (example: staffordshire-2022-03)
-- fields as in: causes_now
-- field area_name: as in areas.name
-- field fewest_days: The fewest days from publication to closing that the known dates allow; empty where they allow none to be worked out.
-- field most_days: The most days from publication to closing that the known dates allow; empty where they allow none to be worked out.
select cause, causes_now.notice, area, areas.name as area_name, causes_now.summary, subject_basis,
    causes_now.recommendations_stated,
    case when status = 'closed' then cast(max(0, julianday(status_from) - julianday(published_to)) as integer) end as fewest_days,
    case when status = 'closed' then cast(julianday(status_to) - julianday(published_from) as integer) end as most_days,
    status, status_on, status_not_after_on, status_basis, status_summary, status_source, causes_now.note
from causes_now
join areas using (area)
join notices_dated on notices_dated.notice = causes_now.notice
where causes_now.notice between coalesce(nullif(:notice, ''), '') and coalesce(nullif(:notice, ''), '~')
order by causes_now.notice, cause
