-- title: A notice as it stood on a day
-- description: The standing of each recommendation on a day: closed by then, open because it was closed later, or not known.
-- group: time
-- param notice: a notice's id, or empty for all (example: staffordshire-2022-03)
-- param on: a day, or empty for the record's last (example: 2024-01-31)
-- fields as in: recommendations_now
-- field as_on: The day that is asked about.
-- field standing: The recommendation's standing on that day: not yet made, open, closed, superseded or unknown.
-- field standing_when_the_record_ends: Its status when the record ends.
with day(on_day) as (select date(coalesce(nullif(:on, ''), as_on)) from record)
select recommendation, notice, recommendations_now.number, recommendations_now.summary, on_day as as_on,
    case
        when published_from > on_day then 'not yet made'
        when status in ('closed', 'superseded') and status_to <= on_day then status
        when status in ('closed', 'superseded') and status_from > on_day then 'open'
        when status = 'open' and status_to >= on_day then 'open'
        else 'unknown'
    end as standing,
    status as standing_when_the_record_ends, status_on, status_not_after_on
from recommendations_now
join notices_dated using (notice), day
where on_day is not null and notice between coalesce(nullif(:notice, ''), '') and coalesce(nullif(:notice, ''), '~')
order by notice, recommendations_now.number
