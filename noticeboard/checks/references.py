"""Whether what a row points to exists."""

from collections.abc import Iterator
from functools import cache, partial

from noticeboard.checks.faults import at
from noticeboard.problems import Problem, did_you_mean
from noticeboard.record import Record
from noticeboard.schema import ForeignKey, Table
from noticeboard.tables import Value

Values = tuple[Value, ...]


def references_exist(record: Record) -> Iterator[Problem]:
    """Whatever a row points to exists."""
    read_known = cache(partial(_read_values, record))
    for table in record.schema.tables.values():
        for key in table.foreign_keys:
            if key.table not in record.lacking:
                yield from _broken_references(record, table, key, read_known(key.table, key.other_fields))


def _read_values(record: Record, table: str, fields: tuple[str, ...]) -> set[Values]:
    return {tuple([row[name] for name in fields]) for row in record[table]}


def _broken_references(record: Record, table: Table, key: ForeignKey, known: set[Values]) -> Iterator[Problem]:
    other = record.schema.tables[key.table]
    nearest = cache(lambda shown: did_you_mean(shown, [" ".join(map(str, item)) for item in known]))
    for row in record[table.name]:
        value = tuple([row[name] for name in key.fields])
        if None in value or value in known:
            continue
        shown = " ".join(map(str, value))
        where = other.path if other.columns else other.files
        yield at(
            row, f"unknown {' and '.join(key.fields)} {shown!r}.{nearest(shown)} {other.title} are listed in {where}."
        )
