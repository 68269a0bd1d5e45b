"""A database → its tables and rows, and the one hash that stands for them all."""

import hashlib
import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, Any]

HISTORY = ("changes", "releases")
"""The tables that tell versions apart: no part of what makes a version, or a release would change what it releases."""

to_json = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Contents:
    """What one table holds: its columns, its key and its rows, in the order in which they were written."""

    columns: tuple[str, ...]
    key: tuple[str, ...]
    rows: list[Row]


def read_contents(path: Path) -> dict[str, Contents]:
    """Read every table of a database, the search index apart; raises sqlite3.Error where it is none."""
    with closing(open_database(path)) as db:
        names = db.execute("select name from pragma_table_list where schema = 'main' and type = 'table' order by name")
        return {name: _read_table(db, name) for (name,) in names.fetchall() if not name.startswith("sqlite_")}


def open_database(path: Path, *, is_shared: bool = False) -> sqlite3.Connection:
    """Open a database for reading alone, maybe for several threads that take turns; raises sqlite3.OperationalError where there is none."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=not is_shared)


def _read_table(db: sqlite3.Connection, name: str) -> Contents:
    about = db.execute("select name, pk from pragma_table_info(?) order by cid", [name]).fetchall()
    columns = tuple(column for column, _ in about)
    key = tuple(column for column, place in sorted(about, key=lambda pair: pair[1]) if place)
    rows = [dict(zip(columns, row, strict=True)) for row in db.execute(f'select * from "{name}" order by rowid')]
    return Contents(columns, key or columns, rows)


def leave_out_history(tables: dict[str, Contents]) -> dict[str, Contents]:
    """Return the tables of the record itself, without those that tell how its versions differ."""
    return {name: table for name, table in tables.items() if name not in HISTORY}


def hash_contents(tables: dict[str, Contents]) -> str:
    """Return the SHA-256 of the record's columns and rows: the same whatever the rows' order and the version of SQLite."""
    digest = hashlib.sha256()
    for name, table in sorted(leave_out_history(tables).items()):
        digest.update(_line([name, *table.columns]))
        for line in sorted(_line(list(row.values())) for row in table.rows):
            digest.update(line)
    return digest.hexdigest()


def _line(values: list[Any]) -> bytes:
    return to_json(values).encode() + b"\n"


@dataclass(frozen=True)
class Version:
    """One version of the record: its name, the day on which it ends and the hash of its contents."""

    version: str
    as_on: str
    content_hash: str


def name_version(tables: dict[str, Contents]) -> Version:
    """Name a version by the record's last day and the first eight digits of the hash of its contents."""
    as_on, content_hash = read_as_on(tables), hash_contents(tables)
    return Version(f"{as_on}-{content_hash[:8]}", as_on, content_hash)


def read_as_on(tables: dict[str, Contents]) -> str:
    """Return the day on which the record ends, as YYYY-MM-DD."""
    return str(tables["record"].rows[0]["as_on"])
