-- title: Notices
-- description: Confirmed notices, newest first, with how many causes and recommendations are held and how they stand. Areas and their names are parted by |.
-- group: notices
-- param force: a force's id, or empty for all (example: staffordshire)
-- fields as in: notices_now
-- field force_name: as in forces.name
-- field year: The year in which it was published; empty where that is not known.
-- field areas: The ids of the areas of policing that its causes fall in, with | between.
-- field area_names: Their names, with | between.
select notice, title, summary, notices_now.force, forces.name as force_name, kind,
    published_on, published_not_before_on, published_not_after_on, published_to,
    case when substr(published_from, 1, 4) = substr(published_to, 1, 4) then substr(published_to, 1, 4) end as year,
    (select group_concat(area, '|') from (
        select distinct area from causes where causes.notice = notices_now.notice order by area)) as areas,
    (select group_concat(name, '|') from (
        select distinct area, areas.name from causes join areas using (area) where causes.notice = notices_now.notice order by area)
    ) as area_names,
    causes, causes_open, causes_closed, causes_unknown, recommendations, recommendations_stated, standing
from notices_now
join forces using (force)
where is_confirmed and notices_now.force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by coalesce(published_to, '') desc, notice
