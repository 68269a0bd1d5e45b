"""Pages on which nobody else talks, one for each test that asks."""

import csv
from collections.abc import Iterator

from tests.conftest import PROJECT

TAKEN = {
    "forces/cleveland",
    "forces/durham",
    "forces/staffordshire",
    "forces/wiltshire",
    "notices/staffordshire-2022-03",
}
"""Where some test has a conversation of its own."""


def take_page() -> str:
    """Return a page that no test of this process has taken before."""
    return next(PAGES)


def _list_pages() -> Iterator[str]:
    for folder, table, key in (("forces", "forces", "force"), ("notices", "notices", "notice")):
        text = (PROJECT / f"data/tables/{table}.csv").read_text(encoding="utf-8")
        yield from (f"{folder}/{row[key]}" for row in csv.DictReader(text.splitlines()))


PAGES = (page for page in _list_pages() if page not in TAKEN)
