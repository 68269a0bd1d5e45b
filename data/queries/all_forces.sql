-- title: Forces
-- description: Every force, its region (or its country where it has none), its stage of monitoring when the record ends, and how many notices are held of it.
-- group: forces
select force, name, short_name, coalesce(region, replace(country, 'GB', 'Great Britain')) as place, governance, stage, stage_since_on, stage_by_rule,
    notices, causes, causes_open, causes_closed, causes - causes_open - causes_closed as causes_unknown, recommendations, grades
from forces_now
order by name
