-- title: Recommendations
-- description: Recommendations of confirmed notices, those of the newest notices first, and how each stands. due_basis says whether the deadline is stated or worked out from words.
-- group: recommendations
-- param status: open, closed, superseded or unknown, or empty for all (example: open)
-- fields as in: deadlines, notices_dated
-- field notice_title: as in notices.title
-- field force_name: as in forces.name
-- field year: The year in which its notice was published; empty where that is not known.
-- field areas: The id of the area of policing that its cause falls in.
-- field area_names: as in areas.name
select recommendation, number, deadlines.summary, deadlines.notice, notices_dated.title as notice_title,
    deadlines.force, forces.name as force_name, due_on, due_text, due_basis, due_to,
    published_to, case when substr(published_from, 1, 4) = substr(published_to, 1, 4) then substr(published_to, 1, 4) end as year,
    area as areas, areas.name as area_names,
    status, status_on, status_not_after_on, status_basis
from deadlines
join notices_dated using (notice)
join forces on forces.force = deadlines.force
join areas using (area)
where deadlines.is_confirmed and status between coalesce(nullif(:status, ''), '') and coalesce(nullif(:status, ''), '~')
order by coalesce(published_to, '') desc, deadlines.notice, number
