-- title: What "In Other News" chooses from
-- description: Our stories and the press items, each with the forces and topics it is about.
select item, kind, url, title, publisher, published_on, published_basis, summary,
    (select group_concat(force, ' ') from related_items_forces as f where f.item = related_items.item) as forces,
    (select group_concat(topic, ' ') from related_items_topics as t where t.item = related_items.item) as topics
from related_items
order by item
