"""What moderators do to comments: acts, acts on many, and what is taken back."""

import pytest
from sqlalchemy import select

from comments_service.columns import now
from comments_service.errors import Refusal
from comments_service.models import Comment, CommentState, Flag, FlagOutcome, ModerationAction, Thread
from comments_service.rendering import render
from comments_service.senders import Sender
from comments_service.services import moderation, revising
from comments_service.services.drafts import Draft
from tests.comments_service.factories import SETTINGS, make_flag

WHY = {"by": "ruth", "reason": "so it is"}
BY_ROLE = {"publish": "pending", "reject": "pending", "remove": "published", "restore": "removed"}


@pytest.fixture
def reported(session, make_comment):
    """A published comment that a reader has reported."""
    comment = make_comment(state="published")
    make_flag(session, comment)
    return comment


def outcomes(session):
    session.expire_all()
    return [flag.outcome for flag in session.scalars(select(Flag).order_by(Flag.id))]


def changed_at(session, comment):
    session.expire_all()
    return session.get(Thread, comment.thread_id).changed_at


def refuse(act, *args, **kwargs):
    """Return the code of the refusal that an act ends in."""
    with pytest.raises(Refusal) as refused:
        act(*args, **kwargs)
    return refused.value.code, refused.value.message


def test_a_reported_comment_that_is_kept_stands_as_it_did(session, reported):
    before = changed_at(session, reported)

    action = moderation.keep(session, reported, **WHY)

    assert (action.verb, action.by, action.reason, action.before, action.after) == (
        "keep", "ruth", "so it is", "reported", "kept",
    )  # fmt: skip
    assert outcomes(session) == [FlagOutcome.DISMISSED]
    assert (reported.state, changed_at(session, reported)) == (CommentState.PUBLISHED, before)


def test_a_comment_without_open_reports_cannot_be_kept(session, reported):
    moderation.keep(session, reported, **WHY)

    sentence = "No report of the comment is open by now, so this was not done."
    assert refuse(moderation.keep, session, reported, **WHY) == ("wrong-state", sentence)


@pytest.mark.parametrize("state", ["pending", "rejected", "removed"])
def test_only_a_published_comment_is_kept_or_picked(session, make_comment, state):
    comment = make_comment(state=state)

    for act in (moderation.keep, moderation.feature, moderation.unfeature):
        sentence = f"The comment is {state} by now, so this was not done."
        assert refuse(act, session, comment, **WHY) == ("wrong-state", sentence)


def test_a_pick_comes_and_goes_and_readers_see_it(session, make_comment):
    comment = make_comment(state="published")
    times = [changed_at(session, comment)]

    for act in (moderation.feature, moderation.unfeature):
        act(session, comment, **WHY)
        times.append(changed_at(session, comment))

    acts = [(action.verb, action.before, action.after) for action in comment.actions[1:]]
    assert acts == [("feature", "plain", "featured"), ("unfeature", "featured", "plain")]
    assert sorted(set(times)) == times
    assert comment.featured_at is None


def test_what_is_so_already_is_not_done_again(session, make_comment):
    comment = make_comment(state="published")

    sentence = "That is so already, so nothing was done."
    assert refuse(moderation.unfeature, session, comment, **WHY) == ("wrong-state", sentence)
    moderation.feature(session, comment, **WHY)
    assert refuse(moderation.feature, session, comment, **WHY) == ("wrong-state", sentence)


@pytest.mark.parametrize("verb", BY_ROLE)
def test_an_act_is_taken_back_to_where_the_comment_stood(session, make_comment, verb):
    comment = make_comment(state=BY_ROLE[verb])
    action = moderation.DOING[verb](session, comment, **WHY)

    undone = moderation.undo(session, action, by="edith")

    assert comment.state == BY_ROLE[verb]
    assert (undone.verb, undone.by, undone.reason, undone.undoes_id) == ("undo", "edith", "undoes a mistake", action.id)
    assert (undone.before, undone.after) == (action.after, action.before)
    assert comment.thread.published_count == (comment.state is CommentState.PUBLISHED)


def test_reports_that_an_act_settled_are_open_again_when_it_is_taken_back(session, reported):
    settled = []
    for verb in ("keep", "remove"):
        action = moderation.DOING[verb](session, reported, **WHY)
        settled += outcomes(session)
        moderation.undo(session, action, by="ruth")
        settled += outcomes(session)

    assert settled == [FlagOutcome.DISMISSED, None, FlagOutcome.UPHELD, None]


def test_reports_that_another_act_settled_stay_settled(session, reported):
    moderation.keep(session, reported, **WHY)
    make_flag(session, reported)
    action = moderation.remove(session, reported, **WHY)

    moderation.undo(session, action, by="ruth")

    assert outcomes(session) == [FlagOutcome.DISMISSED, None]


def test_a_pick_is_taken_back(session, make_comment):
    comment = make_comment(state="published")
    picked = moderation.feature(session, comment, **WHY)
    moderation.undo(session, picked, by="edith")
    assert comment.featured_at is None

    moderation.feature(session, comment, **WHY)
    unpicked = moderation.unfeature(session, comment, **WHY)
    moderation.undo(session, unpicked, by="edith")

    assert comment.featured_at is not None


def test_an_act_is_taken_back_once(session, make_comment):
    comment = make_comment()
    action = moderation.publish(session, comment, **WHY)
    moderation.undo(session, action, by="ruth")
    moderation.publish(session, comment, **WHY)

    assert refuse(moderation.undo, session, action, by="ruth") == ("wrong-state", "This was undone already.")
    assert comment.state is CommentState.PUBLISHED


def test_an_act_is_not_taken_back_after_something_else_has_happened(session, make_comment):
    comment = make_comment()
    action = moderation.publish(session, comment, **WHY)
    moderation.remove(session, comment, **WHY)

    sentence = "Something else has happened to the comment since, so this was not undone."
    assert refuse(moderation.undo, session, action, by="ruth") == ("wrong-state", sentence)
    assert comment.state is CommentState.REMOVED


def test_what_an_author_has_taken_back_stays_taken_back(session, make_comment):
    comment = make_comment()
    action = moderation.publish(session, comment, **WHY)
    revising.withdraw(session, comment)

    assert refuse(moderation.undo, session, action, by="ruth")[0] == "wrong-state"
    assert comment.state is CommentState.WITHDRAWN


def test_a_comment_that_changed_words_hold_is_not_taken_back_from_publication(session, make_comment):
    comment = make_comment()
    action = moderation.publish(session, comment, **WHY)
    sender = Sender("browser", "2001:db8::1")
    revising.edit(session, comment, Draft("Ada", "Other words.", render("Other words.")), sender, SETTINGS)

    assert comment.state is CommentState.PENDING
    assert refuse(moderation.undo, session, action, by="ruth")[0] == "wrong-state"


def test_taking_back_is_not_taken_back_nor_is_what_the_service_did(session, make_comment):
    comment = make_comment()
    undone = moderation.undo(session, moderation.publish(session, comment, **WHY), by="ruth")
    moderation.publish(session, comment, **WHY)
    for _ in range(SETTINGS.flags_to_hold):
        make_flag(session, comment)
    held = session.scalars(select(ModerationAction).where(ModerationAction.verb == "hold")).one()

    codes = [refuse(moderation.undo, session, action, by="ruth") for action in (undone, held)]

    assert codes == [("wrong-act", "This cannot be undone.")] * 2


def test_the_same_is_done_to_many_and_each_says_what_came_of_it(session, make_comment):
    comments = [make_comment(), make_comment(state="published"), make_comment()]
    numbers = [comment.id for comment in comments]

    results = moderation.act_on_many(session, dict.fromkeys([*numbers, 999]), "publish", **WHY)

    assert [(result.number, result.action and result.action.verb, result.refusal) for result in results] == [
        (numbers[0], "publish", ""),
        (numbers[1], None, "The comment is published by now, so this was not done."),
        (numbers[2], "publish", ""),
        (999, None, "There is no such comment."),
    ]
    session.expire_all()
    assert comments[0].thread.published_count == 3


def test_many_acts_are_taken_back_each_by_itself(session, make_comment):
    comments = [make_comment() for _ in range(3)]
    results = moderation.act_on_many(session, dict.fromkeys(comment.id for comment in comments), "reject", **WHY)
    actions = [result.action.id for result in results]
    moderation.restore(session, comments[1], **WHY)

    undone = moderation.undo_many(session, actions, by="ruth")

    assert [bool(result.action) for result in undone] == [True, False, True]
    session.expire_all()
    assert [comment.state for comment in comments] == ["pending", "published", "pending"]


@pytest.mark.parametrize("numbers", [[], range(1, 102)])
def test_many_are_at_least_one_and_at_most_a_hundred(session, numbers):
    refused = refuse(moderation.act_on_many, session, dict.fromkeys(numbers), "publish", **WHY)

    assert refused == ("none-chosen", "Tick the comments first, 100 at most.")


def test_why_a_comment_is_gone_outlives_what_was_taken_back(session, make_comment):
    comment = make_comment(state="removed")
    action = moderation.restore(session, comment, **WHY)

    moderation.undo(session, action, by="ruth")

    assert moderation.find_reason(session.get(Comment, comment.id)) == "names a victim"


def test_each_act_is_later_than_the_one_before(session, make_comment):
    comment = make_comment()
    before = now()
    moderation.undo(session, moderation.publish(session, comment, **WHY), by="ruth")

    times = [action.at for action in comment.actions]
    assert before <= times[0] < times[1]


@pytest.mark.parametrize("verb", ["publish", "reject"])
def test_words_that_changed_since_they_were_read_are_not_decided_about(session, make_comment, verb):
    comment = make_comment("Kind words.")
    draft = Draft(comment.name, "Cruel words.", render("Cruel words."))
    revising.edit(session, comment, draft, Sender("browser", "192.0.2.1"), SETTINGS)

    code, sentence = refuse(moderation.DOING[verb], session, comment, seen=moderation.Seen(1), **WHY)

    session.rollback()
    assert sentence.startswith("Its author has changed the words since you read them, so nothing was done.")
    assert (code, comment.state) == ("changed-since", CommentState.PENDING)
    assert moderation.DOING[verb](session, comment, seen=moderation.Seen(2), **WHY).verb == verb


def test_of_many_only_those_are_published_whose_words_were_read(session, make_comment):
    read, changed = make_comment("One."), make_comment("Two.")
    draft = Draft("Ada", "Three.", render("Three."))
    revising.edit(session, changed, draft, Sender("browser", "192.0.2.1"), SETTINGS)

    results = moderation.act_on_many(
        session, dict.fromkeys((read.id, changed.id), moderation.Seen(1)), "publish", **WHY
    )

    assert [bool(result.action) for result in results] == [True, False]


def test_an_act_that_another_one_has_overtaken_is_not_taken_back(session, make_comment):
    comment = make_comment()
    published = moderation.publish(session, comment, **WHY)
    moderation.remove(session, comment, **WHY)
    restored = moderation.restore(session, comment, **WHY)

    sentence = "Something else has happened to the comment since, so this was not undone."
    assert refuse(moderation.undo, session, published, by="ruth") == ("wrong-state", sentence)
    session.rollback()
    assert moderation.undo(session, restored, by="ruth").after == "removed"
