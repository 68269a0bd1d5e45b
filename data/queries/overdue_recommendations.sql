-- title: Recommendations overdue on a day
-- description: Past their deadline on a day and not known to be closed or superseded by then. A standing that is not known may hide a closing that was not published.
-- param on: a day, or empty for the record's last (example: 2023-01-01)
with day(on_day) as (select date(coalesce(nullif(:on, ''), as_on)) from record)
select recommendation, notice, force, summary, due_on, due_basis, on_day as as_on,
    status as status_when_the_record_ends, status_on, status_not_after_on
from deadlines, day
where is_confirmed and due_to < on_day
    and not (status in ('closed', 'superseded') and coalesce(status_to, '') <= on_day)
order by due_to, recommendation
