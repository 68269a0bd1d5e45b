"""data/views.sql and the database → what each view and each of its columns means."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from noticeboard.contents import open_database
from noticeboard.database import VIEWS
from noticeboard.files import read_text
from noticeboard.schema import BOUNDS, Schema, Table

HEAD = re.compile(r"^((?:--.*\n)*)create view (\w+)", re.MULTILINE)
FIELD = re.compile(r"^-- field (\w+): (.+)\n", re.MULTILINE)
AS_IN = re.compile(r"^-- fields as in: (.+)\n", re.MULTILINE)
DATED = "_dated"


@dataclass(frozen=True)
class Column:
    """One column: its name, what it means, and the table or view that says so."""

    name: str
    description: str
    origin: str


@dataclass(frozen=True)
class View:
    """One view: its name, what it holds and its columns in order."""

    name: str
    description: str
    columns: tuple[Column, ...]

    @property
    def is_dated(self) -> bool:
        """Whether the view is a table with the days that its partial dates can mean."""
        return self.name.endswith(DATED)


Known = dict[str, dict[str, Column]]


def read_views(database: Path, schema: Schema, root: Path) -> list[View]:
    """Read a database's views in the order in which they were made, described by the schema and the root's views.sql."""
    with closing(open_database(database)) as db:
        return describe_views(db, schema, read_text(root / VIEWS, VIEWS))


def describe_views(db: sqlite3.Connection, schema: Schema, script: str) -> list[View]:
    """Return the views of a database, each column with its own description or that of the tables it is like."""
    heads = {name: comment for comment, name in HEAD.findall(script)}
    known: Known = {}
    for table in schema.tables.values():
        known[table.name] = _by_name(Column(field.name, field.description, table.name) for field in table.fields)
        known[table.name + DATED] = known[table.name] | _by_name(_describe_days(table))
    views = []
    for name in _names(db, "select name from sqlite_master where type = 'view' order by rowid"):
        own = _by_name(Column(field, text, name) for field, text in FIELD.findall(heads.get(name, "")))
        likes = [like for line in AS_IN.findall(heads.get(name, "")) for like in line.split(", ")]
        known[name] = _merge([known.get(like, {}) for like in [*reversed(likes), name]]) | own
        columns = [known[name].get(column, Column(column, "", name)) for column in _names_of_columns(db, name)]
        views.append(View(name, _describe(name, heads.get(name, "")), tuple(columns)))
    return views


def _by_name(columns: Iterable[Column]) -> dict[str, Column]:
    return {column.name: column for column in columns}


def _merge(described: list[dict[str, Column]]) -> dict[str, Column]:
    """Join what is known of columns; where two say it, the later stands."""
    return {name: column for columns in described for name, column in columns.items()}


def _describe_days(table: Table) -> Iterator[Column]:
    """Yield the columns that a table's dated view adds."""
    for name in table.dates_with_days:
        stem = name.removesuffix("_on")
        bounds = ", within its bounds" if any(stem + bound in table.partial_dates for bound in BOUNDS) else ""
        yield Column(f"{stem}_from", f"The earliest day that {name} can mean{bounds}.", table.name + DATED)
        yield Column(f"{stem}_to", f"The latest day that {name} can mean{bounds}.", table.name + DATED)


def _describe(name: str, comment: str) -> str:
    """Return a view's description: the sentences that stand above it."""
    if name.endswith(DATED) and not comment:
        table = name.removesuffix(DATED)
        return f"Every field of {table}, and of each partial date the earliest and the latest day that it can mean."
    text = AS_IN.sub("", FIELD.sub("", comment))
    return " ".join(line.removeprefix("--").strip() for line in text.splitlines())


def _names(db: sqlite3.Connection, sql: str, *values: str) -> list[str]:
    return [name for (name,) in db.execute(sql, values)]


def _names_of_columns(db: sqlite3.Connection, view: str) -> list[str]:
    return _names(db, "select name from pragma_table_info(?) order by cid", view)
