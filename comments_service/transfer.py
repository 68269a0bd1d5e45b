"""All that the service keeps, as JSON Lines that end with a count and a checksum; and back into an empty database."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from sqlalchemy import Connection, Enum, Table, func, insert, select, text
from sqlalchemy.types import TypeEngine

from comments_service.columns import Base, UTCDateTime
from comments_service.models import AddressKey, Bucket, DeskSession

FORMAT = "noticeboard-comments"
VERSION = "0003"
"""The step of the schema since which what is carried elsewhere is told as it is."""

PASSING = {model.__tablename__ for model in (AddressKey, Bucket, DeskSession)}
"""Tables of what counts for hours at most, and is nobody's to carry elsewhere."""

TABLES = [table for table in Base.metadata.sorted_tables if table.name not in PASSING]
"""The tables in the order in which they can be filled."""

BATCH = 1000


class BrokenExport(Exception):
    """A file is no whole export; the message says where and what to do."""


def write_export(connection: Connection, path: Path) -> int:
    """Write all rows to a file, whole or not at all, and return how many; it belongs into one transaction."""
    with NamedTemporaryFile("wb", dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
        part = Path(file.name)
        try:
            digest, count = hashlib.sha256(), 0
            for line in make_lines(connection):
                count += 1
                digest.update(line)
                file.write(line)
            file.write(_as_line({"count": count, "sha256": digest.hexdigest()}))
            file.flush()
            os.fsync(file.fileno())  # only what is wholly on disk takes the place of the last export
            part.rename(path)
        finally:
            part.unlink(missing_ok=True)
    return count - 1


def make_lines(connection: Connection) -> Iterator[bytes]:
    """Yield what the file is, then each row, in the order of the tables and of their keys."""
    yield _as_line({"format": FORMAT, "version": VERSION})
    for table in TABLES:
        rows = connection.execution_options(yield_per=BATCH).execute(select(table).order_by(*table.primary_key))
        for row in rows.mappings():
            yield _as_line({"table": table.name, "row": {name: _as_text(row[name]) for name in row}})


def _as_line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _as_text(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def read_export(connection: Connection, path: Path) -> int:
    """Put the rows of a file into an empty database, all or none, and return how many; raises BrokenExport."""
    check_export(path)
    _refuse_unless_empty(connection)
    count = 0
    for name, rows in _read_rows(path):
        count += len(rows)
        connection.execute(insert(Base.metadata.tables[name]), rows)
    _set_counters(connection)
    return count


def check_export(path: Path) -> None:
    """Raise BrokenExport unless a file is an export of this version and whole."""
    digest, count, last = hashlib.sha256(), 0, b""
    with path.open("rb") as file:
        for line in file:
            if count == 1:
                _check_head(path, last)
            digest.update(last)
            last, count = line, count + 1
    if last != _as_line({"count": count - 1, "sha256": digest.hexdigest()}):
        raise BrokenExport(f"{path}: the file is not whole: its last line does not fit the others. Export it again.")


def _check_head(path: Path, line: bytes) -> None:
    if line != _as_line({"format": FORMAT, "version": VERSION}):
        raise BrokenExport(
            f"{path}:1: this is no export of version {VERSION}. Export it with the same release as this one."
        )


def _refuse_unless_empty(connection: Connection) -> None:
    for table in TABLES:
        if connection.scalar(select(func.count()).select_from(table)):
            raise BrokenExport(f"The table {table.name} has rows already. Import into an empty database.")


def _read_rows(path: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the rows of a file, some at a time, with the name of their table."""
    name, rows = "", list[dict[str, Any]]()
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            told = json.loads(line)
            if "table" not in told:
                continue
            if rows and (told["table"] != name or len(rows) == BATCH):
                yield name, rows
                rows = []
            name = _check_table(path, number, told["table"])
            rows.append(_as_values(Base.metadata.tables[name], told["row"]))
    if rows:
        yield name, rows


def _check_table(path: Path, number: int, name: str) -> str:
    if name not in {table.name for table in TABLES}:
        raise BrokenExport(
            f"{path}:{number}: there is no table {name!r} here. Export with the same release as this one."
        )
    return name


def _as_values(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Return a row's values as the table's columns take them."""
    return {name: _as_value(table.columns[name].type, value) for name, value in row.items()}


def _as_value(kind: TypeEngine[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, Enum):
        return kind.python_type(value)
    return datetime.fromisoformat(value) if isinstance(kind, UTCDateTime) else value


def _set_counters(connection: Connection, tables: Iterable[Table] = TABLES) -> None:
    """Let PostgreSQL go on counting where the rows end; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        if "id" in table.columns:
            sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
            highest = f"(select coalesce(max(id), 0) + 1 from {table.name})"
            connection.execute(text(f"select setval({sequence}, {highest}, false)"))
