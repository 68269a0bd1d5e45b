-- title: Recommendations overdue on a day
-- description: Past their deadline on a day and not known to be closed or superseded by then. A standing that is not known may hide a closing that was not published.
-- group: recommendations
-- param force: a force's id, or empty for all (example: staffordshire)
-- param on: a day, or empty for the record's last (example: 2023-01-01)
-- fields as in: deadlines
-- field notice_title: as in notices.title
-- field force_name: as in forces.name
-- field as_on: The day that is asked about.
-- field status_when_the_record_ends: Its status when the record ends.
with day(on_day) as (select date(coalesce(nullif(:on, ''), as_on)) from record)
select recommendation, notice, notices.title as notice_title, deadlines.force, forces.name as force_name, deadlines.summary,
    due_on, due_text, due_basis, on_day as as_on, status as status_when_the_record_ends, status_on, status_not_after_on
from deadlines
join forces using (force)
join notices using (notice), day
where deadlines.is_confirmed and due_to < on_day
    and not (status in ('closed', 'superseded') and coalesce(status_to, '') <= on_day)
    and deadlines.force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by due_to, recommendation
