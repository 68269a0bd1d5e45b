"""How values look in the service's templates: instants and partial dates in words, links that lead nowhere."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from comments_service.judging.sentences import tell_author, tell_desk
from comments_service.rendering import make_inert
from wording import gettext, pgettext, pgettext_noop, show_day, show_month, show_number, show_time

STATES = (
    pgettext_noop("state of a comment", "pending"),
    pgettext_noop("state of a comment", "published"),
    pgettext_noop("state of a comment", "rejected"),
    pgettext_noop("state of a comment", "removed"),
    pgettext_noop("state of a comment", "withdrawn"),
)
VERBS = (
    pgettext_noop("act of a moderator", "publish"),
    pgettext_noop("act of a moderator", "reject"),
    pgettext_noop("act of a moderator", "remove"),
    pgettext_noop("act of a moderator", "restore"),
    pgettext_noop("act of a moderator", "keep"),
)


def show_instant(at: datetime) -> str:
    """Return an instant in words, in UTC: 3 May 2026 at 14:05 UTC."""
    at = at.astimezone(UTC)
    return gettext("%(day)s at %(time)s UTC", day=show_day(at.date()), time=show_time(at))


def show_partial(text: str, basis: str = "stated") -> str:
    """Return a partial date in words at its own precision, with "about" where the day is inferred."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        day = show_day(date(*parts))
        return gettext("about %(day)s", day=day) if basis == "inferred" else day
    return show_month(*parts) if len(parts) == 2 else text


def show_state(state: str) -> str:
    """Return in words where a comment stands: pending."""
    return pgettext("state of a comment", state)


def show_verb(verb: str) -> str:
    """Return in words what a moderator does to a comment: publish."""
    return pgettext("act of a moderator", verb)


def show_reason(reason: str) -> str:
    """Return why a moderator decided against a comment, in a sentence for its author."""
    words = reason.rstrip(".").removeprefix(gettext("other") + ": ")
    return (
        gettext("Why: it %(reason)s.", reason=words)
        if reason.startswith(words)
        else gettext("Why: %(words)s.", words=words)
    )


def make_filters() -> dict[str, Callable[..., object]]:
    """Return the filters that templates use."""
    return {
        "instant": show_instant,
        "partial_date": show_partial,
        "number": show_number,
        "state": show_state,
        "verb": show_verb,
        "inert": make_inert,
        "verdict": tell_desk,
        "reasons_to_wait": tell_author,
        "why": show_reason,
    }
