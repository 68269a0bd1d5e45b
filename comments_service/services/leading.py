"""What an editor does to threads and to browsers: each act leaves a row that says who and why."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import literal, select, tuple_
from sqlalchemy.orm import Session

from comments_service.columns import UTCDateTime, now
from comments_service.db import begin_write
from comments_service.errors import Refusal
from comments_service.models import Credential, Mode, ModerationAction, Thread
from comments_service.rendering import clean_name
from comments_service.services.moderation import refuse_long
from comments_service.services.states import lock_thread_of, touch
from wording import gettext

REASON_LIMIT = 300
OPEN, CLOSED = "open", "closed"
SITE = "the site's"
"""The mode of a thread that has none of its own."""

FREE = "free"
LONGEST_BAN = timedelta(days=366)
BANNED_SIZE = 20
"""How many browsers that may not write stand on one page of the desk."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
PLACE = re.compile(r"(?P<until>[0-9]{1,17})\.(?P<number>[0-9]{1,9})")


def make_reason(words: str) -> str:
    """Return the reason of an act, on one line; refuses none at all, and one that is too long."""
    reason = clean_name(words).rstrip(" .")
    if not reason:
        raise Refusal("no-reason", gettext("Say why."), 422)
    refuse_long("long-reason", reason, REASON_LIMIT)
    return reason


def close(session: Session, page: str, *, by: str, reason: str) -> ModerationAction:
    """Let nobody comment under a page any more; readers see why."""
    thread = _lock(session, page)
    if thread.closed_at:
        raise _refuse_same()
    at = now()
    thread.closed_at, thread.closed_reason = at, reason
    touch(thread, at)
    return _record(session, "close", thread=thread, by=by, reason=reason, before=OPEN, after=CLOSED, at=at)


def reopen(session: Session, page: str, *, by: str, reason: str) -> ModerationAction:
    """Let people comment under a page again."""
    thread = _lock(session, page)
    if not thread.closed_at:
        raise _refuse_same()
    at = now()
    thread.closed_at = thread.closed_reason = None
    touch(thread, at)
    return _record(session, "reopen", thread=thread, by=by, reason=reason, before=CLOSED, after=OPEN, at=at)


def set_mode(session: Session, page: str, mode: Mode | None, *, by: str, reason: str) -> ModerationAction:
    """Say whether comments under a page wait or are published at once, or let the site's own mode hold there."""
    thread = _lock(session, page)
    if thread.mode == mode:
        raise _refuse_same()
    before, thread.mode, at = thread.mode, mode, now()
    touch(thread, at)  # the form says which it is
    about = {"before": before or SITE, "after": mode or SITE}
    return _record(session, "mode", thread=thread, by=by, reason=reason, at=at, **about)


def ban(session: Session, number: int, until: datetime, *, by: str, reason: str) -> ModerationAction:
    """Keep a browser from writing until an instant."""
    at = now()
    if not at < until <= at + LONGEST_BAN:
        raise Refusal("wrong-day", gettext("Choose a day that lies ahead, within a year."), 422)
    credential = _lock_credential(session, number)
    if credential.banned_until == until:
        raise _refuse_same()
    about = {"before": _show_ban(credential.banned_until, at), "after": _show_ban(until, at)}
    credential.banned_until = until
    return _record(session, "ban", credential_id=number, by=by, reason=reason, at=at, **about)


def ban_days(at: datetime) -> tuple[date, date]:
    """Return the first and the last day, in UTC, until whose beginning a browser can be kept from writing."""
    return (at + timedelta(days=1)).date(), (at + LONGEST_BAN).date()


def lift(session: Session, number: int, *, by: str, reason: str) -> ModerationAction:
    """Let a browser write again before its time."""
    credential, at = _lock_credential(session, number), now()
    before = _show_ban(credential.banned_until, at)
    if before == FREE:
        raise _refuse_same()
    credential.banned_until = None
    return _record(session, "lift", credential_id=number, by=by, reason=reason, before=before, after=FREE, at=at)


@dataclass(frozen=True)
class BanPlace:
    """Where a browser stands among those that may not write: until when, then by its number."""

    until: datetime
    number: int

    def __str__(self) -> str:
        """Write the place as an address has it: microseconds since 1970, and the number."""
        return f"{(self.until - EPOCH) // MICROSECOND}.{self.number}"


def read_place(text: str) -> BanPlace | None:
    """Return the place that an address names; what is none counts as not given."""
    found = PLACE.fullmatch(text)
    return BanPlace(EPOCH + int(found["until"]) * MICROSECOND, int(found["number"])) if found else None


@dataclass(frozen=True)
class Banned:
    """One page of browsers that may not write, each with until when; key is where the page ends, where more follow."""

    browsers: Sequence[Credential]
    key: BanPlace | None


def banned(session: Session, after: BanPlace | None = None) -> Banned:
    """Return browsers that may not write now, those first that may again first, after a place among them."""
    until, number = Credential.banned_until, Credential.id
    query = select(Credential).where(until > now()).order_by(until, number).limit(BANNED_SIZE + 1)
    if after:
        query = query.where(tuple_(until, number) > tuple_(literal(after.until, UTCDateTime), after.number))
    found = session.scalars(query).all()
    shown = found[:BANNED_SIZE]
    last = shown[-1].banned_until if len(found) > BANNED_SIZE else None
    return Banned(shown, BanPlace(last, shown[-1].id) if last else None)


def find_ban(session: Session, number: int | None) -> datetime | None:
    """Return until when a browser may not write, or None where it may."""
    until = session.scalar(select(Credential.banned_until).where(Credential.id == number))
    return until if until and until > now() else None


def _show_ban(until: datetime | None, at: datetime) -> str:
    return f"banned until {until.isoformat()}" if until and until > at else FREE


def _lock(session: Session, page: str) -> Thread:
    begin_write(session)
    return lock_thread_of(session, page)


def _lock_credential(session: Session, number: int) -> Credential:
    begin_write(session)
    find = select(Credential).where(Credential.id == number).with_for_update()
    credential = session.scalar(find.execution_options(populate_existing=True))
    if credential is None:
        raise Refusal("not-found", gettext("There is no such browser."), 404)
    return credential


def _refuse_same() -> Refusal:
    return Refusal("wrong-state", gettext("That is so already, so nothing was done."), 409)


def _record(session: Session, verb: str, **about: object) -> ModerationAction:
    action = ModerationAction(verb=verb, **about)
    session.add(action)
    session.commit()
    return action
