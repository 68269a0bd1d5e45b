-- title: Press coverage around a notice
-- description: What others published about the force of a notice, from a month before the notice to six months after it, oldest first, under our own labels.
-- group: notices
-- param notice: a notice's id, or empty for all (example: staffordshire-2022-03)
-- fields as in: press, sources_dated, notices_dated
-- field publisher_name: as in publishers.name
select notice, press, label, press.summary, source, coalesce(outlet, publishers.name) as publisher_name,
    published.published_on, published.published_basis, press.note
from notices_dated as notices
join press_forces using (force)
join press using (press)
join sources_dated as published using (source)
join publishers using (publisher)
where notice between coalesce(nullif(:notice, ''), '') and coalesce(nullif(:notice, ''), '~')
    and published.published_to >= date(notices.published_from, '-1 month')
    and published.published_from <= date(notices.published_to, '+6 months')
order by notice, published.published_from, published.published_to, press
