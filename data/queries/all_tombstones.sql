-- title: Ids that were taken out
-- description: Ids that the record published before and holds no more, since when and why. None of them is used again.
-- group: sources
-- fields as in: tombstones
select table_name, tombstone, removed_on, reason
from tombstones
order by table_name, tombstone
