"""Rows → their places in the text of a CSV file, of which all the rest stays as it is."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from typing import Any

from noticeboard.schema import Table
from noticeboard.tables import Row, sort_key

Cells = Mapping[str, str]
"""A row's texts by field; a field that is not named is empty."""


@dataclass(frozen=True)
class _Piece:
    """One row as it stands in a file, with its line end."""

    text: str
    key: tuple[Any, ...] = ()
    is_new: bool = False


def insert_rows(text: str, table: Table, rows: Sequence[Cells]) -> tuple[str, list[int]]:
    """Put rows where the order of a table's CSV file wants them; returns the new text and the lines of the new rows."""
    header, *held = _split_rows(text)
    end = "\r\n" if header.endswith("\r\n") else "\n"
    names = [field.name for field in table.columns]
    old = [_Piece(piece, _key(dict(zip(names, _parse(piece), strict=True)), table)) for piece in held]
    new = [_Piece(_format(row, names, end), _key(row, table), is_new=True) for row in rows]
    merged = merge(old, sorted(new, key=_by_key), key=_by_key)
    return _join([_Piece(header), *merged], end)


def _by_key(piece: _Piece) -> tuple[Any, ...]:
    return piece.key


def _key(cells: Cells, table: Table) -> tuple[Any, ...]:
    return sort_key(Row(dict(cells), table.path, 0), table)


def _split_rows(text: str) -> Iterator[str]:
    """Yield the text of each row; a cell may hold a line break."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, strict=True)
    begin = 0
    for _ in reader:
        yield "".join(lines[begin : reader.line_num])
        begin = reader.line_num


def _parse(piece: str) -> list[str]:
    return next(csv.reader(io.StringIO(piece, newline=""), strict=True))


def _format(row: Cells, names: list[str], end: str) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator=end).writerow(row.get(name, "") for name in names)
    return file.getvalue()


def _join(pieces: list[_Piece], end: str) -> tuple[str, list[int]]:
    """Join pieces to a text; a last row that had no line end gets one where another follows it."""
    text, lines = "", []
    for piece in pieces:
        if text and not text.endswith(("\n", "\r")):
            text += end
        if piece.is_new:
            lines.append(len(list(io.StringIO(text, newline=""))) + 1)
        text += piece.text
    return text, lines
