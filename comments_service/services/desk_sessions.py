"""Who is signed in to the desk: begun by a sign-in, ended by a sign-out, by a reset, or by its time."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from comments_service.columns import now
from comments_service.db import begin_write
from comments_service.models import DeskSession, Moderator


def begin(session: Session, moderator: Moderator, lasting: timedelta) -> str:
    """Begin a session and return the key of it that the moderator's browser keeps; for a transaction that writes.

    Sessions whose time is over go.
    """
    sweep(session, lasting)
    key = secrets.token_urlsafe(32)
    session.add(DeskSession(digest=_digest(key), moderator_id=moderator.id, begun_at=now()))
    return key


def find_moderator(session: Session, key: str, lasting: timedelta) -> Moderator | None:
    """Return who is signed in with a key, as long as they are active and the time of the session is not over."""
    is_good = (DeskSession.digest == _digest(key), DeskSession.begun_at > now() - lasting, Moderator.is_active)
    query = select(Moderator).join(DeskSession, DeskSession.moderator_id == Moderator.id)
    return session.scalar(query.where(*is_good))


def end(session: Session, key: str) -> None:
    """End the session of a key."""
    begin_write(session)
    forget(session, key)
    session.commit()


def forget(session: Session, key: str) -> None:
    """Let a key be good no more; for a transaction that writes."""
    session.execute(delete(DeskSession).where(DeskSession.digest == _digest(key)))


def forget_all(session: Session, moderator: Moderator) -> None:
    """Let every key of a moderator be good no more; for a transaction that writes."""
    session.execute(delete(DeskSession).where(DeskSession.moderator_id == moderator.id))


def sweep(session: Session, lasting: timedelta) -> None:
    """Let go of the sessions whose time is over; for a transaction that writes."""
    session.execute(delete(DeskSession).where(DeskSession.begun_at <= now() - lasting))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
