-- title: What a story is about
-- description: The forces, topics and notices that a story is about.
-- group: sources
-- param story: a story's id, or empty for all (example: staffordshire-early-warning)
-- fields as in: stories_forces
-- field kind: force, notice or topic.
-- field id: Its id.
-- field name: Its name or title.
-- field url: Its address on the site.
select story, 'force' as kind, force as id, name, '/forces/' || force || '/' as url
from stories_forces join forces using (force)
where story between coalesce(nullif(:story, ''), '') and coalesce(nullif(:story, ''), '~')
union all
select story, 'notice', notice, title, '/notices/' || notice || '/'
from stories_notices join notices using (notice)
where story between coalesce(nullif(:story, ''), '') and coalesce(nullif(:story, ''), '~')
union all
select story, 'topic', topic, name, '/topics/' || topic || '/'
from stories_topics join topics using (topic)
where story between coalesce(nullif(:story, ''), '') and coalesce(nullif(:story, ''), '~')
order by 1, 2, 4
