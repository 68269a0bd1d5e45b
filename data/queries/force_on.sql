-- title: A force as it stood on a day
-- description: The stage of monitoring of each force on a day, its notices by then, and the recommendations then open because they were closed later. is_certain is 0 where a change of stage is known to a month that holds the day.
-- group: time
-- param force: a force's id, or empty for all (example: staffordshire)
-- param on: a day, or empty for the record's last (example: 2023-01-01)
-- fields as in: forces
-- field as_on: The day that is asked about.
-- field stage: The stage of monitoring in which the force was on that day, scan or engage.
-- field is_certain: 0 where a change of stage is known to a month, or a year, that holds the day.
-- field notices: How many confirmed notices were published by then.
-- field recommendations_open: How many recommendations were open then, because they are known to have been closed later.
with day(on_day) as (select date(coalesce(nullif(:on, ''), as_on)) from record)
select forces.force, forces.name, on_day as as_on,
    coalesce((
        select stage from stages_dated
        where stages_dated.force = forces.force and started_to <= on_day order by started_to desc limit 1
    ), 'scan') as stage,
    not exists (
        select 1 from stages_dated
        where stages_dated.force = forces.force and started_from <= on_day and started_to > on_day
    ) as is_certain,
    (select count(*) from notices_dated
        where notices_dated.force = forces.force and is_confirmed and published_to <= on_day) as notices,
    (select count(*) from recommendations_now join notices_dated using (notice)
        where recommendations_now.force = forces.force and recommendations_now.is_confirmed
            and published_to <= on_day and recommendations_now.status_from > on_day) as recommendations_open
from forces, day
where on_day is not null and forces.force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by forces.force
