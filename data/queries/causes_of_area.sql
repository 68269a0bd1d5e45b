-- title: Causes of concern in an area
-- description: Causes of concern of confirmed notices that fall in an area of policing, those of the newest notices first, and how each stands. The days to closing are the fewest and the most that the known dates allow.
-- group: notices
-- param area: an area's id, or empty for all (example: custody)
-- fields as in: causes_now, notices_dated
-- field notice_title: as in notices.title
-- field force_name: as in forces.name
-- field fewest_days: The fewest days from publication to closing that the known dates allow; empty where they allow none to be worked out.
-- field most_days: The most days from publication to closing that the known dates allow; empty where they allow none to be worked out.
select area, cause, causes_now.summary, causes_now.notice, notices_dated.title as notice_title, causes_now.force,
    forces.name as force_name, published_on, published_not_before_on, published_not_after_on, published_to, subject_basis,
    status, status_on, status_not_after_on, status_basis,
    case when status = 'closed' then cast(max(0, julianday(status_from) - julianday(published_to)) as integer) end as fewest_days,
    case when status = 'closed' then cast(julianday(status_to) - julianday(published_from) as integer) end as most_days
from causes_now
join notices_dated using (notice)
join forces on forces.force = causes_now.force
where causes_now.is_confirmed and area between coalesce(nullif(:area, ''), '') and coalesce(nullif(:area, ''), '~')
order by area, coalesce(published_to, '') desc, cause
