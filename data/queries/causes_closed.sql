-- title: Causes of concern that were closed
-- description: When each was published and closed. The days are the fewest and the most that the known dates allow.
-- group: time
-- param force: a force's id, or empty for all (example: wiltshire)
select cause, causes_now.notice, title, causes_now.force, area, causes_now.summary, published_on, status_on as closed_on,
    status_not_after_on as closed_not_after_on,
    cast(max(0, julianday(status_from) - julianday(published_to)) as integer) as fewest_days,
    cast(julianday(status_to) - julianday(published_from) as integer) as most_days, status_source as source
from causes_now
join notices_dated using (notice)
where causes_now.is_confirmed and status = 'closed' and causes_now.force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by status_to, cause
