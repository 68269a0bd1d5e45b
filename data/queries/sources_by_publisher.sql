-- title: Sources by publisher
-- description: How many pages of each publisher the record rests on, and how many of them are press items.
-- group: sources
-- fields as in: publishers
-- field hosts: The host names under which it publishes, with commas between.
-- field sources: How many of its pages the record rests on.
-- field press_items: How many of these are press items.
select publishers.name, publishers.kind, group_concat(distinct publisher) as hosts, count(*) as sources,
    sum(source in (select source from press)) as press_items
from sources
join publishers using (publisher)
group by publishers.name, publishers.kind
order by sources desc, publishers.name
