"""How values look in the service's templates: instants and partial dates in words, links that lead nowhere."""

from collections.abc import Callable
from datetime import UTC, datetime

from comments_service.rendering import make_inert

MONTHS = ("January", "February", "March", "April", "May", "June",
          "July", "August", "September", "October", "November", "December")  # fmt: skip


def show_instant(at: datetime) -> str:
    """Return an instant in words, in UTC: 3 May 2026 at 14:05 UTC."""
    at = at.astimezone(UTC)
    return f"{at.day} {MONTHS[at.month - 1]} {at.year} at {at:%H:%M} UTC"


def show_partial(text: str, basis: str = "stated") -> str:
    """Return a partial date in words at its own precision, with "about" where the day is inferred."""
    year, month, day = (*text.split("-"), "", "")[:3]
    words = [str(int(day))] if day else []
    words += [MONTHS[int(month) - 1]] if month else []
    about = ["about"] if basis == "inferred" and day else []
    return " ".join([*about, *words, year])


def make_filters() -> dict[str, Callable[..., str]]:
    """Return the filters that templates use."""
    return {"instant": show_instant, "partial_date": show_partial, "inert": make_inert}
