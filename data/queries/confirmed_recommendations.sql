-- title: Recommendations
-- description: Recommendations of confirmed notices, those of the newest notices first, and how each stands.
-- param status: open, closed, superseded or unknown, or empty for all (example: open)
select recommendation, number, recommendations_now.summary, recommendations_now.notice, notices_dated.title as notice_title,
    recommendations_now.force, forces.name as force_name, due_on, due_text,
    status, status_on, status_not_after_on, status_basis
from recommendations_now
join notices_dated using (notice)
join forces on forces.force = recommendations_now.force
where recommendations_now.is_confirmed and status between coalesce(nullif(:status, ''), '') and coalesce(nullif(:status, ''), '~')
order by coalesce(published_to, '') desc, recommendations_now.notice, number
