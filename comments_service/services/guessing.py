"""How often a sign-in may fail: in a browser known to the moderator by that browser alone, elsewhere by the name and the network.

Names are public, so whoever likes can use up the tries of a name. Where the moderator signed in before that keeps nobody out.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from comments_service.db import begin_write
from comments_service.desk_browser import DeskBrowser
from comments_service.errors import Refusal
from comments_service.limits import Limit, Rate, forget, sweep, take
from comments_service.models import Moderator
from comments_service.senders import hash_network, hash_of_today
from wording import ngettext

WINDOW = 900
"""In how many seconds a name, or a browser, has all of its tries again."""

BY_NETWORK = Rate(30, WINDOW)
"""How many failed sign-ins one network may send, whatever the names: to look at a password costs much."""


@dataclass(frozen=True)
class Attempt:
    """A sign-in as it was sent: a name, a password, from which address, and in which browser where somebody signed in before."""

    name: str
    password: str
    address: str
    browser: DeskBrowser | None = None


def count(session: Session, attempt: Attempt, moderator: Moderator | None, most: int) -> list[Limit]:
    """Count an attempt before its password is looked at, so that guesses made side by side are counted too.

    Returns the limits that it counted against; refuses one too many, whether there is such a moderator or not.
    """
    connection = begin_write(session)
    limits = list(_find_limits(connection, attempt, moderator, Rate(most, WINDOW)))
    wait = take(connection, limits)
    sweep(connection)
    session.commit()
    if wait:
        raise Refusal("too-many-sign-ins", _tell_to_wait(-(-int(wait.total_seconds()) // 60)), 429, retry_after=wait)
    return limits


def _find_limits(connection: Connection, attempt: Attempt, moderator: Moderator | None, rate: Rate) -> Iterable[Limit]:
    if attempt.browser and attempt.browser.knows(moderator):
        yield Limit("sign-in by browser", f"{attempt.browser.moderator_id} {attempt.browser.word}", rate)
    else:
        yield _limit_name(connection, attempt.name, rate)
        yield Limit("sign-in by network", hash_network(connection, attempt.address), BY_NETWORK)


def forgive(session: Session, limits: Iterable[Limit]) -> None:
    """Forget what counted against limits, since it was no guess; for a transaction that writes.

    Of a sign-in in a known browser these are not the name's: elsewhere somebody may be guessing all the same.
    """
    for limit in limits:
        forget(session.connection(), limit)


def forgive_name(session: Session, name: str) -> None:
    """Forget the guesses with a name; for a transaction that writes."""
    connection = session.connection()
    forget(connection, _limit_name(connection, name, Rate(1, WINDOW)))


def _limit_name(connection: Connection, name: str, rate: Rate) -> Limit:
    """Return the limit of a name, by a hash: people type their password into the wrong field now and then."""
    return Limit("sign-in by name", hash_of_today(connection, name), rate)


def _tell_to_wait(minutes: int) -> str:
    return ngettext(
        "Too many failed sign-ins. Please try again in %(num)s min.",
        "Too many failed sign-ins. Please try again in %(num)s min.",
        minutes,
    )
