-- title: What changed between two versions
-- description: Every change that came after one version up to another, in order; all of them when no version is named. A row that changed twice stands twice.
-- group: time
-- param old: the version to begin after; empty for the first (example: 2025-08-31-00000000)
-- param new: the last version to tell of; empty for the newest (example: 2025-08-31-00000000)
-- fields as in: changes, releases
select changes.version, releases.released_on, changes.table_name, changes.what, changes.change, changes.row_key, changes.field,
    changes.before, changes.after
from changes
join releases using (version)
where (nullif(:old, '') is null or releases.position > (select position from releases where version = :old))
    and (nullif(:new, '') is null or releases.position <= (select position from releases where version = :new))
order by releases.position, changes.position;
