"""The site's brake: pulled by a moderator, or by a crowd."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from comments_service.columns import now
from comments_service.config import make_settings
from comments_service.db import begin_write
from comments_service.errors import Refusal
from comments_service.models import Brake, Comment, CommentState, ModerationAction, Verdict
from comments_service.services import brake
from tests.comments_service.factories import SECRET_KEY
from tests.comments_service.forms import URL, post, token


@pytest.fixture
def crowd(make_app):
    """A browser of a site where comments are published at once, until more than two come in an hour."""
    return make_app(MODE="publish", BRAKE="2/3600").test_client()


def in_an_hour():
    return now() + timedelta(hours=1)


def acts(session):
    return [(act.verb, act.by, act.reason) for act in session.scalars(select(ModerationAction))]


def states(session):
    session.expire_all()
    return list(session.scalars(select(Comment.state).order_by(Comment.id)))


def test_a_crowd_brings_the_brake_on_and_nobody_is_refused(crowd, session):
    answers = [post(crowd, token=token(crowd), text=f"Comment {number}.").status_code for number in range(4)]

    assert answers == [303] * 4
    assert states(session) == [CommentState.PUBLISHED] * 2 + [CommentState.PENDING] * 2
    assert acts(session) == [("brake", "the service", "more than 2 comments in 3600 seconds")]


def test_the_brake_that_came_on_by_itself_goes_after_an_hour(session):
    settings = make_settings({"COMMENTS_SECRET_KEY": SECRET_KEY, "COMMENTS_BRAKE": "1/3600"})

    begin_write(session)
    for _ in range(2):
        brake.stop_crowd(session, settings)
    session.commit()

    assert [round((on.until_at - on.begun_at).total_seconds()) for on in session.scalars(select(Brake))] == [3600]


def test_readers_notice_nothing_of_the_brake(crowd, session):
    for number in range(2):
        post(crowd, token=token(crowd), text=f"Comment {number}.")
    before = crowd.get(URL)

    for number in range(2, 4):
        post(crowd, token=token(crowd), text=f"Comment {number}.")

    after = crowd.get(URL, headers={"If-None-Match": before.headers["ETag"]})
    assert (brake.current(session) is not None, after.status_code) == (True, 304)


def test_the_brake_that_a_moderator_pulls_holds_what_comes_and_says_so(make_app, session):
    client = make_app(MODE="publish").test_client()
    brake.pull(session, by="ruth", reason="a trial begins", until=in_an_hour())

    post(client, token=token(client))

    assert states(session) == [CommentState.PENDING]
    verdicts = session.scalars(select(Verdict)).all()
    assert [(verdict.rule, verdict.evidence) for verdict in verdicts] == [("brake", "a trial begins")]


def test_a_brake_is_over_when_its_time_is(session):
    session.add(Brake(begun_at=now() - timedelta(hours=2), until_at=now() - timedelta(hours=1), by="ruth", reason="x"))
    session.commit()

    assert brake.current(session) is None


def test_a_brake_is_released_by_hand_and_both_acts_are_on_record(session):
    brake.pull(session, by="ruth", reason="a trial begins", until=in_an_hour())
    until = brake.current(session).until_at.isoformat(timespec="microseconds")
    brake.release(session, by="sam", reason="the trial is over")

    assert brake.current(session) is None
    records = [
        (act.verb, act.by, act.reason, act.before, act.after) for act in session.scalars(select(ModerationAction))
    ]
    assert records == [
        ("brake", "ruth", "a trial begins", "off", f"on until {until}"),
        ("release", "sam", "the trial is over", f"on until {until}", "off"),
    ]


def test_a_second_pull_makes_it_longer_and_one_release_ends_both(session):
    later = in_an_hour() + timedelta(hours=1)
    brake.pull(session, by="ruth", reason="a trial begins", until=in_an_hour())
    brake.pull(session, by="sam", reason="it goes on", until=later)
    longest = brake.current(session).until_at
    brake.release(session, by="sam", reason="the trial is over")

    assert (longest, brake.current(session)) == (later, None)


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda session: brake.release(session, by="ruth", reason="x"), "The brake is off by now, so this was not done."),
        (lambda session: brake.pull(session, by="ruth", reason="x", until=now() - timedelta(seconds=1)),
         "That time is over. Name one that lies ahead."),
    ],
)  # fmt: skip
def test_what_cannot_be_done_to_the_brake_is_refused_and_leaves_no_record(session, act, message):
    with pytest.raises(Refusal) as refusal:
        act(session)
    session.rollback()

    assert (refusal.value.message, acts(session)) == (message, [])
