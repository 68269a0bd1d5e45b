"""A table's rows → CSV, JSON Lines and Parquet: the same bytes for the same rows."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from noticeboard.contents import Row, to_json
from noticeboard.schema import Field, Table

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""The first characters by which a spreadsheet takes a text for a formula."""

QUOTED = re.compile(r'[",\r\n]')
DAY_ZERO = date(1970, 1, 1).toordinal()


def write_csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return rows as exact CSV: UTF-8, one line feed a row, true and false in words, an empty cell for unknown."""
    return "".join(_lines(columns, rows, _cell, "\n")).encode()


def write_spreadsheet_csv(columns: Sequence[str], rows: Iterable[Row]) -> bytes:
    """Return rows as CSV that a spreadsheet opens safely: marked as UTF-8, an apostrophe before what looks like a formula."""
    return "".join(_lines(columns, rows, lambda value: _cell(defuse(value)), "\r\n")).encode("utf-8-sig")


def defuse(value: Any) -> Any:
    """Return a text that no spreadsheet takes for a formula; other values as they are."""
    return "'" + value if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value


def _lines(columns: Sequence[str], rows: Iterable[Row], cell: Callable[[Any], str], end: str) -> Iterator[str]:
    yield ",".join(columns) + end
    for row in rows:
        yield ",".join([cell(row[column]) for column in columns]) + end


def _cell(value: Any) -> str:
    """Return a value as one cell; Python's own writer leaves a carriage return unquoted up to 3.12."""
    if value is None or value is True or value is False:
        return {None: "", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"' if QUOTED.search(value) else value
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def write_json_lines(rows: Iterable[Row]) -> bytes:
    """Return one JSON object a line, with null for unknown."""
    return "".join(to_json(row) + "\n" for row in rows).encode()


def write_parquet(table: Table, rows: Sequence[Row]) -> bytes:
    """Return rows as Parquet with the schema's types; a date that may be partial stays a text."""
    from arro3 import io as arro3_io  # two large libraries, which a check does without
    from arro3.core import Table as ArrowTable

    columns = {field.name: _make_array(field, [row[field.name] for row in rows]) for field in table.fields}
    about = {"description": f"{table.title}. {table.description}"}  # one key: of several, the order is left to chance
    file = io.BytesIO()
    arro3_io.write_parquet(
        ArrowTable.from_pydict(columns), file, compression="zstd(3)", created_by="noticeboard", key_value_metadata=about
    )
    return file.getvalue()


def _make_array(field: Field, values: list[Any]) -> Any:
    from arro3.core import Array, DataType

    if field.type == "date":
        days = [None if value is None else date.fromisoformat(value).toordinal() - DAY_ZERO for value in values]
        return Array(days, type=DataType.int32()).cast(DataType.date32())
    types = {
        "string": DataType.utf8,
        "integer": DataType.int64,
        "number": DataType.float64,
        "boolean": DataType.bool,
    }
    return Array(values, type=types[field.type]())


def as_typed(table: Table, rows: Iterable[Row]) -> list[Row]:
    """Return SQLite's rows with true and false where the schema has them, in the order of its fields."""
    booleans = {field.name for field in table.fields if field.type == "boolean"}
    return [{name: _as_boolean(value) if name in booleans else value for name, value in row.items()} for row in rows]


def _as_boolean(value: int | None) -> bool | None:
    return None if value is None else bool(value)
