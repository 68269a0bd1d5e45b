-- title: Pages that carry a thread
-- description: Every page under which a comment can be left, with the forces and topics it is about.
-- param page: a page's id, or empty for all (example: notices/staffordshire-2022-03)
select page, kind, title, url, summary, about_on,
    (select group_concat(force, ' ') from pages_forces where pages_forces.page = pages.page) as forces,
    (select group_concat(topic, ' ') from pages_topics where pages_topics.page = pages.page) as topics
from pages
where page = coalesce(nullif(:page, ''), page)
order by page
