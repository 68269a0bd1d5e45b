"""The ledger of permanent ids: data/ids.csv remembers each that the record ever held, so that none vanishes unsaid."""

import csv
from collections.abc import Iterator
from pathlib import Path

from noticeboard.problems import BuildError
from noticeboard.record import LEDGER, Record, read_record
from noticeboard.schema import read_schema
from noticeboard.tables import Row, sort_key

Entry = tuple[str, str]
"""A table's name and an id of it."""


def entries_in_use(record: Record) -> Iterator[tuple[Entry, Row]]:
    """Yield every permanent id that the record holds, with its row."""
    for table in record.schema.tables.values():
        if table.is_permanent:
            for row in record[table.name]:
                if key := row[table.primary_key[0]]:
                    yield (table.name, key), row


def retired_ids(record: Record, table: str) -> set[str]:
    """Return the ids that a table held once: those that became aliases, and those that were taken out."""
    aliases = {row["alias"] for row in record["aliases"] if row["table_name"] == table}
    return aliases | {row["tombstone"] for row in record["tombstones"] if row["table_name"] == table}


def enter_ids(root: Path) -> list[str]:
    """Enter every permanent id in data/ids.csv that is not there yet, and return these as "table id"; none is taken out.

    Raises BuildError where the ledger cannot be read or has faults of form.
    """
    path = root / LEDGER.path
    record, problems = read_record(root, read_schema(root / "data/datapackage.yaml"))
    faults = [problem for problem in problems if problem.path == LEDGER.path]
    if faults and path.exists():
        raise BuildError(faults)
    held = {(row["table_name"], row["id"]) for row in record.ledger}
    new = {entry for entry, _ in entries_in_use(record)} - held
    if new:
        _write(path, held | new)
    return [f"{table} {key}" for table, key in _sorted(new)]


def _write(path: Path, entries: set[Entry]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(field.name for field in LEDGER.fields)
        writer.writerows(_sorted(entries))


def _sorted(entries: set[Entry]) -> list[Entry]:
    """Sort entries as the checks ask of the file: numbers within ids count as numbers."""
    rows = [Row({"table_name": table, "id": key}, LEDGER.path, 0) for table, key in entries]
    return [(row["table_name"], row["id"]) for row in sorted(rows, key=lambda row: sort_key(row, LEDGER))]
