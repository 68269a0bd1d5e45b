-- title: Where sources on a notice disagree
-- description: Points on which the sources of a notice disagree, the value kept, the other, and why.
-- group: notices
-- param notice: a notice's id, or empty for all (example: staffordshire-2022-03)
-- fields as in: disagreements
select notice, force, point, kept, other, reason, kept_source, other_source
from disagreements
where notice between coalesce(nullif(:notice, ''), '') and coalesce(nullif(:notice, ''), '~')
order by notice, disagreement
