-- title: What changed with a version
-- description: Every table, column and row that a version added, changed or removed, with the notice, recommendation, force or story that it is about.
-- group: time
-- param version: a version's name (example: 2025-08-31-00000000)
-- fields as in: releases, changes
-- field words: What the row says in words, where it has such: its summary, title, name or the like.
-- field subject: The notice, recommendation, cause, force or story that the row is about, in words.
-- field url: Its address on the site.
with told as (
    select changes.*, case when what = 'row' and change <> 'changed' then coalesce(after, before) end as whole
    from changes
    where nullif(:version, '') is null or version = :version
),
subjects as (
    select told.*,
        case when table_name in ('recommendations', 'recommendations_now') then row_key
            else coalesce(json_extract(whole, '$.recommendation'), updates.recommendation) end as recommendation,
        case when table_name in ('causes', 'causes_now') then row_key
            else coalesce(json_extract(whole, '$.cause'), updates.cause) end as cause,
        case when table_name in ('notices', 'notices_now') then row_key
            else coalesce(json_extract(whole, '$.notice'), updates.notice) end as notice,
        case when table_name = 'stories' then row_key else json_extract(whole, '$.story') end as story,
        case when table_name in ('forces', 'forces_now') then row_key else json_extract(whole, '$.force') end as force
    from told
    left join updates on told.table_name = 'updates' and updates.update_id = told.row_key
)
select subjects.version, subjects.position, subjects.table_name, subjects.what, subjects.change, subjects.row_key, subjects.field,
    subjects.before, subjects.after,
    coalesce(json_extract(whole, '$.summary'), json_extract(whole, '$.title'), json_extract(whole, '$.name'),
        json_extract(whole, '$.label'), json_extract(whole, '$.grade'), json_extract(whole, '$.stage'), json_extract(whole, '$.reason')) as words,
    case
        when recommendations.recommendation is not null then asked_under.notice || ', recommendation ' || recommendations.number
        when causes.cause is not null then causes.notice || ', cause ' || replace(causes.cause, causes.notice || '-', '')
        when notices.notice is not null then notices.notice
        when stories.story is not null then stories.title
        when forces.force is not null then forces.short_name
    end as subject,
    case
        when recommendations.recommendation is not null then '/recommendations/' || recommendations.recommendation || '/'
        when causes.cause is not null then '/notices/' || causes.notice || '/#cause-' || replace(causes.cause, causes.notice || '-', '')
        when notices.notice is not null then '/notices/' || notices.notice || '/'
        when stories.story is not null then '/news/' || stories.story || '/'
        when forces.force is not null then '/forces/' || forces.force || '/'
    end as url
from subjects
join releases using (version)
left join recommendations using (recommendation)
left join causes as asked_under on asked_under.cause = recommendations.cause
left join causes on causes.cause = subjects.cause
left join notices on notices.notice = subjects.notice
left join stories on stories.story = subjects.story
left join forces on forces.force = subjects.force
order by releases.position desc, subjects.position;
