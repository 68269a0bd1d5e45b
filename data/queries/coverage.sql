-- title: What the record expects, holds and does not know
-- description: For each kind of fact, how many there should be by its own sources, how many are held, and how many are known.
-- group: sources
-- field fact: The kind of fact, as a word.
-- field what: What is counted.
-- field expected: How many there should be.
-- field held: How many of these are held or known.
-- field why: Why the others are not.
with core(cycle, question) as (
    values ('2021/22', 'preventing-crime'), ('2021/22', 'responding-to-the-public'), ('2021/22', 'investigating-crime'),
        ('2021/22', 'protecting-vulnerable-people'), ('2021/22', 'managing-offenders'),
        ('2021/22', 'developing-a-positive-workplace'), ('2021/22', 'treatment-of-the-public'),
        ('2021/22', 'good-use-of-resources'),
        ('2023-25', 'preventing-crime'), ('2023-25', 'responding-to-the-public'), ('2023-25', 'investigating-crime'),
        ('2023-25', 'protecting-vulnerable-people'), ('2023-25', 'managing-offenders'),
        ('2023-25', 'developing-a-positive-workplace'), ('2023-25', 'police-powers-and-public-treatment'),
        ('2023-25', 'leadership-and-force-management')
),
graded as (
    select cycle, force, count(*) = 8 as is_whole
    from grades join core using (cycle, question)
    group by cycle, force
)
select 'texts' as fact, 'notices with the text of a recommendation' as what, count(*) as expected,
    count(*) filter (where recommendations > 0) as held, 'A notice always makes at least one recommendation.' as why
from notices_now where is_confirmed
union all
select 'recommendations-stated', 'recommendations, where the notice states how many',
    coalesce(sum(recommendations_stated), 0), coalesce(sum(min(recommendations, recommendations_stated)), 0),
    'Annexes and long reports are known in part.'
from notices_now where is_confirmed and recommendations_stated is not null
union all
select 'causes-stated', 'causes of concern, where the notice states how many',
    coalesce(sum(causes_stated), 0), coalesce(sum(min(causes, causes_stated)), 0), 'The subject of some is not known.'
from notices_now where is_confirmed and causes_stated is not null
union all
select 'standings-of-causes', 'causes of concern whose standing is known',
    count(*), count(*) filter (where status <> 'unknown'), 'Closings are often not published.'
from causes_now where is_confirmed
union all
select 'standings-of-recommendations', 'recommendations whose standing is known',
    count(*), count(*) filter (where status <> 'unknown'),
    'A closing is often published for the cause alone, or not at all.'
from recommendations_now where is_confirmed
union all
select 'deadlines', 'recommendations whose deadline is known as a date, or can be worked out',
    count(*), count(*) filter (where due_basis is not null), 'For the others no deadline is known, or only words from which no day can be worked out.'
from deadlines where is_confirmed
union all
select 'days', 'notices whose day of publication is known',
    count(*), count(*) filter (where length(published_on) = 10), 'Some pages bear a month or a year.'
from notices where is_confirmed
union all
select 'replies', 'notices with a reply or statement of the local policing body',
    count(*), count(*) filter (where notice in (select notice from replies)), 'For the others it was not looked for, or not found.'
from notices where is_confirmed
union all
select 'stories', 'notices that a story of ours tells of',
    count(*), count(*) filter (where notice in (select notice from stories_notices)), 'We have not told of each.'
from notices where is_confirmed
union all
select 'grades-2021/22', 'forces with every core grade of 2021/22',
    (select count(*) from forces where force <> 'btp'), (select count(*) from graded where cycle = '2021/22' and is_whole),
    'Many reports are known in part. British Transport Police is outside the PEEL cycle.'
union all
select 'grades-2023-25', 'forces with every core grade of 2023-25',
    (select count(*) from forces where force <> 'btp'), (select count(*) from graded where cycle = '2023-25' and is_whole),
    'Many reports are known in part. British Transport Police is outside the PEEL cycle.'
