-- title: Causes of concern by area
-- description: How many causes of concern of confirmed notices fall in each area of policing, and how they stand.
-- group: notices
-- fields as in: areas
-- field causes: How many causes of concern of confirmed notices fall in it.
-- field notices: How many notices report them.
-- field forces: How many forces they are about.
-- field closed: How many of the causes are closed.
-- field open: How many of the causes were open when last reported.
-- field unknown: Of how many of the causes the status is not known.
select causes_now.area, areas.name, count(*) as causes, count(distinct notice) as notices, count(distinct force) as forces,
    sum(status = 'closed') as closed, sum(status = 'open') as open, sum(status = 'unknown') as unknown
from causes_now
join areas using (area)
where is_confirmed
group by area
order by causes desc, area
