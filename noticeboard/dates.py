"""Dates that may be partial: `2022`, `2022-03` or `2022-03-29`; the length is the precision."""

import re
from calendar import monthrange
from datetime import date

PARTS = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def is_partial_date(text: str) -> bool:
    """Whether the text is a year, a month or a day that the calendar has."""
    match = PARTS.fullmatch(text)
    if not match:
        return False
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def earliest(text: str) -> str:
    """Return the first day that a partial date can mean; nothing for nothing."""
    return text + "0000-01-01"[len(text) :] if text else ""


def latest(text: str) -> str:
    """Return the last day that a partial date can mean; nothing for nothing."""
    if len(text) == 4:
        return f"{text}-12-31"
    if len(text) == 7:
        return f"{text}-{monthrange(int(text[:4]), int(text[5:]))[1]:02}"
    return text
