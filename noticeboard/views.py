"""data/views.sql, the named queries and the database → what each view, each query and each of their columns means."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from noticeboard.contents import open_database
from noticeboard.database import VIEWS
from noticeboard.files import read_text
from noticeboard.problems import Problem
from noticeboard.queries import NamedQuery
from noticeboard.schema import BOUNDS, Schema, Table

HEAD = re.compile(r"^((?:--.*\n)*)create view (\w+)", re.MULTILINE)
FIELD = re.compile(r"^-- field (\w+): (.+)\n", re.MULTILINE)
LIKE = re.compile(r"as in (\w+)\.(\w+)$")
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


Answers = dict[str, tuple[Column, ...]]
"""The columns of the answer to each named query."""


@dataclass(frozen=True)
class Meanings:
    """What a database's views and the answers to the named queries hold."""

    views: list[View]
    answers: Answers


Known = dict[str, dict[str, Column]]


def read_meanings(database: Path, schema: Schema, root: Path, queries: Iterable[NamedQuery]) -> Meanings:
    """Read what a database's views and the root's named queries hold, described by the schema and by themselves."""
    views = read_views(database, schema, root)
    with closing(open_database(database)) as db:
        return Meanings(views, describe_queries(db, schema, views, queries))


def read_views(database: Path, schema: Schema, root: Path) -> list[View]:
    """Read a database's views in the order in which they were made, described by the schema and the root's views.sql."""
    with closing(open_database(database)) as db:
        return describe_views(db, schema, read_text(root / VIEWS, VIEWS))


def describe_views(db: sqlite3.Connection, schema: Schema, script: str) -> list[View]:
    """Return the views of a database, each column with its own description or that of the tables it is like."""
    heads = {name: comment for comment, name in HEAD.findall(script)}
    known = know_tables(schema)
    views = []
    for name in _names(db, "select name from sqlite_master where type = 'view' order by rowid"):
        head = heads.get(name, "")
        known[name] = describe_columns(name, head, known)
        columns = [known[name].get(column, Column(column, "", name)) for column in _names_of_columns(db, name)]
        views.append(View(name, _describe(name, head), tuple(columns)))
    return views


def know_tables(schema: Schema) -> Known:
    """Return what is known of the columns of each table, and of its dated view."""
    known: Known = {}
    for table in schema.tables.values():
        known[table.name] = _by_name(Column(field.name, field.description, table.name) for field in table.fields)
        known[table.name + DATED] = known[table.name] | _by_name(_describe_days(table))
    return known


def describe_columns(name: str, head: str, known: Known) -> dict[str, Column]:
    """Return what the comment lines above a view or query say of its columns, and what the tables do that they name."""
    own = _by_name(_read_own(name, head, known))
    likes = [like for line in AS_IN.findall(head) for like in line.split(", ")]
    return _merge([known.get(like, {}) for like in [*reversed(likes), name]]) | own


def _read_own(name: str, head: str, known: Known) -> Iterator[Column]:
    """Yield each column that has a line of its own: a sentence, or the table and column that it is like."""
    for field, text in FIELD.findall(head):
        like = LIKE.match(text)
        told = known.get(like[1], {}).get(like[2]) if like else None
        yield Column(field, told.description, told.origin) if told else Column(field, "" if like else text, name)


def describe_queries(
    db: sqlite3.Connection, schema: Schema, views: Iterable[View], queries: Iterable[NamedQuery]
) -> Answers:
    """Return the columns of each named query in order, described as those of views are; what nothing describes is empty."""
    known = know_tables(schema) | {view.name: _by_name(view.columns) for view in views}
    described = {}
    for query in queries:
        told = describe_columns(query.name, query.head, known)
        names = columns_of_query(db, query)
        described[query.name] = tuple(told.get(name, Column(name, "", query.name)) for name in names)
    return described


def find_undescribed(queries: Iterable[NamedQuery], answers: Answers) -> Iterator[Problem]:
    """Yield a problem for each column of a named query that nothing describes, and for each description of none."""
    for query in queries:
        path, columns = f"data/queries/{query.name}.sql", answers[query.name]
        for name in (column.name for column in columns if not column.description):
            remedy = f"Add a line -- field {name}: its meaning."
            yield Problem(path, query.line, f"the column {name!r} is not described. {remedy}")
        for name in sorted({name for name, _ in FIELD.findall(query.head)} - {column.name for column in columns}):
            line = query.head[: query.head.index(f"-- field {name}:")].count("\n") + 1
            yield Problem(path, line, f"the query has no column {name!r}. Take the line out, or mend its name.")


def columns_of_query(db: sqlite3.Connection, query: NamedQuery) -> list[str]:
    """Return the names of a query's columns, without asking it for a row."""
    asked = db.execute(f"select * from ({query.sql}) limit 0", dict.fromkeys(query.example))
    return [column[0] for column in asked.description]


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
