"""Readers' marks on a comment: useful, agree, disagree, question; one of each kind for each browser."""

from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from comments_service.columns import now
from comments_service.config import Settings
from comments_service.db import make_insert, read_engine
from comments_service.errors import Refusal
from comments_service.limits import Limit, Rate, give_back, sweep, take
from comments_service.models import Comment, CommentState, Reaction, ReactionKind
from comments_service.senders import Known, Sender, hash_network, keep_credential
from comments_service.services.limiting import count_act
from comments_service.services.posting import refuse_where_closed
from comments_service.services.states import lock_comment, touch
from wording import gettext

FROM_ONE_NETWORK = Rate(10, 86400)
"""How many marks of one kind on one comment count from one network: who clears cookies is not several people."""


@dataclass(frozen=True)
class Mark:
    """What came of a reader's reaction: whether it stands now, whether that is new, and how many of its kind there are."""

    kind: ReactionKind
    is_on: bool
    is_new: bool
    count: int


def react(
    session: Session, comment: Comment, kind: ReactionKind, sender: Sender, settings: Settings, *, is_on: bool
) -> Mark:
    """Put a reader's mark on a comment, or take it back; to do so again changes nothing."""
    lock_comment(session, comment)
    credential = keep_credential(session.connection(), sender)
    count_act(session.connection(), "react", sender, settings.reactions_by_browser)
    _refuse_unless_open(comment, credential)
    changed = _put(session, comment, kind, credential) if is_on else _take(session, comment, kind, credential)
    if changed:
        _count_in_network(session, comment, kind, sender, is_on=is_on)
        touch(comment.thread, now())
    sweep(session.connection())
    session.commit()
    return Mark(kind, is_on, changed, _count(session, comment, kind))


def _refuse_unless_open(comment: Comment, credential: Known) -> None:
    if comment.state is not CommentState.PUBLISHED:
        raise Refusal("not-found", gettext("There is no such comment."), 404)
    refuse_where_closed(comment.thread, credential)
    if comment.credential_id == credential.id:
        raise Refusal("own-comment", gettext("This comment is your own."), 403)


def _count_in_network(session: Session, comment: Comment, kind: ReactionKind, sender: Sender, *, is_on: bool) -> None:
    """Count a mark, or one less, and refuse more of them from one network than several people put."""
    connection = session.connection()
    limit = Limit(f"{kind} on {comment.id} by network", hash_network(connection, sender.address), FROM_ONE_NETWORK)
    if not is_on:
        give_back(connection, limit)
    elif wait := take(connection, [limit]):
        session.rollback()
        sentence = gettext("Enough readers of your network have marked this comment so today, so this was not counted.")
        raise Refusal("too-often", sentence, 429, retry_after=wait)


def _put(session: Session, comment: Comment, kind: ReactionKind, credential: Known) -> bool:
    values = {"comment_id": comment.id, "credential_id": credential.id, "kind": kind, "created_at": now()}
    insert = (
        make_insert(read_engine(session), Reaction)
        .values(values)
        .on_conflict_do_nothing()
        .returning(Reaction.comment_id)
    )
    return session.execute(insert).first() is not None


def _take(session: Session, comment: Comment, kind: ReactionKind, credential: Known) -> bool:
    mine = (Reaction.comment_id == comment.id, Reaction.credential_id == credential.id, Reaction.kind == kind)
    return session.execute(delete(Reaction).where(*mine).returning(Reaction.comment_id)).first() is not None


def _count(session: Session, comment: Comment, kind: ReactionKind) -> int:
    ours = (Reaction.comment_id == comment.id, Reaction.kind == kind)
    return session.scalar(select(func.count()).select_from(Reaction).where(*ours)) or 0
