"""Deadlines → calendars (RFC 5545): one all-day entry a recommendation, with no reading of the clock."""

import re
from collections.abc import Iterable, Iterator

from noticeboard.contents import Row

BASES = {
    "stated": "The deadline is stated by a source.",
    "computed": "The deadline is computed: {due_text}, counted from the day of publication.",
}
PRECISIONS = {4: "Only the year is known; this is its last day.", 7: "Only the month is known; this is its last day."}
LONGEST_LINE = 75
"""In bytes; a longer line goes on in the next, which then begins with a space."""


def write_calendar(title: str, as_on: str, deadlines: Iterable[Row]) -> bytes:
    """Return the calendar of these deadlines; every entry bears the record's own day as the time it was made."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Noticeboard//Deadlines//EN", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{_escape(title)}"]
    for row in deadlines:
        lines += _event(row, as_on)
    return "".join(_fold(line) + "\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _event(row: Row, as_on: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{row['recommendation']}@noticeboard"
    yield f"DTSTAMP:{_digits(as_on)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_digits(row['due_to'])}"
    yield "SUMMARY:" + _escape("{force_name}: {summary} (due, {due_basis})".format(**row))
    yield "DESCRIPTION:" + _escape(_describe(row, as_on))
    yield f"CATEGORIES:{row['due_basis']}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _describe(row: Row, as_on: str) -> str:
    basis = BASES[row["due_basis"]].format(due_text=row["due_text"])
    sentences = [basis, PRECISIONS.get(len(row["due_on"]), ""), f"Status as on {as_on}: {row['status']}."]
    return " ".join([*filter(None, sentences), f"Notice: {row['notice']}."])


def _digits(day: str) -> str:
    return day.replace("-", "")


def _escape(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", " ".join(text.split()))


def _fold(line: str) -> str:
    """Break a line that is too long, never within a character."""
    parts, part, length = [], "", 0
    for character in line:
        size = len(character.encode())
        if length + size > LONGEST_LINE:
            parts.append(part)
            part, length = " ", 1
        part, length = part + character, length + size
    return "\r\n".join([*parts, part])
