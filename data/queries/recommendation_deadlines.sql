-- title: Deadlines of recommendations
-- description: The day by which each was asked for. A computed day follows from words such as within three months, counted from a day of publication that is known.
-- param force: a force's id, or empty for all (example: staffordshire)
select recommendation, notice, force, summary, due_text, due_on, due_basis, status, status_on, status_not_after_on
from deadlines
where is_confirmed and due_basis is not null and force = coalesce(nullif(:force, ''), force)
order by due_to, recommendation
