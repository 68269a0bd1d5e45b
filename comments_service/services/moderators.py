"""Moderators: made and reset on the command line, signed in by name and password."""

from datetime import UTC, datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from comments_service.db import begin_write
from comments_service.errors import Refusal
from comments_service.models import FailedSignIn, Moderator
from comments_service.rendering import clean_name

SHORTEST_PASSWORD = 12
WINDOW = timedelta(minutes=15)
HASHER = PasswordHasher()

# Checked against when there is no moderator of a name, so that an unknown name takes as long as a wrong password.
NOBODY = HASHER.hash("nobody has this password")


class ModeratorError(Exception):
    """A moderator cannot be made or reset; the message says why and what to do."""


def add(session: Session, name: str, password: str) -> Moderator:
    """Make a moderator; raises ModeratorError for a name that is taken or a password that is too short."""
    begin_write(session)
    if not name or clean_name(name) != name:
        raise ModeratorError(f"The name {name!r} cannot be used. Use plain letters without spaces around them.")
    if find(session, name):
        raise ModeratorError(f"There is a moderator {name!r} already. To change the password: moderators reset {name}")
    moderator = Moderator(name=name, password_hash=_hash(password), created_at=datetime.now(UTC))
    session.add(moderator)
    session.commit()
    return moderator


def reset(session: Session, name: str, password: str) -> None:
    """Give a moderator another password, and forget failed sign-ins."""
    begin_write(session)
    moderator = find(session, name)
    if moderator is None:
        raise ModeratorError(f"There is no moderator {name!r}. To make one: moderators add {name}")
    moderator.password_hash = _hash(password)
    session.query(FailedSignIn).where(FailedSignIn.name == name).delete()
    session.commit()


def _hash(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise ModeratorError(f"The password has {len(password)} characters. Use at least {SHORTEST_PASSWORD}.")
    return HASHER.hash(password)


def find(session: Session, name: str) -> Moderator | None:
    """Return the moderator of this name, if there is one."""
    return session.scalar(select(Moderator).where(Moderator.name == name))


def all_moderators(session: Session) -> list[Moderator]:
    """Return the moderators by name."""
    return list(session.scalars(select(Moderator).order_by(Moderator.name)))


def sign_in(session: Session, name: str, password: str, *, limit: int) -> Moderator:
    """Return the moderator whom name and password fit; refuses in the same words and time whatever was wrong."""
    begin_write(session)
    name = name[:100]
    recent = FailedSignIn.at > datetime.now(UTC) - WINDOW
    failed = session.scalar(select(func.count()).select_from(FailedSignIn).where(FailedSignIn.name == name, recent))
    if (failed or 0) >= limit:
        raise Refusal("too-many-sign-ins", "Too many failed sign-ins. Wait a quarter of an hour and try again.", 429)
    moderator = find(session, name)
    fits = _fits(moderator.password_hash if moderator else NOBODY, password)
    if moderator is None or not fits:
        session.add(FailedSignIn(name=name, at=datetime.now(UTC)))
        session.commit()
        raise Refusal("wrong-sign-in", "That name and password do not go together.", 403)
    return moderator


def _fits(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except VerifyMismatchError:
        return False
