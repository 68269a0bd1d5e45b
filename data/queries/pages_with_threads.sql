-- title: Pages that carry a thread
-- description: Every page under which a comment can be left, with the forces and topics it is about.
-- param page: a page's id, or empty for all (example: notices/staffordshire-2022-03)
-- fields as in: pages_described
select page, kind, title, url, summary, about_on, forces, topics
from pages_described
where page between coalesce(nullif(:page, ''), '') and coalesce(nullif(:page, ''), '~')
order by page
