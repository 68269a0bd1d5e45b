-- title: What the record expects, holds and does not know
-- description: For each kind of fact, how many there should be by its own sources, how many are held, and how many are known.
select 'notices with the text of a recommendation' as what, count(*) as expected,
    sum(recommendations > 0) as held, 'A notice always makes at least one recommendation.' as why
from notices_now where is_confirmed
union all
select 'recommendations, where the notice states how many', sum(recommendations_stated),
    sum(min(recommendations, recommendations_stated)), 'Annexes and long reports are known in part.'
from notices_now where is_confirmed and recommendations_stated is not null
union all
select 'causes of concern, where the notice states how many', sum(causes_stated), sum(min(causes, causes_stated)),
    'The subject of some is not known.'
from notices_now where is_confirmed and causes_stated is not null
union all
select 'causes of concern whose standing is known', count(*), sum(status <> 'unknown'),
    'Closings are often not published.'
from causes_now where is_confirmed
union all
select 'recommendations whose standing is known', count(*), sum(status <> 'unknown'),
    'A closing is often published for the cause alone, or not at all.'
from recommendations_now where is_confirmed
union all
select 'notices whose day of publication is known', count(*), sum(length(published_on) = 10),
    'Some pages bear a month or a year.'
from notices where is_confirmed
union all
select 'forces with every core grade of 2021/22', 43,
    (select count(*) from (select force from grades where cycle = '2021/22' and question in (
        'preventing-crime', 'responding-to-the-public', 'investigating-crime', 'protecting-vulnerable-people',
        'managing-offenders', 'developing-a-positive-workplace', 'treatment-of-the-public', 'good-use-of-resources'
    ) group by force having count(*) = 8)), 'British Transport Police is outside the PEEL cycle.'
union all
select 'forces with every core grade of 2023-25', 43,
    (select count(*) from (select force from grades where cycle = '2023-25' and question in (
        'preventing-crime', 'responding-to-the-public', 'investigating-crime', 'protecting-vulnerable-people',
        'managing-offenders', 'developing-a-positive-workplace', 'police-powers-and-public-treatment',
        'leadership-and-force-management'
    ) group by force having count(*) = 8)), 'British Transport Police is outside the PEEL cycle.'
