"""What a moderator does to a comment: each act leaves a row that says who and why."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from comments_service.db import begin_write
from comments_service.errors import Refusal
from comments_service.models import Comment, CommentState, ModerationAction

QUEUE_PAGE = 50
RECENT = 20

REASONS = {
    "within-rules": "within the house rules",
    "names-a-victim": "names a victim or somebody who must not be named",
    "legal": "could harm a trial or is against the law",
    "abuse": "abuses somebody",
    "off-topic": "is not about this page",
    "spam": "is spam",
    "mistake": "undoes a mistake",
    "other": "other",
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


def make_reason(verb: str, code: str, words: str) -> str:
    """Return the reason of an act in words; refuses a code that the act does not have."""
    if code not in ACTS[verb].reasons:
        raise Refusal("no-reason", "Choose a reason for what you do.", 422)
    return ": ".join(part for part in (REASONS[code], words.strip()) if part)


def act(session: Session, comment_id: int, verb: str, *, by: str, reason: str) -> Comment:
    """Publish, reject, remove or restore a comment; refuses an act that its state does not allow."""
    begin_write(session)
    comment = session.get(Comment, comment_id, with_for_update=True)
    if comment is None:
        raise Refusal("not-found", "There is no such comment.", 404)
    if comment.state not in ACTS[verb].before:
        raise Refusal("wrong-state", f"The comment is {comment.state.value} by now, so this was not done.", 409)
    now = datetime.now(UTC)
    before, after = comment.state, ACTS[verb].after
    comment.state = after
    if after is CommentState.PUBLISHED:
        comment.published_at = comment.published_at or now
    session.add(ModerationAction(comment=comment, verb=verb, by=by, reason=reason, before=before, after=after, at=now))
    session.commit()
    return comment


def waiting(session: Session) -> list[Comment]:
    """Return the comments that wait for a moderator, oldest first, as many as one page shows."""
    query = select(Comment).options(joinedload(Comment.thread)).where(Comment.state == CommentState.PENDING)
    return list(session.scalars(query.order_by(Comment.id).limit(QUEUE_PAGE)))


def recent_actions(session: Session) -> list[ModerationAction]:
    """Return the latest acts, newest first."""
    comments = joinedload(ModerationAction.comment).joinedload(Comment.thread)
    query = select(ModerationAction).options(comments).order_by(ModerationAction.id.desc()).limit(RECENT)
    return list(session.scalars(query))
