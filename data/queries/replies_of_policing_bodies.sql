-- title: Replies and statements of local policing bodies
-- description: A formal reply counts against the 56 days of section 55 of the Police Act 1996, the day of publication being the first. A reply within two days of the limit gets no verdict; a statement never does.
-- group: notices
-- param force: a force's id, or empty for all (example: west-mercia)
-- param notice: a notice's id, or empty for all (example: west-mercia-2024-05)
-- fields as in: replies
-- field verdict: in time, late, too close to say, outside the duty or not known; empty for a statement.
-- field publisher_name: as in publishers.name
select reply, notice, force, replies.kind, answers, replies.published_on, limit_on, replied_on,
    case
        when replies.kind <> 'formal' then null
        when force in ('city-of-london', 'btp') then 'outside the duty'
        when limit_on is null or length(replied_on) < 10 then 'not known'
        when abs(julianday(replied_on) - julianday(limit_on)) <= 2 then 'too close to say'
        when replied_on < limit_on then 'in time'
        else 'late'
    end as verdict,
    summary, replies.source, publishers.name as publisher_name, note
from replies
join sources using (source)
join publishers using (publisher)
where force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
    and notice between coalesce(nullif(:notice, ''), '') and coalesce(nullif(:notice, ''), '~')
order by replied_to, reply
