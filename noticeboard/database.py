"""Schema and record → data.db: whole or not at all, the same bytes for the same input."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from noticeboard.descriptor import TYPES
from noticeboard.problems import BuildError, Problem
from noticeboard.record import Record
from noticeboard.schema import BOUNDS, Field, Schema, Table

if TYPE_CHECKING:
    from sqlite_utils import Database

VIEWS = "data/views.sql"
ID = "[a-z0-9]+(-[a-z0-9]+)*"
GLOB_PART = re.compile(r"(\\d|\[[\w/-]+\])(?:\{(\d+)\})?")
TOKENIZER = "unicode61 remove_diacritics 2"


def build_database(record: Record, views: str, path: Path, finish: Callable[[Path], None] = lambda draft: None) -> None:
    """Write the record with its search index and views to a SQLite file; `finish` may add to its draft.

    Raises BuildError for a view that SQLite refuses and sqlite3.Error for a row; the file is then as it was.
    """
    draft = path.with_name(path.name + ".draft")
    draft.unlink(missing_ok=True)
    try:
        _write(record, views, draft)
        finish(draft)
        _vacuum(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _write(record: Record, views: str, path: Path) -> None:
    from sqlite_utils import Database  # loads pandas where that is installed, which a check does without

    connection = sqlite3.connect(path, isolation_level=None)
    # A draft that is cut off is made anew, and to wait for a busy disk takes seconds.
    connection.execute("pragma synchronous = off")
    db = Database(connection, use_counts_table=False)
    try:
        with db.atomic():
            connection.execute("pragma defer_foreign_keys = on")
            for table in record.schema.tables.values():
                connection.execute(create_table(table))
                _insert(connection, table, record)
        _index(db, record.schema)
        connection.executescript("".join(create_dated_view(t) for t in record.schema.tables.values()))
        _run_views(connection, views)
        _verify(connection)
    finally:
        connection.close()


def _run_views(connection: sqlite3.Connection, script: str) -> None:
    """Run a script statement by statement, so that a fault is told with the line on which its statement ends."""
    statement = ""
    for number, line in enumerate(script.splitlines(keepends=True), start=1):
        statement += line
        if sqlite3.complete_statement(statement):
            _run_view(connection, statement, number)
            statement = ""
    _run_view(connection, statement, script.count("\n") or 1)


def _run_view(connection: sqlite3.Connection, statement: str, line: int) -> None:
    try:
        connection.execute(statement)
    except sqlite3.Error as error:
        raise BuildError([Problem(VIEWS, line, f"SQLite refuses this: {error}. Mend the statement.")]) from error


def find_broken_views(db: sqlite3.Connection) -> Iterator[Problem]:
    """Yield a problem for each view that cannot be asked: SQLite makes a view without looking at what it names."""
    for (name,) in db.execute("select name from sqlite_master where type = 'view' order by name").fetchall():
        try:
            db.execute(f"explain select * from {_name(name)}")
        except sqlite3.Error as error:
            yield Problem(VIEWS, 1, f"the view {name!r} does not run: {error}. Mend it.")


def create_table(table: Table) -> str:
    """Return the statement that makes a strict table with its keys and checks."""
    parts = [_column(field) for field in table.fields]
    parts.append(f"primary key ({_names(table.primary_key)})")
    parts += [
        f"foreign key ({_names(key.fields)}) references {_name(key.table)} ({_names(key.other_fields)})"
        for key in table.foreign_keys
    ]
    parts += [check for field in table.fields for check in _checks(field)]
    lines = ",\n    ".join(parts)
    return f"create table {_name(table.name)} (\n    {lines}\n) strict"


def _column(field: Field) -> str:
    return f"{_name(field.name)} {TYPES[field.type]}{' not null' if field.required else ''}{' unique' if field.unique else ''}"


def _checks(field: Field) -> Iterator[str]:
    """Yield the rules on one field that SQLite can keep by itself."""
    name = _name(field.name)
    if field.enum:
        yield f"check ({name} in ({', '.join(_text(value) for value in field.enum)}))"
    if field.type == "boolean":
        yield f"check ({name} in (0, 1))"
    if field.type == "date":
        yield f"check ({name} is date({name}, '+0 days'))"
    if field.is_partial_date:
        yield f"check ({name} is substr(date({_earliest(name)}, '+0 days'), 1, length({name})))"
    if pattern := _as_glob(field.pattern):
        yield f"check ({name} glob {_text(pattern)})"
    if field.pattern == ID:
        yield f"check ({name} not glob '*[^a-z0-9-]*' and {name} not glob '-*' and {name} not glob '*-')"
    if field.minimum is not None:
        yield f"check ({name} >= {field.minimum})"
    if field.max_length is not None:
        yield f"check (length({name}) <= {field.max_length})"
    if field.type == "string":
        yield f"check ({name} <> '')"


def _as_glob(pattern: str) -> str:
    """Return SQLite's glob for a pattern that is a row of digits and sets, each a fixed number of times; else nothing."""
    if not re.fullmatch(f"({GLOB_PART.pattern})+", pattern):
        return ""
    return "".join(part[1].replace(r"\d", "[0-9]") * int(part[2] or 1) for part in GLOB_PART.finditer(pattern))


def create_dated_view(table: Table) -> str:
    """Return the statement that makes <table>_dated, with the earliest and latest day of each partial date."""
    columns = []
    for name in table.dates_with_days:
        stem = name.removesuffix("_on")
        earliest = _narrow("max", _earliest(name), stem + BOUNDS[0], table, _earliest)
        latest = _narrow("min", _latest(name), stem + BOUNDS[1], table, _latest)
        columns += [f"{earliest} as {stem}_from", f"{latest} as {stem}_to"]
    if not columns:
        return ""
    select = ",\n    ".join([f"{_name(table.name)}.*", *columns])
    return f"create view {_name(table.name + '_dated')} as\nselect {select}\nfrom {_name(table.name)};\n"


def _earliest(name: str) -> str:
    return f"{name} || substr('0000-01-01', length({name}) + 1)"


def _latest(name: str) -> str:
    month = f"date({name} || '-01', '+1 month', '-1 day')"
    return f"case length({name}) when 4 then {name} || '-12-31' when 7 then {month} else {name} end"


def _narrow(chosen: str, value: str, bound: str, table: Table, widen: Any) -> str:
    """Return an SQL expression for a date's end that its bound may move; `chosen` is max for the earliest day."""
    if bound not in table.partial_dates:
        return value
    limit = widen(bound)
    return f"{chosen}(coalesce({value}, {limit}), coalesce({limit}, {value}))"


def _insert(connection: sqlite3.Connection, table: Table, record: Record) -> None:
    names = [field.name for field in table.fields]
    places = ", ".join("?" * len(names))
    rows = ([row.values.get(name) for name in names] for row in record[table.name])
    connection.executemany(f"insert into {_name(table.name)} ({_names(names)}) values ({places})", rows)


def add_rows(path: Path, tables: dict[str, list[dict[str, Any]]]) -> None:
    """Add rows, given by column, to tables of a database."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for table, rows in tables.items():
            for row in rows:
                places = ", ".join("?" * len(row))
                connection.execute(f"insert into {_name(table)} ({_names(row)}) values ({places})", list(row.values()))
        _verify(connection)


def _index(db: "Database", schema: Schema) -> None:
    for table in schema.tables.values():
        for key in table.foreign_keys:
            if key.fields != table.primary_key[: len(key.fields)]:
                db.table(table.name).create_index(key.fields, if_not_exists=True)
        if table.search:
            db.table(table.name).enable_fts(table.search, fts_version="FTS5", tokenize=TOKENIZER).optimize()


def _verify(connection: sqlite3.Connection) -> None:
    broken = connection.execute("pragma foreign_key_check").fetchall()
    sound = connection.execute("pragma integrity_check").fetchone()[0]
    if broken or sound != "ok":
        raise sqlite3.IntegrityError(f"the database is not sound: {broken or sound}")


def _vacuum(draft: Path, path: Path) -> None:
    """Copy the draft without its history, so that bytes depend on content alone, then put it in place by one rename."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    connection = sqlite3.connect(draft)
    connection.execute("vacuum into ?", [str(fresh)])
    connection.close()
    fresh.replace(path)


def _name(name: str) -> str:
    return f'"{name}"'


def _names(names: Any) -> str:
    return ", ".join(_name(name) for name in names)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
