-- title: Replies and statements of local policing bodies
-- description: A formal reply counts against the 56 days of section 55 of the Police Act 1996, the day of publication being the first. A reply within two days of the limit gets no verdict; a statement never does.
-- param force: a force's id, or empty for all (example: west-mercia)
select reply, notice, force, kind, answers, published_on, limit_on, replied_on,
    case
        when kind <> 'formal' then null
        when force in ('city-of-london', 'btp') then 'outside the duty'
        when limit_on is null or length(replied_on) < 10 then 'not known'
        when abs(julianday(replied_on) - julianday(limit_on)) <= 2 then 'too close to say'
        when replied_on < limit_on then 'in time'
        else 'late'
    end as verdict,
    summary, source, note
from replies
where force between coalesce(nullif(:force, ''), '') and coalesce(nullif(:force, ''), '~')
order by replied_to, reply
