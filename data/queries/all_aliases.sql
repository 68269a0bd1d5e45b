-- title: Ids that were changed
-- description: Ids that the record published before, the id that stands in the place of each, since when and why.
-- group: sources
-- fields as in: aliases
select table_name, alias, id, changed_on, reason
from aliases
order by table_name, alias
