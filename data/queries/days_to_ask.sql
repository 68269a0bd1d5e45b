-- title: Days on which to look at the record
-- description: The end of each whole year from that of the first notice on, and the record's last day: ready values of a day asked for.
-- group: time
-- field on_day: The day.
-- field is_last: 1 for the record's last day.
with recursive ends(on_day) as (
    select min(published_from, as_on) from record, (select min(published_from) as published_from from notices_dated where is_confirmed)
    union
    select min(date(on_day, 'start of year', case when on_day = date(on_day, 'start of year', '+1 year', '-1 day') then '+2 years' else '+1 year' end, '-1 day'), as_on)
    from ends, record
)
select on_day, on_day = as_on as is_last from ends, record where on_day = as_on or substr(on_day, 6) = '12-31' order by on_day
