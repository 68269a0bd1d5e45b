-- title: What happened to a recommendation
-- description: Progress that inspectors saw, statuses that sources give, and the closing of its cause of concern (is_of_cause), oldest first; undated ones last.
-- group: recommendations
-- param recommendation: a recommendation's id, or empty for all (example: staffordshire-2022-03-1)
-- fields as in: updates_dated
-- field recommendation: as in recommendations.recommendation
-- field is_of_cause: 1 where it is the closing of the cause of concern.
-- field publisher_name: as in publishers.name
with told as (
    select recommendation as told_of, 0 as is_of_cause, updates_dated.* from updates_dated where recommendation is not null
    union all
    select recommendations.recommendation, 1, updates_dated.*
    from updates_dated join recommendations using (cause) where kind = 'cause closed'
)
select told_of as recommendation, told.kind, is_of_cause, happened_on, happened_not_after_on, progress, status, basis, summary,
    told.source, publishers.name as publisher_name, note
from told
join sources using (source)
join publishers using (publisher)
where told_of between coalesce(nullif(:recommendation, ''), '') and coalesce(nullif(:recommendation, ''), '~')
order by told_of, happened_to is null, happened_from, happened_to, is_of_cause, update_id
