"""A CSV file → its rows, each with its line number."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Any

from noticeboard.dates import is_partial_date
from noticeboard.files import read_text
from noticeboard.problems import BuildError, Problem, did_you_mean
from noticeboard.schema import Field, Table

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Characters that no reader sees: controls, and those that join, part, turn round or fill text."""

DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
INTEGER = re.compile(r"-?\d+", re.ASCII)
NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
DIGITS = re.compile(r"(\d+)", re.ASCII)
MOST_DIGITS = 15  # what a database, a spreadsheet and a browser all keep exactly

Value = str | int | float | bool | None
SortKey = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its values by field, unknown and faulty ones as None, and where it and its text stand."""

    values: dict[str, Any]
    path: str
    line: int
    text_path: str = ""
    text_line: int = 0
    is_draft: bool = False

    def __getitem__(self, name: str) -> Any:
        return self.values[name]


def read_table(path: Path, table: Table) -> tuple[list[Row], list[Problem]]:
    """Read a table's CSV file; returns the rows that could be read and a problem for each fault."""
    try:
        text = read_text(path, table.path, f"Add it with the header {header_of(table)!r}.")
    except BuildError as error:
        return [], error.problems
    return parse_table(text, table)


def header_of(table: Table) -> str:
    """Return the first line that the table's CSV file must have."""
    return ",".join(field.name for field in table.columns)


def parse_table(text: str, table: Table) -> tuple[list[Row], list[Problem]]:
    """Parse the text of a table's CSV file; the rows come in the order of their keys."""
    rows: list[Row] = []
    problems: list[Problem] = []
    lines = _split_rows(text)
    _, header, _ = next(lines, (1, [], ""))
    problems += [Problem(table.path, 1, message) for message in _faults_of_header(header, table)]
    if problems:
        return [], problems
    for line, cells, fault in lines:
        if fault := fault or _fault_of_length(cells, table):
            problems.append(Problem(table.path, line, fault))
        else:
            values, faults = parse_values(dict(zip(header, cells, strict=True)), table.columns)
            problems += [Problem(table.path, line, message) for _, message in faults]
            rows.append(Row(values, table.path, line))
    keyed = [(sort_key(row, table), row) for row in rows]
    problems += [*_faults_of_order(keyed, table), *_faults_of_repetition(rows, table)]
    return [row for _, row in sorted(keyed, key=itemgetter(0))], problems


def _fault_of_length(cells: list[str], table: Table) -> str:
    if not cells:
        return "the line is empty. Take it out."
    if len(cells) == len(table.columns):
        return ""
    wanted = f"{len(cells)} cells instead of {len(table.columns)}"
    return f"the row has {wanted}. Put a cell that holds a comma in double quotes."


def _split_rows(text: str) -> Iterator[tuple[int, list[str], str]]:
    """Yield each row's first line, its cells, and a fault where the row cannot be read."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, [], f"the row is broken: {error}. Look at its quotes; a quote within a cell is written twice."
            return
        yield line, cells, ""
        line = reader.line_num + 1


def _faults_of_header(header: list[str], table: Table) -> Iterator[str]:
    known = [field.name for field in table.columns]
    for name in header:
        if name not in known:
            yield f"unknown column {name!r}.{did_you_mean(name, known)} Columns are listed in data/datapackage.yaml."
        elif header.count(name) > 1:
            yield f"column {name!r} stands twice. Keep one."
    missing = [name for name in known if name not in header]
    if missing:
        yield f"the column {missing[0]!r} is missing. The header is {header_of(table)!r}."
    elif sorted(header) == sorted(known) and header != known:
        yield f"the columns are not in order. The header is {header_of(table)!r}."


def parse_values(texts: dict[str, str], fields: Iterable[Field]) -> tuple[dict[str, Value], list[tuple[str, str]]]:
    """Turn texts into values; a faulty one becomes None and gives its field's name and a message."""
    values: dict[str, Value] = {}
    faults = []
    for field in fields:
        name, text = field.name, texts.get(field.name)
        if not text and not field.required:
            values[name] = None
        elif fault := _fault_of_value(text or "", field):
            faults.append((name, fault))
            values[name] = None
        else:
            values[name] = _cast(text or "", field)
    return values, faults


def _fault_of_value(text: str, field: Field) -> str:
    if not text:
        return f"{field.name} is empty. Fill it in."
    if text != text.strip():
        return f"{field.name} begins or ends with a space: {text!r}. Take the space out."
    if not text.isprintable() and (unseen := UNSEEN.search(text)):
        return f"{field.name} holds a character that cannot be seen, {unseen[0]!r}. Take it out."
    return _fault_of_form(text, field) or (_fault_of_type(text, field) if field.type != "string" else "")


def _fault_of_form(text: str, field: Field) -> str:
    if field.enum and text not in field.enum:
        return (
            f"unknown {field.name} {text!r}.{did_you_mean(text, field.enum)} "
            f"It is one of: {', '.join(field.enum)}."
        )  # fmt: skip
    if field.is_partial_date and not is_partial_date(text):
        return f"{field.name} {text!r} is not a date. Write 2022, 2022-03 or 2022-03-29."
    if field.pattern and not _compile(field.pattern).fullmatch(text):
        return f"{field.name} {text!r} is not of the form {field.pattern}. Write it so."
    if field.max_length and len(text) > field.max_length:
        return f"{field.name} has {len(text)} characters. Shorten it to {field.max_length}."
    return ""


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)


def _fault_of_type(text: str, field: Field) -> str:
    if field.type == "date" and not (DATE.fullmatch(text) and is_partial_date(text)):
        return f"{field.name} {text!r} is not a day. Write it as 2022-03-29."
    if field.type == "boolean" and text not in {"true", "false"}:
        return f"{field.name} {text!r} is neither true nor false. Write one of the two."
    if field.type in {"integer", "number"}:
        return _fault_of_number(text, field)
    return ""


def _fault_of_number(text: str, field: Field) -> str:
    if field.type == "integer" and not INTEGER.fullmatch(text):
        return f"{field.name} {text!r} is not a whole number. Write digits only."
    if not NUMBER.fullmatch(text):
        return f"{field.name} {text!r} is not a number. Write digits, with a point for decimals."
    if sum(map(str.isdigit, text)) > MOST_DIGITS:
        return f"{field.name} {text} is too long. Write at most {MOST_DIGITS} digits."
    if field.minimum is not None and float(text) < field.minimum:
        return f"{field.name} {text} is too small. It is at least {field.minimum}."
    return ""


def _cast(text: str, field: Field) -> Value:
    if not text:
        return None
    if field.type == "integer":
        return int(text)
    if field.type == "number":
        return float(text)
    return text == "true" if field.type == "boolean" else text


def sort_key(row: Row, table: Table) -> SortKey:
    """Return what a table's rows are sorted by: the primary key, in which numbers count as numbers."""
    return tuple([_align_numbers(str(row[name])) for name in table.primary_key])


def _align_numbers(text: str) -> str:
    """Write the numbers within a text equally wide, each after a character that comes before all others."""
    parts = DIGITS.split(text)
    parts[1::2] = [number.zfill(MOST_DIGITS) for number in parts[1::2]]
    return "\0".join(parts)


def _faults_of_order(keyed: list[tuple[SortKey, Row]], table: Table) -> Iterator[Problem]:
    known = (pair for pair in keyed if None not in _key(pair[1], table.primary_key))
    for (before, _), (key, row) in pairwise(known):
        if key < before:
            shown = ", ".join(map(str, _key(row, table.primary_key)))
            message = f"the row {shown!r} is out of order. Sort the file by {' and '.join(table.primary_key)}."
            yield Problem(table.path, row.line, message)


def _faults_of_repetition(rows: list[Row], table: Table) -> Iterator[Problem]:
    """Yield a problem for each row that has the key of an earlier one, or its value in a field that is unique."""
    for names in (table.primary_key, *((field.name,) for field in table.columns if field.unique)):
        seen: dict[tuple[Any, ...], int] = {}
        for row in rows:
            key = _key(row, names)
            line = seen.setdefault(key, row.line)
            if None not in key and line != row.line:
                shown = ", ".join(map(str, key))
                message = f"{' and '.join(names)} {shown!r} stands here and on line {line}. Keep one row."
                yield Problem(table.path, row.line, message)


def _key(row: Row, names: Iterable[str]) -> tuple[Any, ...]:
    return tuple(map(row.values.__getitem__, names))
