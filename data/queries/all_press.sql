-- title: Press items
-- description: What others published, newest first, under our own labels; year is empty where it is not known.
-- group: sources
-- param year: a year, or empty for all (example: 2024)
-- fields as in: press, sources_dated
-- field publisher_name: as in publishers.name
-- field year: The year in which it was published; empty where that is not known.
select press, label, summary, source, coalesce(outlet, publishers.name) as publisher_name, published_on, published_basis,
    case when substr(published_from, 1, 4) = substr(published_to, 1, 4) then substr(published_to, 1, 4) end as year, press.note
from press
join sources_dated using (source)
join publishers using (publisher)
where substr(coalesce(published_from, ''), 1, 4) between coalesce(nullif(:year, ''), '') and coalesce(nullif(:year, ''), '~')
order by published_to is null, published_to desc, press
