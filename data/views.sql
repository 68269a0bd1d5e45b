-- The present state of the record, as views over its dated rows: nothing here is typed in anywhere.
-- "Now" is always the record's own last day, record.as_on. Each table with partial dates has a view <table>_dated before these.

-- The sentences above a view say what it holds, a line "-- field name:" what a column means, in words or by "as in" and a
-- table's or view's column, as notices.title. A column without such a line means what it means in the tables and views that
-- "-- fields as in:" names, the first of them that has it. The head of a named query says it in the same way. Datasette and the
-- data dictionary show all of it.

-- Each view looks its rows up by their keys, so that a question about one notice or force costs the same in a large record.
-- A plus before a column keeps SQLite from looking rows up by it, where another column finds fewer.

-- A cause's standing: its latest update with a status; closed stands above the rest on the same day.
-- fields as in: causes, notices
-- field status: The status of the cause: open when last reported, closed, or unknown.
-- field status_on: The day since which it stands so, maybe partial; empty where it is not known.
-- field status_not_after_on: The latest day since which it can stand so, where the day itself is not known.
-- field status_from: The earliest day that status_on can mean, within its bounds.
-- field status_to: The latest day that status_on can mean, within its bounds.
-- field status_basis: What the status rests on, in the words of basis in updates; empty where nothing is known.
-- field status_summary: What happened, in the words of the update that gives the status.
-- field status_source: The source for the status.
-- field status_update: The update that gives the status.
create view causes_now as
select causes.cause, causes.notice, notices.force, notices.is_confirmed, causes.area, causes.summary, causes.subject_basis,
    causes.recommendations_stated, causes.note,
    coalesce(standing.status, 'unknown') as status, standing.happened_on as status_on,
    standing.happened_not_after_on as status_not_after_on, standing.happened_from as status_from,
    standing.happened_to as status_to, standing.basis as status_basis, standing.summary as status_summary,
    standing.source as status_source, standing.update_id as status_update
from causes
join notices using (notice)
left join updates_dated as standing on standing.update_id = (
    select update_id from updates_dated as latest
    where latest.cause = causes.cause and latest.status is not null
    order by coalesce(happened_to, '') desc, status = 'closed' desc, update_id desc limit 1
);

-- A recommendation's standing: its own latest status; else the closing of its cause; else unknown.
-- An own status of unknown says that the closing of the cause does not settle this one.
-- fields as in: recommendations_dated, causes_now
-- field status: The status of the recommendation: open when last reported, closed, superseded, or unknown.
-- field status_on: The day since which it stands so, maybe partial; empty where it is not known.
-- field status_not_after_on: The latest day since which it can stand so, where the day itself is not known.
-- field status_from: The earliest day that status_on can mean, within its bounds.
-- field status_to: The latest day that status_on can mean, within its bounds.
-- field status_basis: What the status rests on, in the words of basis in updates; cause-closed where it follows its cause; empty where nothing is known.
-- field status_source: The source for the status; that of its cause where it follows its cause.
-- field status_update: The update that gives the status; that of its cause where it follows its cause.
-- field status_note: What a reader must know about its own status.
create view recommendations_now as
with decided as (
    select recommendations_dated.recommendation, causes_now.notice, recommendations_dated.cause, causes_now.force,
        causes_now.is_confirmed, causes_now.area, recommendations_dated.number, recommendations_dated.summary,
        recommendations_dated.wording, recommendations_dated.due_on, recommendations_dated.due_text,
        recommendations_dated.due_from, recommendations_dated.due_to, recommendations_dated.source,
        recommendations_dated.note,
        coalesce(own.status, 'open') = 'open' and causes_now.status = 'closed' as follows_cause,
        own.status as own_status, own.basis as own_basis, own.happened_on as own_on,
        own.happened_not_after_on as own_not_after_on, own.happened_from as own_from, own.happened_to as own_to,
        own.source as own_source, own.update_id as own_update, own.note as own_note,
        causes_now.status_on as cause_on, causes_now.status_not_after_on as cause_not_after_on,
        causes_now.status_from as cause_from, causes_now.status_to as cause_to,
        causes_now.status_source as cause_source, causes_now.status_update as cause_update
    from recommendations_dated
    join causes_now using (cause)
    left join updates_dated as own on own.update_id = (
        select update_id from updates_dated as latest
        where latest.recommendation = recommendations_dated.recommendation and latest.status is not null
        order by coalesce(happened_to, '') desc, status in ('closed', 'superseded') desc, update_id desc limit 1
    )
)
select recommendation, notice, cause, force, is_confirmed, area, number, summary, wording, due_on, due_text, due_from, due_to,
    case when follows_cause then 'closed' else coalesce(own_status, 'unknown') end as status,
    case when follows_cause then 'cause-closed' else own_basis end as status_basis,
    case when follows_cause then cause_on else own_on end as status_on,
    case when follows_cause then cause_not_after_on else own_not_after_on end as status_not_after_on,
    case when follows_cause then cause_from else own_from end as status_from,
    case when follows_cause then cause_to else own_to end as status_to,
    case when follows_cause then cause_source else own_source end as status_source,
    case when follows_cause then cause_update else own_update end as status_update,
    case when follows_cause then null else own_note end as status_note,
    source, note
from decided;

-- A recommendation's deadline: the date that was set; else, where the notice's day is known, the day worked out from a
-- deadline in words. due_basis says which. A month that has no such day ends the deadline on its last day.
-- fields as in: recommendations_now
-- field due_basis: stated: a source gives the date. computed: it is worked out from due_text and the day of publication. Empty where no date can be given.
-- field due_on: The deadline, stated or computed; a stated one maybe partial.
-- field due_to: The latest day that due_on can mean.
create view deadlines as
with terms(due_text, months) as (
    values ('immediately', 0), ('with immediate effect', 0), ('within three months', 3), ('within six months', 6)
),
counted as (
    select recommendations_now.*, published_on, date(published_on, 'start of month', '+' || months || ' months') as month_start
    from recommendations_now
    join notices using (notice)
    left join terms
        on terms.due_text = recommendations_now.due_text and recommendations_now.due_on is null and length(published_on) = 10
)
select recommendation, notice, cause, force, is_confirmed, area, number, summary, wording, due_text,
    case when due_on is not null then 'stated' when month_start is not null then 'computed' end as due_basis,
    coalesce(due_on, min(
        date(month_start, '+1 month', '-1 day'),
        date(month_start, '+' || (cast(substr(published_on, 9) as integer) - 1) || ' days')
    )) as due_on,
    coalesce(due_to, min(
        date(month_start, '+1 month', '-1 day'),
        date(month_start, '+' || (cast(substr(published_on, 9) as integer) - 1) || ' days')
    )) as due_to,
    status, status_basis, status_on, status_not_after_on, status_from, status_to, status_source, status_note, source, note
from counted;

-- What local policing bodies said, and of a formal reply which publication it answers and when its 56 days end: the day of
-- publication is the first of them. City of London and British Transport Police have other bodies and stand outside.
-- fields as in: updates, notices
-- field reply: The id of the update that tells of it.
-- field notice: The notice to whose history it belongs.
-- field kind: formal: a reply under section 55 of the Police Act 1996, by a source. statement: anything else.
-- field replied_on: When it came, maybe partial; empty where it is not known.
-- field replied_from: The earliest day that replied_on can mean.
-- field replied_to: The latest day that replied_on can mean.
-- field published_on: When what a formal reply answers was published, maybe partial.
-- field answers: What a formal reply answers: the notice's title or the update's summary.
-- field limit_on: The last of the 56 days; empty where the day of publication is not known.
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
-- fields as in: stages_dated
-- field ended_on: When the force's next stage began, maybe partial; empty where no end is known.
-- field ended_from: The earliest day that ended_on can mean.
-- field ended_to: The latest day that ended_on can mean.
create view stages_periods as
select force, stage, started_on, started_from, started_to,
    lead(started_on) over later as ended_on, lead(started_from) over later as ended_from,
    lead(started_to) over later as ended_to, reason, note
from stages_dated
window later as (partition by force order by started_from);

-- A force without rows is in scan by the inspectorate's rule: stage_by_rule says so.
-- fields as in: forces
-- field stage: The stage of monitoring, scan or engage, in which the force is when the record ends.
-- field stage_since_on: When that stage began, maybe partial; empty where it is in scan by the rule.
-- field stage_by_rule: 1 where no stage of the force is known and the inspectorate's rule alone puts it in scan.
-- field notices: How many confirmed notices are held.
-- field causes: How many causes of concern of confirmed notices are held.
-- field causes_open: How many of these are open.
-- field causes_closed: How many of these are closed; the rest is unknown.
-- field recommendations: How many recommendations of confirmed notices are held.
-- field recommendations_open: How many of these are open.
-- field recommendations_closed: How many of these are closed; the rest is superseded or unknown.
-- field grades: How many grades are held, of all cycles.
create view forces_now as
select forces.force, forces.name, forces.short_name, forces.abbreviation, forces.country, forces.region, forces.governance,
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

-- A notice with the count of its causes and recommendations by standing, and its own.
-- fields as in: notices_dated
-- field causes: How many causes of concern are held.
-- field causes_open: How many of these are open.
-- field causes_closed: How many of these are closed.
-- field causes_unknown: Of how many of these the status is not known.
-- field recommendations: How many recommendations are held.
-- field recommendations_open: How many of these are open.
-- field recommendations_closed: How many of these are closed.
-- field recommendations_superseded: How many of these a later report replaced.
-- field recommendations_unknown: Of how many of these the status is not known.
-- field standing: closed where every cause it states is held and closed, open where one is known to be open, unknown otherwise.
create view notices_now as
with counted as (
    select notices_dated.*,
        (select count(*) from causes where causes.notice = notices_dated.notice) as causes,
        (select count(*) from causes_now as c where c.notice = notices_dated.notice and status = 'open') as causes_open,
        (select count(*) from causes_now as c where c.notice = notices_dated.notice and status = 'closed') as causes_closed,
        (select count(*) from causes_now as c where c.notice = notices_dated.notice and status = 'unknown') as causes_unknown,
        (select count(*) from recommendations_now as r where r.notice = notices_dated.notice) as recommendations,
        (select count(*) from recommendations_now as r where r.notice = notices_dated.notice and status = 'open')
            as recommendations_open,
        (select count(*) from recommendations_now as r where r.notice = notices_dated.notice and status = 'closed')
            as recommendations_closed,
        (select count(*) from recommendations_now as r where r.notice = notices_dated.notice and status = 'superseded')
            as recommendations_superseded,
        (select count(*) from recommendations_now as r where r.notice = notices_dated.notice and status = 'unknown')
            as recommendations_unknown
    from notices_dated
)
select *,
    case when causes_open > 0 then 'open' when causes_closed = causes and causes >= coalesce(causes_stated, 1) then 'closed'
        else 'unknown' end as standing
from counted;

-- Each update with the notice that it belongs to in the end.
-- fields as in: updates_dated
-- field of_notice: The notice that it is about, or whose cause or recommendation it is about.
create view updates_of_notices as
select updates_dated.*, notice as of_notice from updates_dated where notice is not null
union all
select updates_dated.*, causes.notice from updates_dated join causes on causes.cause = updates_dated.cause
union all
select updates_dated.*, causes.notice
from updates_dated
join recommendations on recommendations.recommendation = updates_dated.recommendation
join causes on causes.cause = recommendations.cause;

-- A notice's whole history, one row an entry. Rows that tell the same of several causes or recommendations are one entry.
-- fields as in: notices
-- field notice: The notice whose history it is.
-- field entry: The entry's id; an update's own id where it comes from one.
-- field kind: published, inspection, stage, or the kind of the update.
-- field happened_on: When it happened or began, maybe partial; empty where it is not known.
-- field happened_until_on: When it ended, maybe partial; of an inspection's fieldwork alone.
-- field happened_not_before_on: The earliest it can have happened, where the date itself is not known well.
-- field happened_not_after_on: The latest it can have happened, where the date itself is not known.
-- field happened_from: The earliest day that the dates can mean.
-- field happened_to: The latest day that the dates can mean.
-- field summary: What happened, in one sentence.
-- field causes: The ids of the causes of which it tells, with commas between.
-- field recommendations: The ids of the recommendations of which it tells, with commas between.
-- field status: The status that an update gives, or the stage that the force entered.
-- field basis: What a status rests on, in the words of basis in updates.
-- field progress: How far inspectors found a recommendation carried out, in the words of progress in updates.
-- field reply: formal or statement, where it is a policing body's answer.
-- field source: Where it stands.
-- field note: What a reader must know about it.
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
select of_notice, notices.force, notices.is_confirmed, update_id, told.kind,
    happened_on, null, null, happened_not_after_on, happened_from, happened_to, told.summary,
    (select group_concat(cause) from (
        select causes.cause from causes join updates as other on other.cause = causes.cause
        where causes.notice = told.of_notice and other.kind = told.kind and other.summary = told.summary
            and +other.source = told.source and other.happened_on is told.happened_on
            and other.happened_not_after_on is told.happened_not_after_on and other.status is told.status
            and other.basis is told.basis and other.progress is told.progress and other.note is told.note
        order by causes.cause
    )),
    (select group_concat(recommendation) from (
        select recommendations.recommendation
        from causes
        join recommendations on recommendations.cause = causes.cause
        join updates as other on other.recommendation = recommendations.recommendation
        where causes.notice = told.of_notice and other.kind = told.kind and other.summary = told.summary
            and +other.source = told.source and other.happened_on is told.happened_on
            and other.happened_not_after_on is told.happened_not_after_on and other.status is told.status
            and other.basis is told.basis and other.progress is told.progress and other.note is told.note
        order by recommendations.number
    )),
    status, basis, progress, reply, source, told.note
from updates_of_notices as told
join notices on notices.notice = told.of_notice
where not exists (
    select 1 from updates_of_notices as first
    where first.of_notice = told.of_notice and first.kind = told.kind and first.summary = told.summary
        and +first.source = told.source and first.happened_on is told.happened_on
        and first.happened_not_after_on is told.happened_not_after_on and first.status is told.status
        and first.basis is told.basis and first.progress is told.progress and first.note is told.note
        and coalesce(first.cause, first.recommendation) < coalesce(told.cause, told.recommendation)
);

-- The pages that the site publishes and that can carry a thread, keyed as the comment service keys them.
-- field page: The page's id: its address without the slashes at its ends.
-- field kind: notice, recommendation, force or story.
-- field title: Its title; of a recommendation what was asked, of a force its name.
-- field url: Its address on the site.
-- field summary: What it is about, in one sentence.
-- field about_on: When what it tells of was published, falls due or happened, maybe partial; empty where it is not known.
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

-- Which forces a page is about.
-- fields as in: pages
-- field force: A force it is about.
create view pages_forces as
select 'notices/' || notice as page, force from notices
union all
select 'recommendations/' || recommendation, force
from recommendations
join causes using (cause)
join notices using (notice)
union all
select 'forces/' || force, force from forces
union all
select 'news/' || story, force from stories_forces;

-- Which topics a page is about, by the area of its causes of concern or by the story's own row.
-- fields as in: pages
-- field topic: A topic it is about.
create view pages_topics as
select distinct 'notices/' || notice as page, topic from causes join areas using (area) where topic is not null
union
select 'notices/' || notice, 'accelerated-cause-of-concern' from notices
where kind = 'accelerated cause of concern'
    and exists (select 1 from topics where topic = 'accelerated-cause-of-concern')
union
select 'recommendations/' || recommendation, topic
from recommendations
join causes using (cause)
join areas using (area)
where topic is not null
union
select 'news/' || story, topic from stories_topics;

-- What "In Other News" chooses from: our stories and the press items.
-- field item: The item's id: news/ or press/ and its key.
-- field kind: story or press.
-- field url: Its address, on the site or elsewhere.
-- field title: Its headline; of a press item our label.
-- field publisher: Who published it.
-- field published_on: When it was published or written, maybe partial; empty where it is not known.
-- field published_basis: stated or inferred, as in sources.
-- field about_on: When what it tells of happened; of a press item when it was published.
-- field summary: What it tells, in one sentence.
create view related_items as
select 'news/' || story as item, 'story' as kind, '/news/' || story || '/' as url, title, 'Noticeboard' as publisher,
    date as published_on, 'stated' as published_basis, event_on as about_on, summary
from stories
union all
select 'press/' || press, 'press', source, label, coalesce(nullif(outlet, ''), publishers.name), published_on, published_basis, published_on, summary
from press
join sources using (source)
join publishers using (publisher);

-- Which forces an item is about.
-- fields as in: related_items
-- field force: A force it is about.
create view related_items_forces as
select 'news/' || story as item, force from stories_forces
union all
select 'press/' || press, force from press_forces;

-- Which topics an item is about.
-- fields as in: related_items
-- field topic: A topic it is about.
create view related_items_topics as
select 'news/' || story as item, topic from stories_topics
union all
select 'press/' || press, topic from press_topics;

-- Pages with the forces and topics they are about, as the ranking of related news reads them.
-- fields as in: pages
-- field forces: The ids of the forces it is about, with spaces between.
-- field topics: The ids of the topics it is about, with spaces between.
create view pages_described as
select pages.*,
    (select group_concat(force, ' ') from pages_forces where pages_forces.page = pages.page) as forces,
    (select group_concat(topic, ' ') from pages_topics where pages_topics.page = pages.page) as topics
from pages;

-- Items with the forces and topics they are about, as the ranking of related news reads them.
-- fields as in: related_items
-- field forces: The ids of the forces it is about, with spaces between.
-- field topics: The ids of the topics it is about, with spaces between.
create view related_items_described as
select related_items.*,
    (select group_concat(force, ' ') from related_items_forces as f where f.item = related_items.item) as forces,
    (select group_concat(topic, ' ') from related_items_topics as t where t.item = related_items.item) as topics
from related_items;
