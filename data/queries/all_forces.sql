-- title: Forces
-- description: Every force, its region (or its country where it has none), its own site, its area's code, its stage of monitoring when the record ends, and how many notices are held of it.
-- group: forces
-- fields as in: forces_now, forces
-- field place: The region, or the country where the force has no region.
-- field causes_unknown: Of how many of the causes the status is not known.
select force, name, short_name, abbreviation, tile_row, tile_column, coalesce(region, replace(country, 'GB', 'Great Britain')) as place, governance,
    (select website from forces where forces.force = forces_now.force) as website,
    (select ons_code from forces where forces.force = forces_now.force) as ons_code, stage, stage_since_on, stage_by_rule,
    notices, causes, causes_open, causes_closed, causes - causes_open - causes_closed as causes_unknown, recommendations, grades
from forces_now
order by name
