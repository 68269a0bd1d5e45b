-- title: Recommendations over time
-- description: On which days recommendations to a force were made, and on which they were closed or superseded: each at the latest day that its date can mean. A row without a day counts those of which none is known.
-- group: recommendations
-- param force: a force's id, or empty for all (example: west-mercia)
-- fields as in: forces
-- field on_day: The day; empty for those of which none is known.
-- field made: How many recommendations were made on it.
-- field settled: How many were closed or superseded on it.
with happened as (
    select recommendations_now.force, published_to as on_day, 1 as made, 0 as settled
    from recommendations_now join notices_dated using (notice)
    where recommendations_now.is_confirmed
    union all
    select force, status_to, 0, 1
    from recommendations_now
    where is_confirmed and status in ('closed', 'superseded')
)
select force, on_day, sum(made) as made, sum(settled) as settled
from happened
where force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
group by force, on_day
order by force, on_day
