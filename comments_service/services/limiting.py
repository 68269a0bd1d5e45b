"""How often the acts of readers are taken: each against the limits of its browser and network, with a sentence where it is too often."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from comments_service.config import Settings
from comments_service.db import begin_write
from comments_service.errors import Refusal
from comments_service.limits import Buckets, Limit, Rate, sweep, take
from comments_service.senders import Sender, hash_network
from comments_service.services.drafts import Submission
from wording import ngettext

SHARERS = 10
"""How many browsers' worth of lesser acts one network may send."""

HELD_BY_BROWSER = Rate(3, 3600)
HELD_BY_NETWORK = Rate(10, 3600)
"""After how many comments that were held in how many seconds the next ones are held too."""

BUSY = 0.1
"""Which share of what a thread takes is published at once; what comes beyond it waits, and what comes beyond all of it is refused."""


class Tally:
    """What a post counts against: its browser, its network, its thread and the site, all locked in a transaction that writes.

    The network is known by its hash.
    """

    def __init__(self, connection: Connection, submission: Submission, settings: Settings, network: str) -> None:
        self.connection, self.submission, self.settings = connection, submission, settings
        browser = submission.sender.digest
        self._network = Limit("post by network", network, settings.posts_by_network)
        self._browser = Limit("post by browser", browser, settings.posts_by_browser)
        self._thread = Limit("post in thread", submission.page, settings.posts_in_thread)
        self._site = Limit("post on site", "", settings.brake)
        self._buckets = Buckets(connection, [self._network, self._browser, self._thread, self._site])
        self.held_by_browser = Limit("held by browser", browser, HELD_BY_BROWSER)
        self.held_by_network = Limit("held by network", network, HELD_BY_NETWORK)

    def count(self) -> None:
        """Count a post; refuses one that comes too often."""
        _refuse_to_wait(self._buckets.take(self._network, self._browser, self._thread))

    def is_crowd(self) -> bool:
        """Count a post that is not refused for the whole site, and tell whether it is one too many."""
        return self._buckets.take(self._site) is not None

    def floods(self, browser_full_at: float | None, network_full_at: float | None) -> Iterator[str]:
        """Yield by whom so much was held lately that more of it waits, and whether much comes into the thread.

        The times are those at which the buckets are full that count what was held.
        """
        if self.held_by_browser.is_used_up(browser_full_at):
            yield "by browser"
        if self.held_by_network.is_used_up(network_full_at):
            yield "by network"
        if self._buckets.left(self._thread) < self._thread.rate.most * (1 - BUSY):
            yield "in thread"

    def count_held(self) -> None:
        """Remember of a browser and of its network that a comment of theirs was held for something in it."""
        for limit in (self.held_by_browser, self.held_by_network):
            take(self.connection, [limit])

    def keep(self) -> None:
        """Keep what was counted."""
        self._buckets.keep()


def count_act(connection: Connection, act: str, sender: Sender, rate: Rate) -> None:
    """Count a lesser act against the limit of its browser, and that of its network, which several browsers share."""
    network = Rate(rate.most * SHARERS, rate.seconds)
    limits = [
        Limit(f"{act} by browser", sender.digest, rate),
        Limit(f"{act} by network", hash_network(connection, sender.address), network),
    ]
    _refuse_to_wait(take(connection, limits), _tell_to_try_again)


def count_preview(session: Session, sender: Sender, settings: Settings) -> None:
    """Count a preview against the limit of its network; who only looks has no cookie, so there is no browser to tell."""
    connection = begin_write(session)
    network = hash_network(connection, sender.address)
    _refuse_to_wait(take(connection, [Limit("preview by network", network, settings.previews_by_network)]))
    sweep(connection)
    session.commit()


def _tell_to_send_again(minutes: int) -> str:
    return ngettext(
        "That is a lot in a short time. Your words are still here: please send them again in %(num)s min.",
        "That is a lot in a short time. Your words are still here: please send them again in %(num)s min.",
        minutes,
    )


def _tell_to_try_again(minutes: int) -> str:
    return ngettext(
        "That is a lot in a short time, so it was not counted. Please try again in %(num)s min.",
        "That is a lot in a short time, so it was not counted. Please try again in %(num)s min.",
        minutes,
    )


def _refuse_to_wait(wait: timedelta | None, tell: Callable[[int], str] = _tell_to_send_again) -> None:
    """Refuse what comes too often, and say how long to wait."""
    if wait:
        raise Refusal("too-often", tell(-(-int(wait.total_seconds()) // 60)), 429, retry_after=wait)
