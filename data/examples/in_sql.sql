-- title: SQL, in the browser
-- about: Any select statement can be asked, and its answer taken as CSV or JSON. What is open, force by force?
select force, recommendation, summary, due_on, status_on
from recommendations_now
where is_confirmed and status = 'open'
order by force, recommendation
