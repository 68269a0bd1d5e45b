-- title: Corrections
-- description: What was wrong, since when, when it was put right, and the source for what is right; newest first.
-- group: sources
-- fields as in: corrections
-- field publisher_name: as in publishers.name
select correction, page, summary, wrong_since_on, corrected_on, source, publishers.name as publisher_name
from corrections
left join sources using (source)
left join publishers using (publisher)
order by corrected_on desc, correction
