"""Readers' reports of a comment."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from comments_service.columns import now
from comments_service.models import Comment, CommentState, Credential, Flag, FlagOutcome, FlagReason, ModerationAction
from comments_service.services import flags, moderation
from tests.comments_service.conftest import OWN
from tests.comments_service.factories import PAGE
from tests.comments_service.forms import URL, error, token

JSON = {**OWN, "Accept": "application/json"}


@pytest.fixture
def comment(make_comment):
    """A published comment by Ada."""
    return make_comment("Who checked this?", state="published")


@pytest.fixture
def people(app):
    """Make the browsers of several people, each in a network of their own."""

    def make(number, first=1):
        for place in range(first, first + number):
            client = app.test_client()
            client.environ_base["REMOTE_ADDR"] = f"198.51.{place}.1"
            yield client

    return make


def report(client, comment, headers=OWN, **fields):
    address = f"/comments/comments/{comment.id}/report"
    return client.post(address, data={"token": token(client), "reason": "abuse", **fields}, headers=headers)


def reread(session, comment):
    session.expire_all()
    return session.get(Comment, comment.id)


def test_a_reader_can_report_a_comment_with_a_reason(client, session, comment):
    page = client.get(f"/comments/comments/{comment.id}/report").text
    thanks = report(client, comment, reason="names-a-victim", words="The second line.")

    assert "<p>Who checked this?</p>" in page
    assert "A moderator will look at the comment." in thanks.text
    flag = session.scalars(select(Flag)).one()
    assert (flag.comment_id, flag.reason, flag.words) == (comment.id, FlagReason.NAMES_A_VICTIM, "The second line.")


def test_a_report_needs_a_reason(client, session, comment):
    response = report(client, comment, reason="", words="Just so.")

    assert response.status_code == 422
    assert "Choose what is wrong with the comment." in response.text
    assert "Just so.</textarea>" in response.text
    assert session.scalars(select(Flag)).all() == []


def test_reports_of_three_readers_hold_a_comment_until_a_moderator_has_looked(client, session, comment, people):
    for person in people(3):
        report(person, comment)

    comment = reread(session, comment)
    assert comment.state is CommentState.PENDING
    act = session.scalars(select(ModerationAction).where(ModerationAction.verb == "hold")).one()
    assert (act.by, act.reason, act.before, act.after) == (
        "the service",
        "was reported by 3 readers",
        "published",
        "pending",
    )
    assert "Who checked this?" not in client.get(URL).text


def test_a_hundred_reports_of_one_reader_are_one(app, session, comment):
    client = app.test_client()
    statuses = {report(client, comment).status_code for _ in range(100)}

    assert statuses == {200, 429}
    assert len(session.scalars(select(Flag)).all()) == 1
    assert reread(session, comment).state is CommentState.PUBLISHED


def test_who_clears_cookies_is_not_several_people(app, session, comment):
    for _ in range(5):
        assert report(app.test_client(), comment).status_code == 200

    assert len(session.scalars(select(Flag)).all()) == 2
    assert reread(session, comment).state is CommentState.PUBLISHED


def test_more_reports_do_not_hide_what_a_moderator_has_kept(session, comment, people):
    for person in people(3):
        report(person, comment)
    moderation.publish(session, reread(session, comment), by="ruth", reason="within the house rules")

    for person in people(5, first=10):
        report(person, comment)

    assert reread(session, comment).state is CommentState.PUBLISHED


@pytest.mark.parametrize(
    ("verb", "outcome"),
    [("publish", FlagOutcome.DISMISSED), ("reject", FlagOutcome.UPHELD)],
)
def test_what_a_moderator_decides_settles_the_reports(session, comment, people, verb, outcome):
    for person in people(3):
        report(person, comment)

    getattr(moderation, verb)(session, reread(session, comment), by="ruth", reason="so it is")

    session.expire_all()
    assert {flag.outcome for flag in session.scalars(select(Flag))} == {outcome}


def test_readers_who_were_wrong_before_lose_weight(session, make_comment, people):
    readers = list(people(3))
    wronged = make_comment(state="published")
    for reader in readers:
        report(reader, wronged)
    moderation.publish(session, reread(session, wronged), by="ruth", reason="within the house rules")
    comment = make_comment(state="published")

    for reader in readers:
        report(reader, comment)

    comment = reread(session, comment)
    assert flags.weigh(session, comment) == pytest.approx(1.5)
    assert comment.state is CommentState.PUBLISHED


def test_readers_who_were_right_keep_their_weight(session, make_comment, people):
    readers = list(people(2))
    bad = make_comment(state="published")
    for reader in readers:
        report(reader, bad)
    moderation.remove(session, reread(session, bad), by="ruth", reason="is spam")
    comment = make_comment(state="published")

    for reader in readers:
        report(reader, comment)

    assert flags.weigh(session, comment) == pytest.approx(2)


@pytest.mark.parametrize("state", ["pending", "rejected", "removed"])
def test_what_readers_do_not_see_cannot_be_reported(client, make_comment, state):
    comment = make_comment(state=state)

    assert client.get(f"/comments/comments/{comment.id}/report").status_code == 404
    assert error(report(client, comment, headers=JSON)) == (404, "not-found")


def test_a_comment_of_a_closed_thread_can_be_reported(client, session, comment):
    form = token(client)
    comment.thread.closed_at, comment.thread.closed_reason = now(), "a trial has begun"
    session.commit()

    assert report(client, comment, token=form).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}])
def test_a_report_comes_from_our_own_pages(client, session, comment, headers):
    assert report(client, comment, headers=headers).status_code == 403
    assert session.scalars(select(Flag)).all() == []


def test_nobody_but_moderators_sees_that_a_comment_was_reported(client, comment, people):
    before = client.get(f"/comments/api/threads/{PAGE}").json
    for person in people(2):
        report(person, comment)

    assert client.get(f"/comments/api/threads/{PAGE}").json == before


def test_words_that_changed_after_a_moderator_had_looked_can_be_reported_anew(session, comment, people):
    for person in people(3):
        report(person, comment)
    moderation.publish(session, reread(session, comment), by="ruth", reason="within the house rules")
    reread(session, comment).edited_at = now()
    session.commit()

    for person in people(5, first=10):
        report(person, comment)

    assert reread(session, comment).state is CommentState.PENDING


def test_a_browser_that_may_not_write_reports_and_weighs_nothing(session, comment, people):
    clients = list(people(4))
    for client in clients[:3]:
        report(client, comment)
        ban_browser_of(session, client)
    weight = flags.weigh(session, comment)
    session.rollback()

    report(clients[3], comment)
    session.rollback()

    assert (weight, len(reread(session, comment).flags)) == (0, 4)
    assert reread(session, comment).state is CommentState.PUBLISHED


def ban_browser_of(session, client):
    """Keep the browser that reported last from writing."""
    credential = session.scalars(select(Credential).order_by(Credential.id.desc())).first()
    credential.banned_until = now() + timedelta(days=1)
    session.commit()


def test_who_reports_twice_takes_nobody_else_s_place(app, session, comment):
    ada, ben = app.test_client(), app.test_client()

    for client in (ada, ada, ben):
        report(client, comment)

    assert len(reread(session, comment).flags) == 2
