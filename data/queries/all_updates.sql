-- title: What happened, newest first
-- description: Every entry of a confirmed notice's timeline that bears a date, by the latest day that it can mean. month is empty where the month is not known.
-- group: time
-- param force: a force's id, or empty for all (example: metropolitan)
-- fields as in: timeline
-- field month: The year and month in which it happened; empty where the month is not known.
-- field publisher_name: as in publishers.name
-- field notice_title: as in notices.title
-- field force_name: as in forces.name
select timeline.notice, entry, timeline.kind, happened_on, happened_until_on, happened_not_before_on, happened_not_after_on,
    happened_from, happened_to,
    case when substr(happened_from, 1, 7) = substr(happened_to, 1, 7) then substr(happened_to, 1, 7) end as month,
    timeline.summary, causes, recommendations, status, basis, progress, reply, timeline.source,
    publishers.name as publisher_name, timeline.note, notices.title as notice_title, timeline.force, forces.name as force_name
from timeline
join notices on notices.notice = timeline.notice
join forces on forces.force = timeline.force
left join sources on sources.source = timeline.source
left join publishers using (publisher)
where timeline.is_confirmed and happened_to is not null
    and timeline.force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by happened_to desc, happened_from desc, timeline.notice, entry
