-- title: Forces without grades in a cycle
-- description: Territorial forces of which the record holds no grade in a cycle. British Transport Police is outside the PEEL cycle.
-- group: grades
-- param cycle: a cycle, or empty for all (example: 2023-25)
-- fields as in: forces, cycles
select cycle, force, forces.name
from cycles, forces
where force <> 'btp' and cycle between coalesce(nullif(:cycle, ''), '') and coalesce(nullif(:cycle, ''), '~')
    and not exists (select 1 from grades where grades.force = forces.force and grades.cycle = cycles.cycle)
order by position, force
