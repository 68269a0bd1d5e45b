"""What every check is made of: a rule over the record, and a fault at one of its rows."""

from collections.abc import Callable, Iterator

from noticeboard.problems import Problem
from noticeboard.record import Record
from noticeboard.tables import Row

Check = Callable[[Record], Iterator[Problem]]


def at(row: Row, message: str) -> Problem:
    """Return a fault at the line on which a row stands."""
    return Problem(row.path, row.line, message)
