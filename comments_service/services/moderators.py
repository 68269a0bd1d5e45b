"""Moderators: made, reset and dismissed on the command line, signed in by name and password."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.orm import Session

from comments_service.columns import now
from comments_service.db import begin_write
from comments_service.errors import Refusal
from comments_service.models import COMMAND_LINE, NAME_ROOM, ModerationAction, Moderator, Role
from comments_service.rendering import clean_name
from comments_service.services import desk_sessions, guessing
from comments_service.services.guessing import Attempt
from wording import gettext

SHORTEST_PASSWORD = 12
DISMISSED = "dismissed"
AS = {Role.MODERATOR: "a moderator", Role.EDITOR: "an editor"}
"""What somebody works at the desk as."""

# OWASP's choice for a service with little memory: 19 MiB, two passes, one lane.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class ModeratorError(Exception):
    """A moderator cannot be made or changed; the message says why and what to do."""


def add(session: Session, name: str, password: str, role: Role = Role.MODERATOR) -> Moderator:
    """Make a moderator or an editor; raises ModeratorError for a name that is taken or a password that is too short."""
    if not name or clean_name(name) != name or len(name) > NAME_ROOM or not {*"<>"}.isdisjoint(name):
        raise ModeratorError(f"The name {name!r} cannot be used. Use plain letters without spaces around them.")
    password_hash = _hash(password)
    begin_write(session)
    if find(session, name):
        raise ModeratorError(f"There is a moderator {name!r} already. To change the password: moderators reset {name}")
    moderator = Moderator(name=name, password_hash=password_hash, role=role, created_at=now(), is_active=True)
    session.add(moderator)
    _record(session, "moderator-add", moderator, before="nobody", after=role)
    session.commit()
    return moderator


def reset(session: Session, name: str, password: str) -> None:
    """Give a moderator another password, forget failed sign-ins, and end the sessions that there are."""
    password_hash = _hash(password)
    begin_write(session)
    moderator = _get(session, name)
    before = "an old password" if moderator.is_active else DISMISSED
    moderator.password_hash = password_hash
    moderator.is_active = True
    _record(session, "moderator-reset", moderator, before=before, after="a new password")
    guessing.forgive_name(session, name)
    desk_sessions.forget_all(session, moderator)
    session.commit()


def dismiss(session: Session, name: str) -> None:
    """Keep a moderator from signing in, and end the sessions there are; what they did stays on record."""
    begin_write(session)
    moderator = _get(session, name)
    if moderator.is_active:
        _record(session, "moderator-dismiss", moderator, before="active", after=DISMISSED)
    moderator.is_active = False
    desk_sessions.forget_all(session, moderator)
    session.commit()


def set_role(session: Session, name: str, role: Role) -> None:
    """Let a moderator do what editors do, or no longer; it holds from their next step on."""
    begin_write(session)
    moderator = _get(session, name)
    before, moderator.role = moderator.role, role
    if before is not role:
        _record(session, "moderator-role", moderator, before=before, after=role)
    session.commit()


def role_of_next(session: Session) -> Role:
    """Return the role of who is made without one being named: the first of all leads, the others moderate."""
    return Role.MODERATOR if session.scalar(select(Moderator.id).limit(1)) else Role.EDITOR


def _get(session: Session, name: str) -> Moderator:
    """Return a moderator, for nobody else to change or to sign in as until the transaction ends."""
    locked = select(Moderator).where(Moderator.name == name).with_for_update()
    moderator = session.scalar(locked.execution_options(populate_existing=True))
    if moderator is None:
        raise ModeratorError(f"There is no moderator {name!r}. To make one: moderators add {name}")
    return moderator


def _record(session: Session, verb: str, moderator: Moderator, *, before: str, after: str) -> None:
    """Leave a row that says what was done, and to whom, as what they are from then on."""
    about = {"before": before, "after": after, "reason": f"{moderator.name}, as {AS[moderator.role]}"}
    session.add(ModerationAction(verb=verb, by=COMMAND_LINE, at=now(), **about))


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


@dataclass(frozen=True)
class SignedIn:
    """Who has signed in, and the key of the session that their browser keeps."""

    moderator: Moderator
    key: str


def sign_in(session: Session, attempt: Attempt, *, limit: int, lasting: timedelta) -> SignedIn:
    """Begin a session of the moderator whom name and password fit; refuses in the same words and time whatever was wrong."""
    attempt = replace(attempt, name=clean_name(attempt.name)[:NAME_ROOM])
    moderator = find(session, attempt.name)
    counted = guessing.count(session, attempt, moderator, limit)
    checked = moderator.password_hash if moderator else _hash_of_nobody()
    fits = _fits(checked, attempt.password)
    if moderator is None or not fits:
        raise _refuse_wrong()
    begin_write(session)
    _refuse_if_changed(session, moderator, checked)
    guessing.forgive(session, counted)
    key = desk_sessions.begin(session, moderator, lasting)
    session.commit()
    return SignedIn(moderator, key)


def _refuse_if_changed(session: Session, moderator: Moderator, checked: str) -> None:
    """Refuse who was dismissed, also in this very moment, and a password that was good until this moment."""
    session.refresh(moderator, with_for_update=True)
    if not moderator.is_active or moderator.password_hash != checked:
        session.rollback()
        raise _refuse_wrong()


def _refuse_wrong() -> Refusal:
    return Refusal("wrong-sign-in", gettext("That name and password do not go together."), 403)


@cache
def _hash_of_nobody() -> str:
    """Return a hash to check against where a name is unknown, so that it takes as long as a wrong password."""
    return HASHER.hash("nobody has this password")


def _fits(password_hash: str, password: str) -> bool:
    try:
        return HASHER.verify(password_hash, password)
    except VerifyMismatchError:
        return False
