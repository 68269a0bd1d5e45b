-- title: Timeline of a notice
-- description: Everything that is known to have happened to a notice, oldest first; what bears no date stands last.
-- group: notices
-- param notice: a notice's id, or empty for all (example: staffordshire-2022-03)
-- fields as in: timeline
-- field publisher_name: as in publishers.name
select notice, entry, timeline.kind, happened_on, happened_until_on, happened_not_before_on, happened_not_after_on,
    summary, causes, recommendations, status, basis, progress, reply, timeline.source, publishers.name as publisher_name, note
from timeline
left join sources on sources.source = timeline.source
left join publishers using (publisher)
where notice between coalesce(nullif(:notice, ''), '') and coalesce(nullif(:notice, ''), '~')
order by notice, happened_to is null, coalesce(happened_from, happened_to), happened_to, timeline.kind <> 'published', entry
