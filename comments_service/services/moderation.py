"""What a moderator does to a comment: each act leaves a row that says who and why."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from comments_service.columns import now
from comments_service.display import show_state
from comments_service.errors import Refusal
from comments_service.models import Comment, CommentState, FlagOutcome, ModerationAction, Thread
from comments_service.rendering import clean_text
from comments_service.services import flags
from comments_service.services.states import change_state, lock_comment
from wording import gettext, gettext_noop

DISMISSED, UPHELD = FlagOutcome.DISMISSED, FlagOutcome.UPHELD
QUEUE_PAGE = 50
RECENT = 20
WORDS_LIMIT = 500

REASONS = {
    "within-rules": gettext_noop("within the house rules"),
    "names-a-victim": gettext_noop("names a victim or somebody who must not be named"),
    "legal": gettext_noop("could harm a trial or is against the law"),
    "abuse": gettext_noop("abuses somebody"),
    "off-topic": gettext_noop("is not about this page"),
    "spam": gettext_noop("is spam"),
    "mistake": gettext_noop("undoes a mistake"),
    "other": gettext_noop("other"),
}
"""Why a moderator acts: a code, and the words that the record and the author see."""


@dataclass(frozen=True)
class Act:
    """One kind of act: the states it starts from, the state it leads to, and the reasons it may have."""

    before: frozenset[CommentState]
    after: CommentState
    reasons: tuple[str, ...]


AGAINST = ("names-a-victim", "legal", "abuse", "off-topic", "spam", "other")

ACTS = {
    "publish": Act(frozenset({CommentState.PENDING}), CommentState.PUBLISHED, ("within-rules",)),
    "reject": Act(frozenset({CommentState.PENDING}), CommentState.REJECTED, AGAINST),
    "remove": Act(frozenset({CommentState.PUBLISHED}), CommentState.REMOVED, AGAINST),
    "restore": Act(frozenset({CommentState.REMOVED, CommentState.REJECTED}), CommentState.PUBLISHED, ("mistake",)),
}
"""The acts by their verb."""


def publish(session: Session, comment: Comment, *, by: str, reason: str) -> None:
    """Let readers see a comment that waits."""
    _act(session, comment, "publish", by=by, reason=reason)


def reject(session: Session, comment: Comment, *, by: str, reason: str) -> None:
    """Keep a comment that waits from readers."""
    _act(session, comment, "reject", by=by, reason=reason)


def remove(session: Session, comment: Comment, *, by: str, reason: str) -> None:
    """Take a published comment out of public view."""
    _act(session, comment, "remove", by=by, reason=reason)


def restore(session: Session, comment: Comment, *, by: str, reason: str) -> None:
    """Let readers see a comment that was removed or rejected."""
    _act(session, comment, "restore", by=by, reason=reason)


def _act(session: Session, comment: Comment, verb: str, *, by: str, reason: str) -> None:
    lock_comment(session, comment)
    before, after = comment.state, ACTS[verb].after
    if before not in ACTS[verb].before:
        sentence = gettext("The comment is %(state)s by now, so this was not done.", state=show_state(before))
        raise Refusal("wrong-state", sentence, 409)
    at = now()
    change_state(comment, after, at)
    flags.settle(session, comment, DISMISSED if after is CommentState.PUBLISHED else UPHELD, at)
    session.add(ModerationAction(comment=comment, verb=verb, by=by, reason=reason, before=before, after=after, at=at))
    session.commit()


def make_reason(verb: str, code: str, words: str) -> str:
    """Return the reason of an act in words; refuses a code that the act does not have."""
    if code not in ACTS[verb].reasons:
        raise Refusal("no-reason", gettext("Choose a reason for what you do."), 422)
    return ": ".join(part for part in (gettext(REASONS[code]), clean_text(words)[:WORDS_LIMIT]) if part)


def verbs_for(state: CommentState) -> list[str]:
    """Return what can be done to a comment in this state."""
    return [verb for verb, act in ACTS.items() if state in act.before]


def find_comment(session: Session, comment_id: int) -> Comment:
    """Return a comment by its number; refuses a number that is none."""
    comment = session.get(Comment, comment_id)
    if comment is None:
        raise Refusal("not-found", gettext("There is no such comment."), 404)
    return comment


def waiting(session: Session) -> list[Comment]:
    """Return the comments that wait for a moderator, oldest first, as many as one page shows."""
    query = select(Comment).options(joinedload(Comment.thread)).where(Comment.state == CommentState.PENDING)
    return list(session.scalars(query.order_by(Comment.id).limit(QUEUE_PAGE)))


def count_waiting(session: Session) -> int:
    """Return how many comments wait for a moderator."""
    query = select(func.count()).select_from(Comment).where(Comment.state == CommentState.PENDING)
    return session.scalar(query) or 0


def comments_of_page(session: Session, page: str) -> list[Comment]:
    """Return every comment of a page in whatever state, in the order in which they were written."""
    query = select(Comment).options(joinedload(Comment.thread)).join(Comment.thread).where(Thread.page == page)
    return list(session.scalars(query.order_by(Comment.id)))


def recent_actions(session: Session) -> list[ModerationAction]:
    """Return the latest acts, newest first."""
    comments = joinedload(ModerationAction.comment).joinedload(Comment.thread)
    query = select(ModerationAction).options(comments).order_by(ModerationAction.id.desc()).limit(RECENT)
    return list(session.scalars(query))
