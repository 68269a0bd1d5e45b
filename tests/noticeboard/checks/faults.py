"""What the checks say of a site."""

from pathlib import Path

import noticeboard
from tests.factories import amend


def messages(site: Path) -> list[str]:
    """Return every fault of a site, as a reader sees it."""
    return [str(problem) for problem in noticeboard.check(site)]


def messages_with(site: Path, table: str, line: int, **cells: str) -> list[str]:
    """Return what the checks say of a row once other cells are written into it, without its path and line."""
    amend(site, table, line, **cells)
    where = f"data/tables/{table}.csv:{line}: "
    return [message.removeprefix(where) for message in messages(site) if message.startswith(where)]
