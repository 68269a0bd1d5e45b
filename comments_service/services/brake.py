"""The site's brake: while it is on, every comment waits for a moderator; it comes on by itself when a crowd writes."""

from datetime import datetime, timedelta

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.orm import Session

from comments_service.columns import now
from comments_service.config import Settings
from comments_service.db import begin_write
from comments_service.errors import Refusal
from comments_service.models import SERVICE, Brake, ModerationAction
from wording import gettext

BY_ITSELF = timedelta(hours=1)
"""How long the brake stays on when it came on by itself."""

BRAKES = Brake.__table__.c
ON = (
    select(BRAKES.until_at, BRAKES.by, BRAKES.reason)
    .where(BRAKES.until_at > bindparam("at"))
    .order_by(BRAKES.until_at.desc(), BRAKES.id)
    .limit(1)
)
Pulled = Row[datetime, str, str]
"""What is asked of a brake: until_at, by and reason."""


def current(session: Session) -> Pulled | None:
    """Return the brake that is on, the one that stays on longest; none where nothing is."""
    return session.connection().execute(ON, {"at": now()}).one_or_none()


def pull(session: Session, *, by: str, reason: str, until: datetime) -> None:
    """Let every comment wait for a moderator until an instant, whatever its thread's mode."""
    begin_write(session)
    if until <= now():
        raise Refusal("past", gettext("That time is over. Name one that lies ahead."), 422)
    _begin(session, by=by, reason=reason, until=until)
    session.commit()


def release(session: Session, *, by: str, reason: str) -> None:
    """Let comments be published at once again where their thread's mode says so."""
    begin_write(session)
    brake = current(session)
    if brake is None:
        raise Refusal("wrong-state", gettext("The brake is off by now, so this was not done."), 409)
    before, at = _show(brake), now()
    session.execute(update(Brake).where(Brake.until_at > at).values(until_at=at))
    _record(session, "release", by=by, reason=reason, before=before, after="off", at=at)
    session.commit()


def stop_crowd(session: Session, settings: Settings) -> None:
    """Let the brake come on by itself, where it is off: more was written than the whole site takes.

    It belongs into a transaction that writes, after all limits that refuse: what they refuse is no crowd.
    """
    if current(session) is None:
        rate = settings.brake
        reason = gettext("more than %(most)s comments in %(seconds)s seconds", most=rate.most, seconds=rate.seconds)
        _begin(session, by=SERVICE, reason=reason, until=now() + BY_ITSELF)


def _begin(session: Session, *, by: str, reason: str, until: datetime) -> None:
    before, at = current(session), now()
    brake = Brake(begun_at=at, until_at=until, by=by, reason=reason)
    session.add(brake)
    _record(
        session, "brake", by=by, reason=reason, before=_show(before) if before else "off", after=_show(brake), at=at
    )
    session.flush()


def _record(session: Session, verb: str, **about: object) -> None:
    session.add(ModerationAction(verb=verb, **about))


def _show(brake: Brake | Pulled) -> str:
    return f"on until {brake.until_at.isoformat(timespec='microseconds')}"
