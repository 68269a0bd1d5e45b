-- title: How long causes of concern took to close, by area
-- description: Days from publication to closing, over confirmed causes whose two days are both known; the others are counted beside them.
-- group: time
-- param area: an area's id, or empty for all (example: investigating-crime)
-- fields as in: areas
-- field closed: How many causes of concern were closed.
-- field closed_between_known_days: For how many of these both days are known.
-- field shortest_days: The fewest days that one of these took.
-- field mean_days: The mean of the days that these took.
-- field longest_days: The most days that one of these took.
select area, areas.name, count(*) as closed,
    sum(length(published_on) = 10 and length(status_on) = 10) as closed_between_known_days,
    min(case when length(published_on) = 10 and length(status_on) = 10 then julianday(status_on) - julianday(published_on) end) as shortest_days,
    round(avg(case when length(published_on) = 10 and length(status_on) = 10 then julianday(status_on) - julianday(published_on) end)) as mean_days,
    max(case when length(published_on) = 10 and length(status_on) = 10 then julianday(status_on) - julianday(published_on) end) as longest_days
from causes_now
join areas using (area)
join notices using (notice)
where causes_now.is_confirmed and status = 'closed' and area between coalesce(nullif(:area, ''), '') and coalesce(nullif(:area, ''), '~')
group by area
order by closed desc, area
