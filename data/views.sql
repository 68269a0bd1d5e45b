-- The present state of the record, as views over its dated rows: nothing here is typed in anywhere.
-- "Now" is always the record's own last day, record.as_on. Each table with partial dates has a view <table>_dated before these.

-- A cause's standing: its latest update with a status; closed stands above the rest on the same day.
create view causes_now as
with standing as (
    select *, row_number() over (
        partition by cause order by coalesce(happened_to, '') desc, status = 'closed' desc, update_id desc
    ) as place
    from updates_dated where cause is not null and status is not null
)
select causes.cause, causes.notice, notices.force, notices.is_confirmed, causes.area, causes.summary, causes.subject_basis,
    causes.recommendations_stated, causes.note,
    coalesce(standing.status, 'unknown') as status, standing.happened_on as status_on,
    standing.happened_not_after_on as status_not_after_on, standing.happened_from as status_from,
    standing.happened_to as status_to, standing.basis as status_basis, standing.summary as status_summary,
    standing.source as status_source, standing.update_id as status_update
from causes
join notices using (notice)
left join standing on standing.cause = causes.cause and standing.place = 1;

-- A recommendation's standing: its own latest status; else the closing of its cause; else unknown.
-- An own status of unknown says that the closing of the cause does not settle this one.
create view recommendations_now as
with standing as (
    select *, row_number() over (
        partition by recommendation
        order by coalesce(happened_to, '') desc, status in ('closed', 'superseded') desc, update_id desc
    ) as place
    from updates_dated where recommendation is not null and status is not null
),
decided as (
    select recommendations_dated.*, causes_now.notice, causes_now.force, causes_now.is_confirmed, causes_now.area,
        coalesce(own.status, 'open') = 'open' and causes_now.status = 'closed' as follows_cause
    from recommendations_dated
    join causes_now using (cause)
    left join standing as own on own.recommendation = recommendations_dated.recommendation and own.place = 1
)
select decided.recommendation, decided.notice, decided.cause, decided.force, decided.is_confirmed, decided.area,
    decided.number, decided.summary, decided.wording, decided.due_on, decided.due_text, decided.due_from, decided.due_to,
    case when follows_cause then 'closed' else coalesce(own.status, 'unknown') end as status,
    case when follows_cause then 'cause-closed' else own.basis end as status_basis,
    case when follows_cause then causes_now.status_on else own.happened_on end as status_on,
    case when follows_cause then causes_now.status_not_after_on else own.happened_not_after_on end as status_not_after_on,
    case when follows_cause then causes_now.status_from else own.happened_from end as status_from,
    case when follows_cause then causes_now.status_to else own.happened_to end as status_to,
    case when follows_cause then causes_now.status_source else own.source end as status_source,
    case when follows_cause then causes_now.status_update else own.update_id end as status_update,
    case when follows_cause then null else own.note end as status_note,
    decided.source, decided.note
from decided
join causes_now using (cause)
left join standing as own on own.recommendation = decided.recommendation and own.place = 1;

-- A recommendation's deadline: the date that was set; else, where the notice's day is known, the day worked out from a
-- deadline in words. due_basis says which. A month that has no such day ends the deadline on its last day.
create view deadlines as
with terms(due_text, months) as (
    values ('immediately', 0), ('with immediate effect', 0), ('within three months', 3), ('within six months', 6)
),
computed as (
    select recommendation, published_on, months,
        date(published_on, 'start of month', '+' || months || ' months') as month_start
    from recommendations_now
    join notices using (notice)
    join terms using (due_text)
    where recommendations_now.due_on is null and length(published_on) = 10
)
select recommendations_now.recommendation, notice, force, is_confirmed, number, summary, due_text,
    case when due_on is not null then 'stated' when month_start is not null then 'computed' end as due_basis,
    coalesce(due_on, min(
        date(month_start, '+1 month', '-1 day'),
        date(month_start, '+' || (cast(substr(published_on, 9) as integer) - 1) || ' days')
    )) as due_on,
    coalesce(due_to, min(
        date(month_start, '+1 month', '-1 day'),
        date(month_start, '+' || (cast(substr(published_on, 9) as integer) - 1) || ' days')
    )) as due_to,
    status, status_basis, status_on, status_not_after_on, status_from, status_to
from recommendations_now
left join computed using (recommendation);

-- What local policing bodies said, and of a formal reply which publication it answers and when its 56 days end: the day of
-- publication is the first of them. City of London and British Transport Police have other bodies and stand outside.
create view replies as
select timeline.entry as reply, timeline.notice, timeline.force, timeline.reply as kind,
    updates_dated.happened_on as replied_on, updates_dated.happened_from as replied_from,
    updates_dated.happened_to as replied_to, updates_dated.summary, updates_dated.source, updates_dated.note,
    case when updates_dated.answers_notice is not null then answered_notices.published_on
        else answered_updates.happened_on end as published_on,
    case when updates_dated.answers_notice is not null then answered_notices.title
        else answered_updates.summary end as answers,
    case when length(coalesce(answered_notices.published_on, answered_updates.happened_on)) = 10
        then date(coalesce(answered_notices.published_on, answered_updates.happened_on), '+55 days') end as limit_on
from timeline
join updates_dated on updates_dated.update_id = timeline.entry
left join notices_dated as answered_notices on answered_notices.notice = updates_dated.answers_notice
left join updates_dated as answered_updates on answered_updates.update_id = updates_dated.answers_update
where timeline.reply is not null;

-- A stage ends when the force's next one begins.
create view stages_periods as
select force, stage, started_on, started_from, started_to,
    lead(started_on) over later as ended_on, lead(started_from) over later as ended_from,
    lead(started_to) over later as ended_to, reason, note
from stages_dated
window later as (partition by force order by started_from);

-- A force without rows is in scan by the inspectorate's rule: stage_by_rule says so.
create view forces_now as
select forces.force, forces.name, forces.short_name, forces.country, forces.region, forces.governance,
    forces.tile_row, forces.tile_column,
    coalesce(latest.stage, 'scan') as stage, latest.started_on as stage_since_on, latest.stage is null as stage_by_rule,
    (select count(*) from notices where notices.force = forces.force and is_confirmed) as notices,
    (select count(*) from causes_now where causes_now.force = forces.force and is_confirmed) as causes,
    (select count(*) from causes_now where causes_now.force = forces.force and is_confirmed and status = 'open') as causes_open,
    (select count(*) from causes_now where causes_now.force = forces.force and is_confirmed and status = 'closed') as causes_closed,
    (select count(*) from recommendations_now as r where r.force = forces.force and is_confirmed) as recommendations,
    (select count(*) from recommendations_now as r where r.force = forces.force and is_confirmed and status = 'open') as recommendations_open,
    (select count(*) from recommendations_now as r where r.force = forces.force and is_confirmed and status = 'closed') as recommendations_closed,
    (select count(*) from grades where grades.force = forces.force) as grades
from forces
left join stages_periods as latest on latest.force = forces.force and latest.ended_on is null;

-- A notice with the count of its causes and recommendations by standing. It is closed when every cause held is closed,
-- open when one is known to be open, unknown otherwise.
create view notices_now as
with cause_counts as (
    select notice, count(*) as causes, sum(status = 'open') as causes_open, sum(status = 'closed') as causes_closed,
        sum(status = 'unknown') as causes_unknown, max(case when status = 'closed' then status_to end) as closed_to
    from causes_now group by notice
),
recommendation_counts as (
    select notice, count(*) as recommendations, sum(status = 'open') as recommendations_open,
        sum(status = 'closed') as recommendations_closed, sum(status = 'superseded') as recommendations_superseded,
        sum(status = 'unknown') as recommendations_unknown
    from recommendations_now group by notice
)
select notices_dated.*,
    coalesce(causes, 0) as causes, coalesce(causes_open, 0) as causes_open, coalesce(causes_closed, 0) as causes_closed,
    coalesce(causes_unknown, 0) as causes_unknown,
    coalesce(recommendations, 0) as recommendations, coalesce(recommendations_open, 0) as recommendations_open,
    coalesce(recommendations_closed, 0) as recommendations_closed,
    coalesce(recommendations_superseded, 0) as recommendations_superseded,
    coalesce(recommendations_unknown, 0) as recommendations_unknown,
    case when causes_open > 0 then 'open' when causes_closed = causes and causes >= coalesce(causes_stated, 0) then 'closed'
        else 'unknown' end as standing
from notices_dated
left join cause_counts using (notice)
left join recommendation_counts using (notice);

-- A notice's whole history, one row an entry. Rows that tell the same of several causes or recommendations are one entry.
create view timeline as
select notice, force, is_confirmed, notice || '-published' as entry, 'published' as kind,
    published_on as happened_on, null as happened_until_on, published_not_before_on as happened_not_before_on,
    published_not_after_on as happened_not_after_on, published_from as happened_from, published_to as happened_to,
    published_summary as summary, null as causes, null as recommendations, null as status, null as basis, null as progress,
    null as reply, published_source as source, published_note as note
from notices_dated
union all
select notice, force, is_confirmed, notice || '-inspected', 'inspection',
    inspected_on, inspected_until_on, null, null, inspected_from, coalesce(inspected_until_to, inspected_to),
    coalesce(inspected_summary, 'Inspectors carried out their fieldwork.'), null, null, null, null, null,
    null, inspected_source, inspected_note
from notices_dated where inspected_on is not null
union all
select stages_notices.notice, force, notices.is_confirmed, stages_notices.notice || '-' || stages_dated.started_on, 'stage',
    started_on, null, null, null, started_from, started_to,
    stages_notices.summary, null, null, stages_dated.stage, null, null,
    null, stages_notices.source, stages_notices.note
from stages_notices
join stages_dated using (force, started_on)
join notices using (notice, force)
union all
select notice, force, is_confirmed, min(update_id), kind,
    happened_on, null, null, happened_not_after_on, happened_from, happened_to,
    summary, nullif(group_concat(cause), ''), nullif(group_concat(recommendation), ''), status, basis, progress,
    reply, source, note
from (
    select updates_dated.update_id, updates_dated.kind, updates_dated.cause, updates_dated.recommendation,
        updates_dated.happened_on, updates_dated.happened_not_after_on, updates_dated.happened_from,
        updates_dated.happened_to, updates_dated.status, updates_dated.basis, updates_dated.progress, updates_dated.summary,
        updates_dated.reply, updates_dated.source, updates_dated.note, notices.notice, notices.force, notices.is_confirmed
    from updates_dated
    left join recommendations on recommendations.recommendation = updates_dated.recommendation
    left join causes on causes.cause = coalesce(updates_dated.cause, recommendations.cause)
    join notices on notices.notice = coalesce(updates_dated.notice, causes.notice)
    order by notices.notice, updates_dated.cause, updates_dated.recommendation
)
group by notice, kind, happened_on, happened_not_after_on, summary, status, basis, progress, reply, source, note;

-- The pages that the site publishes and that can carry a thread, keyed as the comment service keys them.
create view pages as
select 'notices/' || notice as page, 'notice' as kind, title, '/notices/' || notice || '/' as url, summary,
    published_on as about_on
from notices
union all
select 'recommendations/' || recommendation, 'recommendation', summary, '/recommendations/' || recommendation || '/', summary, due_on
from recommendations
union all
select 'forces/' || force, 'force', name, '/forces/' || force || '/', name, null from forces
union all
select 'news/' || story, 'story', title, '/news/' || story || '/', summary, event_on from stories;

create view pages_forces as
select 'notices/' || notice as page, force from notices
union all
select 'recommendations/' || recommendation, force from recommendations_now
union all
select 'forces/' || force, force from forces
union all
select 'news/' || story, force from stories_forces;

create view pages_topics as
select distinct 'notices/' || notice as page, topic from causes join areas using (area) where topic is not null
union
select 'notices/' || notice, 'accelerated-cause-of-concern' from notices
where kind = 'accelerated cause of concern'
    and exists (select 1 from topics where topic = 'accelerated-cause-of-concern')
union
select 'recommendations/' || recommendation, topic from recommendations_now join areas using (area) where topic is not null
union
select 'news/' || story, topic from stories_topics;

-- What "In Other News" chooses from: our stories and the press items.
create view related_items as
select 'news/' || story as item, 'story' as kind, '/news/' || story || '/' as url, title, 'Noticeboard' as publisher,
    date as published_on, 'stated' as published_basis, event_on as about_on, summary
from stories
union all
select 'press/' || press, 'press', source, label, coalesce(nullif(outlet, ''), publishers.name), published_on, published_basis, published_on, summary
from press
join sources using (source)
join publishers using (publisher);

create view related_items_forces as
select 'news/' || story as item, force from stories_forces
union all
select 'press/' || press, force from press_forces;

create view related_items_topics as
select 'news/' || story as item, topic from stories_topics
union all
select 'press/' || press, topic from press_topics;

-- Pages and items each with the forces and topics they are about, as the ranking of related news reads them.
create view pages_described as
select pages.*,
    (select group_concat(force, ' ') from pages_forces where pages_forces.page = pages.page) as forces,
    (select group_concat(topic, ' ') from pages_topics where pages_topics.page = pages.page) as topics
from pages;

create view related_items_described as
select related_items.*,
    (select group_concat(force, ' ') from related_items_forces as f where f.item = related_items.item) as forces,
    (select group_concat(topic, ' ') from related_items_topics as t where t.item = related_items.item) as topics
from related_items;
