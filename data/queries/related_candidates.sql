-- title: What "In Other News" chooses from
-- description: Our stories and the press items, each with the forces and topics it is about.
-- fields as in: related_items_described
select item, kind, url, title, publisher, published_on, published_basis, about_on, summary, forces, topics
from related_items_described
order by item
