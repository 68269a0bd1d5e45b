-- title: Causes of concern that were closed
-- description: When each was published and closed. The days are the fewest and the most that the known dates allow.
-- group: time
-- param force: a force's id, or empty for all (example: wiltshire)
-- fields as in: causes_now, notices_dated
-- field closed_on: The day on which it was closed, maybe partial; empty where it is not known.
-- field closed_not_after_on: The latest day on which it can have been closed, where the day itself is not known.
-- field fewest_days: The fewest days from publication to closing that the known dates allow; empty where they allow none to be worked out.
-- field most_days: The most days from publication to closing that the known dates allow; empty where they allow none to be worked out.
-- field source: The source for the closing.
select cause, causes_now.notice, title, causes_now.force, area, causes_now.summary, published_on, status_on as closed_on,
    status_not_after_on as closed_not_after_on,
    cast(max(0, julianday(status_from) - julianday(published_to)) as integer) as fewest_days,
    cast(julianday(status_to) - julianday(published_from) as integer) as most_days, status_source as source
from causes_now
join notices_dated using (notice)
where causes_now.is_confirmed and status = 'closed' and causes_now.force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by status_to, cause
