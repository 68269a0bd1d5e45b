"""The ways on from a row: to the rows that its keys name, and to the site's page about it."""

import sqlite3
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from datasette.utils import tilde_encode
from markupsafe import Markup

from wording import gettext, gettext_noop

KEYS: WeakKeyDictionary[Any, dict[tuple[str, str], str]] = WeakKeyDictionary()


async def link_row(database: Any, table: str, column: str, value: str) -> Markup | None:
    """Return a link to the row that a key names; Datasette makes them on pages of tables, and none on those of rows."""
    other = (await read_keys(database)).get((table, column))
    if not other:
        return None
    address = database.ds.urls.row(database.name, other, tilde_encode(value))
    return Markup('<a href="{}">{}</a>').format(address, value)


async def read_keys(database: Any) -> dict[tuple[str, str], str]:
    """Return the table that each column with a foreign key points to; read once, since there is a cell for each."""
    if database not in KEYS:
        KEYS[database] = {
            (table, key["column"]): key["other_table"]
            for table in await database.table_names()
            for key in await database.foreign_keys_for_table(table)
        }
    return KEYS[database]


def find_page(table: str, row: sqlite3.Row) -> tuple[str, str] | None:
    """Return the words and the address of a link to the page about a row, if there is one."""
    values = dict(zip(row.keys(), tuple(row), strict=True))
    for name, words, address in PAGES:
        if name == table:
            return gettext(words), address(values)
    return None


def find_cause(row: dict[str, Any]) -> str:
    """Return the address of a cause, which its notice's page tells of."""
    return f"/notices/{row['notice']}/#cause-{row['cause'].rpartition('-')[2]}"


PAGES: tuple[tuple[str, str, Callable[[dict[str, Any]], str]], ...] = (
    ("notices", gettext_noop("Read the page of this notice"), lambda row: f"/notices/{row['notice']}/"),
    (
        "recommendations",
        gettext_noop("Read the page of this recommendation"),
        lambda row: f"/recommendations/{row['recommendation']}/",
    ),
    ("forces", gettext_noop("Read the page of this force"), lambda row: f"/forces/{row['force']}/"),
    ("stories", gettext_noop("Read this story"), lambda row: f"/news/{row['story']}/"),
    ("causes", gettext_noop("Read about this cause on the page of its notice"), find_cause),
    ("press", gettext_noop("Read what was published"), lambda row: str(row["source"])),
    ("sources", gettext_noop("Read the page itself"), lambda row: str(row["source"])),
)
