-- title: Released versions
-- description: Every version of the record, newest first, with the number of changes that came with it; the version at hand leads when it is not released yet.
-- group: time
-- fields as in: releases
-- field changes: How many changes the version brought, a value each.
select releases.version, releases.position, releases.as_on, releases.released_on, releases.previous, releases.content_hash,
    (select count(*) from changes where changes.version = releases.version) as changes
from releases
order by releases.position desc;
