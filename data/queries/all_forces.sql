-- title: Forces
-- description: Every force, its stage of monitoring when the record ends, and how many notices are held of it.
select force, name, short_name, region, country, governance, stage, stage_since_on, stage_by_rule,
    notices, causes, causes_open, causes_closed, recommendations, grades
from forces_now
order by name
