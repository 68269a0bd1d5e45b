-- title: What happened to a recommendation
-- description: Progress that inspectors saw and statuses that sources give, oldest first; undated ones last.
-- group: recommendations
-- param recommendation: a recommendation's id, or empty for all (example: staffordshire-2022-03-1)
select recommendation, updates_dated.kind, happened_on, happened_not_after_on, progress, status, basis, summary,
    updates_dated.source, publishers.name as publisher_name, note
from updates_dated
join sources using (source)
join publishers using (publisher)
where recommendation between coalesce(nullif(:recommendation, ''), '') and coalesce(nullif(:recommendation, ''), '~')
order by recommendation, happened_to is null, happened_from, update_id
