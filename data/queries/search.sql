-- title: Search everything
-- description: Notices, recommendations, causes of concern, stories, press items and forces that hold every word or begin of a word asked for, best first.
-- group: sources
-- param q: words, in any order; punctuation and quotes do not matter (example: custody risk)
-- field kind: notice, recommendation, cause, story, press or force.
-- field title: Its title, name or id.
-- field summary: What it is about, in one sentence.
-- field url: Its address, on the site or elsewhere.
-- field rank: How well it fits; the less, the better.
with recursive words (word, rest) as (
    select null, trim(replace(replace(replace(replace(substr(printf('%s', :q), 1, 200), '"', ' '), char(9), ' '), char(10), ' '), char(13), ' ')) || ' '
    union all
    select nullif(substr(rest, 1, instr(rest, ' ') - 1), ''), substr(rest, instr(rest, ' ') + 1) from words where rest <> ''
),
asked as (
    select coalesce(group_concat('"' || word || '"*', ' '), '""') as words from words
),
found as (
    select * from (
        select 'notice' as kind, notices_fts.rowid as id, rank from asked join notices_fts on notices_fts match words order by rank limit 50
    )
    union all
    select * from (
        select 'recommendation', recommendations_fts.rowid, rank from asked join recommendations_fts on recommendations_fts match words order by rank limit 50
    )
    union all
    select * from (
        select 'cause', causes_fts.rowid, rank from asked join causes_fts on causes_fts match words order by rank limit 50
    )
    union all
    select * from (
        select 'story', stories_fts.rowid, rank from asked join stories_fts on stories_fts match words order by rank limit 50
    )
    union all
    select * from (
        select 'press', press_fts.rowid, rank from asked join press_fts on press_fts match words order by rank limit 50
    )
    union all
    select * from (
        select 'force', forces_fts.rowid, rank from asked join forces_fts on forces_fts match words order by rank limit 50
    )
)
select found.kind,
    coalesce(notices.title, recommendations.recommendation, causes.cause, stories.title, press.label, forces.name) as title,
    coalesce(notices.summary, recommendations.summary, causes.summary, stories.summary, press.summary, forces.short_name) as summary,
    coalesce(
        '/notices/' || notices.notice || '/', '/recommendations/' || recommendations.recommendation || '/',
        '/notices/' || causes.notice || '/#cause-' || replace(causes.cause, causes.notice || '-', ''),
        '/news/' || stories.story || '/', press.source, '/forces/' || forces.force || '/'
    ) as url,
    round(found.rank, 3) as rank
from found
left join notices on found.kind = 'notice' and notices.rowid = found.id
left join recommendations on found.kind = 'recommendation' and recommendations.rowid = found.id
left join causes on found.kind = 'cause' and causes.rowid = found.id
left join stories on found.kind = 'story' and stories.rowid = found.id
left join press on found.kind = 'press' and press.rowid = found.id
left join forces on found.kind = 'force' and forces.rowid = found.id
order by found.rank, url
limit 100
