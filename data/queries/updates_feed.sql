-- title: What happened, as a feed
-- description: The hundred newest entries of confirmed notices' timelines, for a feed reader at /data/updates_feed.atom. The title tells the date as far as it is known; atom_updated is the beginning of the latest day that it can mean, as in the site's other feeds, and none after the record's own day.
-- group: time
-- param force: a force's id, or empty for all (example: staffordshire)
-- param notice: a notice's id, or empty for all (example: staffordshire-2022-03)
-- A day stands as its first instant, as in noticeboard/site/atom.py: an entry in both feeds then has one time, and none in the future.
-- field atom_id: The entry's id, which never changes.
-- field atom_title: When it happened, as far as that is known, the force, and what kind of thing it is.
-- field atom_updated: When the latest day that its date can mean begins, in UTC; the record's own day at the latest.
-- field atom_content: What happened, and where it stands.
-- field atom_link: The notice's address on the site.
-- field atom_author_name: Who writes the feed.
select 'tag:noticeboard,2025:updates/' || entry as atom_id,
    ltrim(
        coalesce(happened_on || coalesce(' to ' || happened_until_on, ''), '')
            || coalesce(', no earlier than ' || happened_not_before_on, '')
            || coalesce(', no later than ' || happened_not_after_on, ''),
        ', '
    ) || ': ' || forces.name || ', ' || timeline.kind
        || coalesce(': ' || case when instr(timeline.kind, status) = 0 then status end, '') as atom_title,
    min(happened_to, record.as_on) || 'T00:00:00Z' as atom_updated,
    timeline.summary || coalesce(' ' || timeline.note, '') || ' Source: ' || timeline.source as atom_content,
    '/notices/' || timeline.notice || '/' as atom_link,
    'Noticeboard' as atom_author_name
from timeline
join forces using (force)
cross join record
where timeline.is_confirmed and happened_to is not null
    and timeline.force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
    and timeline.notice between coalesce(nullif(:notice, ''), '') and coalesce(nullif(:notice, ''), '~')
order by atom_updated desc, atom_id
limit 100
