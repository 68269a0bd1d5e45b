-- title: Notices by year
-- description: How many confirmed notices were published in each year, by kind. A floor, not a count.
-- group: notices
-- field year: The year of publication.
-- field notices: How many confirmed notices were published in it.
-- field accelerated: How many of them are accelerated causes of concern, by a source.
-- field causes: How many causes of concern are held of the notices of that year.
select substr(published_to, 1, 4) as year, count(*) as notices,
    sum(kind = 'accelerated cause of concern') as accelerated, sum(causes) as causes
from notices_now
where is_confirmed and substr(published_from, 1, 4) = substr(published_to, 1, 4)
group by year
order by year
