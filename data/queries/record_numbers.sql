-- title: The record in numbers
-- description: How much the record holds, confirmed notices alone, as on its last day, and the day on which charts over time begin.
-- group: sources
select (select as_on from record) as as_on,
    (select date(coalesce(min(day), as_on), 'start of year') from record left join (
        select min(published_from) as day from notices_dated where is_confirmed union all select min(started_from) from stages_dated
    ) on day is not null) as charts_begin_on,
    (select count(*) from notices where is_confirmed) as notices,
    (select count(distinct force) from notices where is_confirmed) as forces_with_notices,
    (select count(*) from causes_now where is_confirmed) as causes,
    (select count(*) from causes_now where is_confirmed and status = 'open') as causes_open,
    (select count(*) from causes_now where is_confirmed and status = 'closed') as causes_closed,
    (select count(*) from recommendations_now where is_confirmed) as recommendations,
    (select count(*) from recommendations_now where is_confirmed and status = 'open') as recommendations_open,
    (select count(*) from recommendations_now where is_confirmed and status = 'closed') as recommendations_closed,
    (select count(*) from recommendations_now where is_confirmed and status = 'superseded') as recommendations_superseded,
    (select count(*) from recommendations_now where is_confirmed and status = 'unknown') as recommendations_unknown,
    (select count(*) from forces_now where stage = 'engage') as forces_in_engage,
    (select count(*) from notices where not is_confirmed) as notices_unconfirmed
