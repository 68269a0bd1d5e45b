-- title: Causes of concern about custody
-- description: Every cause of concern about custody of a confirmed notice, with a word that its summary holds, newest notices first.
-- group: notices
-- param theme: a word or words of the summary, or empty for all (example: use of force)
-- fields as in: causes_now, notices_dated, forces
select cause, notice, causes_now.force, forces.name, published_on, causes_now.summary, subject_basis, status
from causes_now
join notices_dated using (notice)
join forces on forces.force = causes_now.force
where area = 'custody' and causes_now.is_confirmed and instr(lower(causes_now.summary), lower(coalesce(:theme, ''))) > 0
order by published_to desc, cause
