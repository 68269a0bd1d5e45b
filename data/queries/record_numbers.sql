-- title: The record in numbers
-- description: How much the record holds, confirmed notices alone, as on its last day, and the day on which charts over time begin.
-- group: sources
-- fields as in: forces_now
-- field as_on: as in record.as_on
-- field charts_begin_on: The day on which charts over time begin.
-- field forces_with_notices: How many forces these notices are about.
-- field recommendations_superseded: How many of the recommendations a later report replaced.
-- field recommendations_unknown: Of how many of the recommendations the status is not known.
-- field forces_in_engage: How many forces are in engage when the record ends.
-- field notices_unconfirmed: How many notices are held besides that no source confirms.
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
