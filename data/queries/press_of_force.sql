-- title: Press items about a force
-- description: What others published about a force, newest first, under our own labels.
-- group: forces
-- param force: a force's id, or empty for all (example: staffordshire)
-- fields as in: press_forces, press, sources_dated
-- field publisher_name: as in publishers.name
select force, press, label, summary, source, coalesce(outlet, publishers.name) as publisher_name,
    published_on, published_basis, press.note
from press_forces
join press using (press)
join sources_dated using (source)
join publishers using (publisher)
where force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by force, published_to is null, published_to desc, press
