"""Whether as many rows are held as there should be, and are counted without a gap."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from noticeboard.checks.faults import at
from noticeboard.checks.subjects import notices_of_recommendations
from noticeboard.problems import Problem
from noticeboard.record import Record
from noticeboard.schema import Table
from noticeboard.tables import Row


def causes_agree_with_the_number_stated(record: Record) -> Iterator[Problem]:
    """A notice holds no more causes than it states."""
    held = Counter(row["notice"] for row in record["causes"])
    yield from _too_many(record["notices"], "notice", "causes_stated", "causes of concern", held)


def recommendations_agree_with_the_number_stated(record: Record) -> Iterator[Problem]:
    """A notice and a cause hold no more recommendations than they state."""
    by_cause = Counter(row["cause"] for row in record["recommendations"])
    by_notice = Counter(notice or "" for notice in notices_of_recommendations(record).values())
    yield from _too_many(record["causes"], "cause", "recommendations_stated", "recommendations", by_cause)
    yield from _too_many(record["notices"], "notice", "recommendations_stated", "recommendations", by_notice)


def _too_many(rows: list[Row], key: str, stated: str, what: str, held: Counter[str]) -> Iterator[Problem]:
    for row in rows:
        if row[stated] and held[row[key]] > row[stated]:
            yield at(row, f"{row[key]} holds {held[row[key]]} {what} but states {row[stated]}. Mend one of them.")


def positions_leave_no_gap(record: Record) -> Iterator[Problem]:
    """Rows that have a position are numbered 1, 2, 3 within what they belong to."""
    for table in record.schema.tables.values():
        has_positions = "position" in (field.name for field in table.fields)
        if has_positions and table.name not in record.lacking:
            for parent, rows in _by_parent(table, record[table.name]).items():
                yield from _first_gap(rows, ", ".join(map(str, parent)) or "the rows")


def _by_parent(table: Table, rows: list[Row]) -> dict[tuple[str, ...], list[Row]]:
    """Return the rows by all of their key but its last part: what they are numbered within."""
    parents = defaultdict(list)
    for row in rows:
        if row["position"] is not None:
            parents[tuple(row[name] for name in table.primary_key[:-1])].append(row)
    return parents


def _first_gap(rows: list[Row], parent: str) -> Iterator[Problem]:
    for number, row in enumerate(sorted(rows, key=lambda row: int(row["position"])), start=1):
        if row["position"] != number:
            message = f"position {row['position']} stands where {number} is next."
            yield at(row, f"{message} Number {parent} from 1 without a gap.")
            return


def the_record_is_one_row(record: Record) -> Iterator[Problem]:
    """The record says of itself in exactly one row on which day it ends."""
    rows = record["record"]
    if len(rows) != 1 and "record" not in record.lacking:
        path = record.schema.tables["record"].path
        yield Problem(path, max([1, *(row.line for row in rows)]), f"the record has {len(rows)} rows. It has one.")
