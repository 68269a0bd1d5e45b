"""How often the acts of readers are taken: each against the limits of its browser and network, with a sentence where it is too often."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from comments_service.config import Settings
from comments_service.db import begin_write
from comments_service.errors import Refusal
from comments_service.limits import Limit, Rate, count, find_wait, give_back, sweep, take
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
    """What a post counts against: its browser, its network, which is known by its hash, its thread and the site.

    It belongs into a transaction that writes, and that is given up where a post is refused.
    """

    def __init__(self, connection: Connection, submission: Submission, settings: Settings, network: str) -> None:
        self.connection, self.submission, self.settings = connection, submission, settings
        browser = submission.sender.digest
        self._network = Limit("post by network", network, settings.posts_by_network)
        self._browser = Limit("post by browser", browser, settings.posts_by_browser)
        self._site = Limit("post on site", "", settings.brake)
        self.thread = Limit("post in thread", submission.page, settings.posts_in_thread)
        self.held_by_browser = Limit("held by browser", browser, HELD_BY_BROWSER)
        self.held_by_network = Limit("held by network", network, HELD_BY_NETWORK)

    def count(self) -> bool:
        """Count a post, and tell whether it is one too many for the whole site; refuses one that comes too often."""
        full_at = count(self.connection, [self._network, self._browser, self.thread, self._site])
        site = full_at.pop(self._site)
        _refuse_to_wait(find_wait(full_at))
        is_crowd = find_wait({self._site: site}) is not None
        if is_crowd:
            give_back(self.connection, self._site)
        return is_crowd

    def floods(self, browser: float | None, network: float | None, thread: float | None) -> Iterator[str]:
        """Yield by whom so much was held lately that more of it waits, and whether much comes into the thread.

        browser and network are the times at which the buckets are full that count what was held, thread that of the thread's.
        """
        if self.held_by_browser.left(browser) < 1:
            yield "by browser"
        if self.held_by_network.left(network) < 1:
            yield "by network"
        if self.thread.left(thread) < self.thread.rate.most * (1 - BUSY):
            yield "in thread"

    def count_held(self) -> None:
        """Remember of a browser and of its network that a comment of theirs was held for something in it."""
        for limit in (self.held_by_browser, self.held_by_network):
            take(self.connection, [limit])


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
