"""The least that a record and its questions cost: the csv and sqlite3 of Python alone, in this process."""

import csv
import json
import sqlite3
import time
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from bench.table import Reading, summarise

Rows = dict[str, list[tuple[Any, ...]]]


def read_files(root: Path) -> int:
    """Read every table and every text, and look at nothing; returns how many rows and texts there are."""
    count = sum(1 for path in (root / "content").rglob("*.md") if path.read_text(encoding="utf-8"))
    for path in (root / "data").rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            count += len(list(csv.reader(file)))
    return count


def read_rows(database: Path) -> tuple[list[str], Rows]:
    """Return the statements that made a database's tables, indexes and search indexes, and the rows of the tables."""
    with closing(sqlite3.connect(database)) as db:
        kinds = dict(db.execute("select name, type from pragma_table_list where schema = 'main'"))
        made = db.execute("select name, sql from sqlite_master where sql is not null order by type = 'index', rowid")
        statements = [sql for name, sql in made if kinds.get(name, "index") in ("table", "virtual", "index")]
        tables = [name for name, kind in kinds.items() if kind == "table" and not name.startswith("sqlite_")]
        return statements, {name: db.execute(f'select * from "{name}"').fetchall() for name in tables}


def write_rows(statements: list[str], rows: Rows, path: Path) -> None:
    """Write rows to a new database, and index them."""
    with closing(sqlite3.connect(path)) as db, db:
        run_all(db, [statement for statement in statements if not is_index(statement)])
        for name, values in rows.items():
            if values:
                db.executemany(f'insert into "{name}" values ({", ".join("?" * len(values[0]))})', values)
        run_all(db, [statement for statement in statements if is_index(statement)])
        search = db.execute("select name from pragma_table_list where type = 'virtual'").fetchall()
        run_all(db, [f'insert into "{name}" ("{name}") values (\'rebuild\')' for (name,) in search])


def is_index(statement: str) -> bool:
    """Tell whether a statement makes an index or a search index, which is best done once the rows are there."""
    return statement.casefold().startswith(("create index", "create virtual"))


def run_all(db: sqlite3.Connection, statements: Iterable[str]) -> None:
    """Run statements."""
    for statement in statements:
        db.execute(statement)


def answer(database: Path, sql: str, values: list[dict[str, str]]) -> Reading:
    """Return how long the rows of a statement take as JSON, without HTTP, for each of some values in turn."""
    with closing(sqlite3.connect(f"file:{database}?immutable=1", uri=True)) as db:
        taken = []
        for bound in values:
            start = time.perf_counter()
            json.dumps(db.execute(sql, bound).fetchmany(1000))
            taken.append(time.perf_counter() - start)
    return summarise(taken)
