"""How often the acts of readers are taken: each against the limits of its browser and network, with a sentence where it is too often."""

from sqlalchemy.orm import Session

from comments_service.config import Settings
from comments_service.db import begin_write
from comments_service.errors import Refusal
from comments_service.limits import Limit, Rate, sweep, take
from comments_service.senders import Sender, hash_network
from comments_service.services.drafts import Submission
from wording import ngettext

SHARERS = 10
"""How many browsers' worth of lesser acts one network may send."""


def count_post(session: Session, submission: Submission, settings: Settings) -> None:
    """Count a comment against the limits of the network, the browser and the thread."""
    network = hash_network(session, submission.sender.address)
    limits = [
        Limit("post by network", network, settings.posts_by_network),
        Limit("post by browser", submission.sender.digest, settings.posts_by_browser),
        limit_of_thread(submission.page, settings),
    ]
    refuse_where_too_often(session, limits)


def limit_of_thread(page: str, settings: Settings) -> Limit:
    """Return the limit of what one thread takes."""
    return Limit("post in thread", page, settings.posts_in_thread)


def count_act(session: Session, act: str, sender: Sender, rate: Rate) -> None:
    """Count a lesser act against the limit of its browser, and that of its network, which several browsers share."""
    network = Rate(rate.most * SHARERS, rate.seconds)
    limits = [
        Limit(f"{act} by browser", sender.digest, rate),
        Limit(f"{act} by network", hash_network(session, sender.address), network),
    ]
    refuse_where_too_often(session, limits)


def count_preview(session: Session, sender: Sender, settings: Settings) -> None:
    """Count a preview against the limit of its network; who only looks has no cookie, so there is no browser to tell."""
    begin_write(session)
    network = hash_network(session, sender.address)
    refuse_where_too_often(session, [Limit("preview by network", network, settings.previews_by_network)])
    sweep(session)
    session.commit()


def refuse_where_too_often(session: Session, limits: list[Limit]) -> None:
    """Count an act against its limits; refuses what comes too often, and says how long to wait."""
    wait = take(session, limits)
    if wait:
        session.commit()
        minutes = -(-int(wait.total_seconds()) // 60)
        sentence = ngettext(
            "That is a lot in a short time. Your words are still here: please send them again in %(num)s min.",
            "That is a lot in a short time. Your words are still here: please send them again in %(num)s min.",
            minutes,
        )
        raise Refusal("too-often", sentence, 429, retry_after=wait)
