-- title: What happened in a year
-- description: Every entry of a confirmed notice's timeline that is known to lie in a year, oldest first.
-- group: time
-- param year: a year, or empty for all (example: 2024)
-- fields as in: timeline
select happened_on, happened_not_after_on, kind, force, notice, summary, status, source
from timeline
where is_confirmed and happened_from is not null
    and substr(happened_from, 1, 4) = coalesce(nullif(:year, ''), substr(happened_from, 1, 4))
    and substr(happened_to, 1, 4) = substr(happened_from, 1, 4)
order by happened_from, happened_to, notice, entry
