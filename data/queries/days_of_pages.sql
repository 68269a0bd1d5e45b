-- title: The newest day of which each page tells
-- description: For the sitemap. Days alone: a date that is known to a month or year, or inferred, is none. What counts how things stand is as new as the record besides.
-- field url: The page's address on the site.
-- field day: The newest day of which it tells.
with told as (
    select '/notices/' || notice || '/' as url, happened_on as day from timeline
    union all
    select '/updates/' || substr(happened_on, 1, 7) || '/', happened_on from timeline where is_confirmed
    union all
    select '/updates/', happened_on from timeline where is_confirmed
    union all
    select '/inspectors/' || inspector || '/', published_on from notices where is_confirmed
    union all
    select '/recommendations/' || recommendation || '/', published_on
    from recommendations join causes using (cause) join notices using (notice)
    union all
    select '/recommendations/' || recommendation || '/', happened_on from updates
    union all
    select '/recommendations/' || recommendations.recommendation || '/', happened_on
    from recommendations join updates on updates.cause = recommendations.cause
    union all
    select '/news/' || story || '/', coalesce(modified, date) from stories
    union all
    select column1, coalesce(modified, date) from (values ('/'), ('/news/')) cross join stories
    union all
    select '/forces/' || force || '/', coalesce(modified, date) from stories_forces join stories using (story)
    union all
    select '/topics/' || topic || '/', coalesce(modified, date) from stories_topics join stories using (story)
    union all
    select '/topics/' || topic || '/', published_on
    from press_topics join press using (press) join sources using (source) where published_basis = 'stated'
    union all
    select '/press/' || substr(published_on, 1, 4) || '/', published_on
    from press join sources using (source) where published_basis = 'stated'
    union all
    select '/changes/' || version || '/', released_on from releases
    union all
    select column1, released_on from (values ('/changes/'), ('/downloads/')) cross join releases
    union all
    select '/downloads/' || version || '/', released_on from releases
    union all
    select '/' || page || '/', corrected_on from corrections
    union all
    select '/corrections/', corrected_on from corrections
)
select url, max(day) as day
from told
where length(day) = 10 and url is not null
group by url
order by url
