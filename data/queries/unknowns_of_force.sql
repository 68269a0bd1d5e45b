-- title: What is not known of a force
-- description: What no source settles about a force: notices not confirmed, days, standings, wordings, grades. number of total says how many.
-- group: forces
-- param force: a force's id, or empty for all (example: metropolitan)
-- fields as in: forces, grades_unconfirmed
-- field gap: What kind of thing is not known.
-- field subject: What it is about, in words.
-- field url: Its page on the site, where it has one.
-- field number: Of how many it is not known.
-- field total: How many there are.
-- field known: What is known all the same.
-- field known_not_before_on: The earliest day that it can be.
-- field known_not_after_on: The latest day that it can be.
select force, gap, subject, url, number, total, known, known_not_before_on, known_not_after_on, reason, source
from (
    select force, 1 as place, notice as id, 'notice' as gap, title as subject, '/notices/' || notice || '/' as url,
        null as number, null as total, null as known, null as known_not_before_on, null as known_not_after_on,
        null as reason, null as source
    from notices where not is_confirmed
    union all
    select force, 2, notice, 'day', title, '/notices/' || notice || '/', null, null,
        published_on, published_not_before_on, published_not_after_on, null, null
    from notices where is_confirmed and coalesce(length(published_on), 0) < 10
    union all
    select force, 2, notice, 'standing of causes', title, '/notices/' || notice || '/', causes_unknown, causes,
        null, null, null, null, null
    from notices_now where is_confirmed and causes_unknown > 0
    union all
    select force, 2, notice, 'wording', title, '/notices/' || notice || '/',
        recommendations_stated - recommendations, recommendations_stated, null, null, null, null, null
    from notices_now where is_confirmed and (recommendations_stated > recommendations or recommendations = 0)
    union all
    select force, 2, notice, 'standing of recommendations', title, '/notices/' || notice || '/',
        recommendations_unknown, recommendations, null, null, null, null, null
    from notices_now where is_confirmed and recommendations_unknown > 0
    union all
    select force, 3, question || cycle, 'grade', questions.name || ', ' || cycles.name, null, null, null,
        grade, null, null, reason, source
    from grades_unconfirmed join questions using (question) join cycles using (cycle)
)
where force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by force, place, id, gap
