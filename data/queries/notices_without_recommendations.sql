-- title: Notices whose recommendations are not known
-- description: Confirmed notices of which the record holds no recommendation's text, with how many they state where they do, and what is known of why.
-- group: notices
-- param force: a force's id, or empty for all (example: nottinghamshire)
-- fields as in: notices_now
-- field force_name: as in forces.name
select notice, title, notices_now.force, forces.name as force_name, published_on, published_not_before_on,
    published_not_after_on, recommendations_stated, note
from notices_now
join forces using (force)
where is_confirmed and recommendations = 0
    and notices_now.force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by coalesce(published_to, '') desc, notice
