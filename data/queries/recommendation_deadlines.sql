-- title: Deadlines of recommendations
-- description: The day by which each was asked for. A computed day follows from words such as within three months, counted from a day of publication that is known.
-- group: recommendations
-- param force: a force's id, or empty for all (example: staffordshire)
-- fields as in: deadlines
-- field force_name: as in forces.name
select recommendation, notice, deadlines.force, forces.name as force_name, summary, due_text, due_on, due_to, due_basis,
    status, status_on, status_not_after_on
from deadlines
join forces using (force)
where is_confirmed and due_basis is not null and deadlines.force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by due_to, recommendation
