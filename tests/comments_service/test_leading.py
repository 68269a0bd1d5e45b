"""What editors do to threads and to browsers."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from comments_service.columns import now
from comments_service.errors import Refusal
from comments_service.models import Credential, Mode, ModerationAction, Thread
from comments_service.services import leading
from comments_service.services.leading import MICROSECOND
from tests.comments_service.conftest import only_on_sqlite
from tests.comments_service.factories import PAGE, make_bans, make_credential, make_thread
from tests.comments_service.forms import post, token

WHY = {"by": "edith", "reason": "a trial has begun"}
AHEAD = timedelta(days=30)


@pytest.fixture
def acts(session):
    """Return each act as its verb, who, why, before and after."""

    def read():
        names = ("verb", "by", "reason", "before", "after")
        rows = session.scalars(select(ModerationAction).order_by(ModerationAction.id))
        return [tuple(getattr(row, name) for name in names) for row in rows]

    return read


def refuse(act, *args, **kwargs):
    with pytest.raises(Refusal) as refused:
        act(*args, **kwargs)
    return refused.value.code


def test_a_thread_is_closed_and_opened_again(session, client, acts):
    form = token(client)

    leading.close(session, PAGE, **WHY)
    closed = post(client, token=form)
    leading.reopen(session, PAGE, by="ruth", reason="it is over")

    assert (closed.status_code, "Comments here are closed: a trial has begun." in closed.text) == (403, True)
    assert post(client, token=form).status_code == 303
    assert acts() == [
        ("close", "edith", "a trial has begun", "open", "closed"),
        ("reopen", "ruth", "it is over", "closed", "open"),
    ]


def test_a_thread_in_which_nobody_has_written_can_be_closed(session):
    leading.close(session, "forces/westmere", **WHY)

    thread = session.scalars(select(Thread)).one()
    assert (thread.page, thread.closed_reason, thread.published_count) == ("forces/westmere", "a trial has begun", 0)


def test_readers_are_told_of_what_changes_in_a_thread(session):
    times = [make_thread(session).changed_at]

    leading.close(session, PAGE, **WHY)
    leading.reopen(session, PAGE, **WHY)
    leading.set_mode(session, PAGE, Mode.PUBLISH, **WHY)

    times.append(session.scalars(select(Thread.changed_at)).one())
    assert times[0] < times[1]


@pytest.mark.parametrize("mode", [Mode.HOLD, Mode.PUBLISH])
def test_a_thread_gets_a_mode_of_its_own_and_loses_it(session, client, acts, mode):
    leading.set_mode(session, PAGE, mode, **WHY)
    post(client, token=token(client))
    leading.set_mode(session, PAGE, None, **WHY)

    assert session.scalars(select(Thread.published_count)).one() == (mode is Mode.PUBLISH)
    assert [(before, after) for _, _, _, before, after in acts()] == [("the site's", mode), (mode, "the site's")]


def test_a_banned_browser_writes_nothing_until_its_day_or_until_the_ban_is_lifted(session, client, acts):
    form = token(client)
    post(client, token=form, text="Before.")
    browser = session.scalars(select(Credential.id)).one()
    until = now() + AHEAD

    leading.ban(session, browser, until, **WHY)
    banned = post(client, token=form, text="Then.")
    leading.lift(session, browser, by="edith", reason="was somebody else")

    assert banned.status_code == 403
    assert "A moderator has ended comments from this browser until" in banned.text
    assert post(client, token=form, text="After.").status_code == 303
    assert acts() == [
        ("ban", "edith", "a trial has begun", "free", f"banned until {until.isoformat()}"),
        ("lift", "edith", "was somebody else", f"banned until {until.isoformat()}", "free"),
    ]


def test_a_ban_can_be_made_longer(session):
    browser = make_credential(session).id

    leading.ban(session, browser, now() + AHEAD, **WHY)
    until = now() + 2 * AHEAD
    leading.ban(session, browser, until, **WHY)

    assert leading.find_ban(session, browser) == until
    assert ids(leading.banned(session)) == [browser]


def test_a_ban_that_is_over_is_none(session):
    credential = make_credential(session)
    credential.banned_until = now() - timedelta(seconds=1)
    session.commit()

    assert (leading.find_ban(session, credential.id), ids(leading.banned(session))) == (None, [])
    assert refuse(leading.lift, session, credential.id, **WHY) == "wrong-state"


def test_banned_browsers_stand_on_pages_of_twenty_each_once(session):
    until = now() + AHEAD
    make_bans(session, 41, until)
    sooner = make_credential(session).id
    leading.ban(session, sooner, until - MICROSECOND, **WHY)

    pages, after = [leading.banned(session)], None
    while after := pages[-1].key:
        pages.append(leading.banned(session, leading.read_place(str(after))))

    assert [len(page.browsers) for page in pages] == [20, 20, 2]
    assert [number for page in pages for number in ids(page)] == [sooner, *range(sooner - 41, sooner)]


def ids(banned):
    return [credential.id for credential in banned.browsers]


@pytest.mark.parametrize("text", ["", "1", "x.1", "1.", "-1.1", "1.1.1", "٣.1", f"{'9' * 18}.1", "1.9999999999"])
def test_a_place_among_bans_that_is_none_counts_as_not_given(text):
    assert leading.read_place(text) is None


@only_on_sqlite  # PostgreSQL reads a small table whole
def test_bans_are_found_by_an_index(session, statements):
    leading.banned(session, leading.BanPlace(now(), 1))

    (statement,) = [one for one in statements if "credentials" in one]
    plan = session.connection().exec_driver_sql(f"explain query plan {statement}", (1,) * statement.count("?"))
    assert [row.detail for row in plan] == [
        "SEARCH credentials USING INDEX ix_credentials_banned_until (banned_until>?)"
    ]


@pytest.fixture
def statements(app):
    """What the database is asked."""
    asked = []
    event.listen(app.extensions["engine"], "before_cursor_execute", lambda *given: asked.append(given[2]))
    return asked


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_ban_ends_on_a_day_that_lies_ahead_within_a_year(session, acts, days):
    browser = make_credential(session).id

    assert refuse(leading.ban, session, browser, now() + timedelta(days=days), **WHY) == "wrong-day"
    assert acts() == []


def test_what_is_so_already_is_not_done_again(session, acts):
    browser, until = make_credential(session).id, now() + AHEAD
    refused = [
        refuse(leading.reopen, session, PAGE, **WHY),
        refuse(leading.set_mode, session, PAGE, None, **WHY),
        refuse(leading.lift, session, browser, **WHY),
    ]
    session.rollback()
    leading.close(session, PAGE, **WHY)
    leading.ban(session, browser, until, **WHY)

    refused += [refuse(leading.close, session, PAGE, **WHY), refuse(leading.ban, session, browser, until, **WHY)]

    assert refused == ["wrong-state"] * 5
    assert [verb for verb, *_ in acts()] == ["close", "ban"]


def test_there_is_no_ban_of_nobody(session):
    assert refuse(leading.ban, session, 7, now() + AHEAD, **WHY) == "not-found"


@pytest.mark.parametrize(("words", "reason"), [(" a trial\n begins. ", "a trial begins"), ("x" * 300, "x" * 300)])
def test_a_reason_is_one_line_without_its_full_stop(words, reason):
    assert leading.make_reason(words) == reason


def test_a_reason_that_is_too_long_is_not_cut_but_refused():
    assert refuse(leading.make_reason, "x" * 301) == "long-reason"


@pytest.mark.parametrize("words", ["", " \u200b\n", "."])
def test_no_reason_is_no_reason(words):
    assert refuse(leading.make_reason, words) == "no-reason"
