"""A moderator's own words to readers."""

import pytest
from sqlalchemy import select

from comments_service.errors import Refusal
from comments_service.models import Comment, CommentState, ModerationAction, Verdict
from comments_service.services import answering, leading
from comments_service.services.answering import Answer
from comments_service.services.drafts import check_draft
from tests.comments_service.conftest import make_moderator
from tests.comments_service.factories import PAGE, SETTINGS


@pytest.fixture
def say(session):
    """Let Ruth say something."""
    ruth = make_moderator(session, "ruth")

    def answer(text="We *asked* them.", answers=None, key="1"):
        said = Answer(PAGE, check_draft("ruth", text, SETTINGS), ruth, key, answers and answers.id)
        return answering.answer(session, said, SETTINGS)

    return answer


def test_an_answer_is_published_at_once_under_the_moderators_name_with_a_badge(session, client, make_comment, say):
    comment = make_comment("Who checked?", state="published")

    said = say(answers=comment)

    assert (said.state, said.name, said.credential_id, said.root_id) == (
        CommentState.PUBLISHED,
        "ruth",
        None,
        comment.id,
    )
    page = client.get(f"/comments/threads/{PAGE}").text
    assert "We <em>asked</em> them." in page
    assert page.count('<span class="comment__badge">Moderator</span>') == 1
    assert session.scalars(select(Verdict).where(Verdict.comment_id == said.id)).all() == []


def test_an_answer_is_a_row_like_every_act(session, say):
    said = say()

    act = session.scalars(select(ModerationAction)).one()
    assert (act.comment_id, act.verb, act.by, act.before, act.after) == (
        said.id,
        "answer",
        "ruth",
        "unwritten",
        "published",
    )
    assert said.thread.published_count == 1


def test_an_answer_sent_twice_is_one(session, say):
    assert say(key="a").id == say(key="a").id
    assert session.query(Comment).count() == session.query(ModerationAction).count() == 1


@pytest.mark.parametrize("state", ["pending", "rejected", "removed"])
def test_what_readers_do_not_see_is_not_answered(session, make_comment, say, state):
    with pytest.raises(Refusal, match="The comment that you reply to is not there"):
        say(answers=make_comment(state=state))


def test_a_closed_thread_is_closed_for_moderators_too(session, say):
    leading.close(session, PAGE, by="edith", reason="a trial has begun")

    with pytest.raises(Refusal, match="Comments here are closed: a trial has begun"):
        say()
