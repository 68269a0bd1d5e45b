"""Readers' requests that a moderator look at a comment: once for each browser, and enough of them hold the comment."""

from datetime import datetime

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from comments_service.columns import now
from comments_service.config import Settings
from comments_service.db import make_insert, read_engine
from comments_service.errors import Refusal
from comments_service.limits import Limit, Rate, sweep, take
from comments_service.models import (
    SERVICE,
    Comment,
    CommentState,
    Credential,
    Flag,
    FlagOutcome,
    FlagReason,
    ModerationAction,
)
from comments_service.rendering import clean_text
from comments_service.senders import Known, Sender, hash_network, keep_credential
from comments_service.services.limiting import count_act
from comments_service.services.states import change_state, lock_comment
from wording import gettext, ngettext

WORDS_LIMIT = 500
FROM_ONE_NETWORK = Rate(2, 86400)
"""How many flags of one comment count from one network: who clears cookies is not several people."""


def flag(
    session: Session, comment: Comment, reason: FlagReason, words: str, sender: Sender, settings: Settings
) -> None:
    """Keep a reader's flag; a second one of the same reader changes nothing. Enough flags hold a published comment."""
    lock_comment(session, comment)
    credential = keep_credential(session.connection(), sender)
    count_act(session.connection(), "flag", sender, settings.flags_by_browser)
    if comment.state is not CommentState.PUBLISHED:
        raise Refusal("not-found", gettext("There is no such comment."), 404)
    if _has_flagged(session, comment, credential) or not _counts(session, comment, sender):
        session.commit()
        return
    values = {"comment_id": comment.id, "credential_id": credential.id, "reason": reason, "created_at": now()}
    values["words"] = clean_text(words)[:WORDS_LIMIT]
    session.execute(make_insert(read_engine(session), Flag).values(values).on_conflict_do_nothing())
    if not _was_kept(session, comment) and weigh(session, comment) >= settings.flags_to_hold:
        _hold(session, comment)
    sweep(session.connection())
    session.commit()


def _has_flagged(session: Session, comment: Comment, credential: Known) -> bool:
    """Tell whether a reader has flagged a comment before."""
    mine = (Flag.comment_id == comment.id, Flag.credential_id == credential.id)
    return session.scalar(select(Flag.id).where(*mine)) is not None


def _counts(session: Session, comment: Comment, sender: Sender) -> bool:
    """Tell whether a network has a flag of a comment left."""
    network = hash_network(session.connection(), sender.address)
    return take(session.connection(), [Limit(f"flag of {comment.id} by network", network, FROM_ONE_NETWORK)]) is None


def _was_kept(session: Session, comment: Comment) -> bool:
    """Tell whether a moderator has looked at flags of a comment as it reads now and kept it: more of them do not hide it again."""
    dismissed = (Flag.comment_id == comment.id, Flag.outcome == FlagOutcome.DISMISSED)
    since = [Flag.settled_at > comment.edited_at] if comment.edited_at else []
    return session.scalar(select(func.count()).select_from(Flag).where(*dismissed, *since)) != 0


def weigh(session: Session, comment: Comment) -> float:
    """Return what the open flags of a comment weigh: each one by how often its reader was right before.

    That of a browser that may not write weighs nothing; a moderator sees it all the same.
    """
    is_free = Credential.banned_until.is_(None) | (Credential.banned_until <= now())
    open_flags = select(Flag.credential_id).join(Credential, Credential.id == Flag.credential_id)
    open_flags = open_flags.where(Flag.comment_id == comment.id, Flag.outcome.is_(None), is_free)
    settled = func.sum(case((Flag.outcome.is_not(None), 1), else_=0))
    upheld = func.sum(case((Flag.outcome == FlagOutcome.UPHELD, 1), else_=0))
    records = select(upheld, settled).where(Flag.credential_id.in_(open_flags)).group_by(Flag.credential_id)
    weights: list[float] = [(right + 1) / (known + 1) for right, known in session.execute(records)]
    return sum(weights)


def _hold(session: Session, comment: Comment) -> None:
    at = now()
    number = session.scalar(select(func.count()).select_from(Flag).where(Flag.comment_id == comment.id))
    before, after = CommentState.PUBLISHED, CommentState.PENDING
    change_state(comment, after, at)
    act = {"verb": "hold", "by": SERVICE, "reason": _tell(number or 0)}
    session.add(ModerationAction(comment=comment, before=before, after=after, at=at, **act))


def _tell(number: int) -> str:
    return ngettext("was reported by %(num)s reader", "was reported by %(num)s readers", number)


def newest_open(session: Session, comment: Comment) -> int:
    """Return the number of the newest flag of a comment that no moderator has looked at, or 0."""
    mine = (Flag.comment_id == comment.id, Flag.outcome.is_(None))
    return session.scalar(select(func.max(Flag.id)).where(*mine)) or 0


def settle(session: Session, comment: Comment, outcome: FlagOutcome, at: datetime) -> int:
    """Note what a moderator made of the open flags of a comment, and return how many there were."""
    mine = (Flag.comment_id == comment.id, Flag.outcome.is_(None))
    settled = update(Flag).where(*mine).values(outcome=outcome, settled_at=at).returning(Flag.id)
    return len(session.execute(settled).all())


def reopen(session: Session, comment: Comment, settled_at: datetime) -> None:
    """Let the flags of a comment that were settled at one moment be open again."""
    mine = (Flag.comment_id == comment.id, Flag.settled_at == settled_at)
    session.execute(update(Flag).where(*mine).values(outcome=None, settled_at=None))
