"""Whether dates stand in an order that is possible."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from noticeboard.checks.faults import at
from noticeboard.checks.subjects import notices_of_recommendations, updates_with_notices
from noticeboard.dates import earliest, latest
from noticeboard.problems import Problem
from noticeboard.record import Record
from noticeboard.schema import BOUNDS
from noticeboard.tables import Row

FACT_DATES = (
    ("figures", "counted_on"), ("grade_counts", "published_on"), ("grades", "published_on"),
    ("notices", "inspected_on"), ("notices", "inspected_until_on"), ("notices", "published_not_before_on"),
    ("notices", "published_on"), ("sources", "published_on"), ("stages", "started_on"), ("stories", "event_on"),
    ("updates", "happened_on"),
)  # fmt: skip

EARLY_KINDS = {"progress letter", "other"}
"""The kinds of update that may be earlier than their notice."""


def dates_are_within_their_bounds(record: Record) -> Iterator[Problem]:
    """A date is neither earlier than the earliest that it can be, nor later than the latest."""
    for table in record.schema.tables.values():
        for date in table.dates_with_days:
            names = [name for name in (_bound(date, 0), date, _bound(date, 1)) if name in table.partial_dates]
            for row in record[table.name] if len(names) > 1 else ():
                yield from _out_of_order(row, names)


def _bound(date: str, which: int) -> str:
    return date.removesuffix("_on") + BOUNDS[which]


def _out_of_order(row: Row, names: list[str]) -> Iterator[Problem]:
    for first, second in combinations(names, 2):
        if row[first] and row[second] and earliest(row[first]) > latest(row[second]):
            yield at(row, f"{first} {row[first]} is later than {second} {row[second]}. Mend one of them.")


def _first_day(row: Row, date: str) -> str:
    """Return the earliest day that a date of a row can mean; nothing where there is none."""
    return max(earliest(row.values.get(name) or "") for name in (date, _bound(date, 0)))


def _last_day(row: Row, date: str) -> str:
    """Return the latest day that a date of a row can mean; a day beyond all others where there is none."""
    return min(latest(row.values.get(name) or "9999") for name in (date, _bound(date, 1)))


def nothing_is_later_than_the_record(record: Record) -> Iterator[Problem]:
    """No fact is later than the day on which the record ends."""
    as_on = next((row["as_on"] for row in record["record"] if row["as_on"]), "9999-12-31")
    for table, name in FACT_DATES:
        for row in record[table]:
            if row[name] and earliest(row[name]) > as_on:
                yield at(
                    row,
                    f"{name} {row[name]} is later than the record, which ends on {as_on}. Mend the date, or move as_on in data/tables/record.csv.",
                )


def notices_follow_their_inspection(record: Record) -> Iterator[Problem]:
    """An inspection ends after it began, and its notice is published after both."""
    for row in record["notices"]:
        began, ended, published = row["inspected_on"], row["inspected_until_on"], _last_day(row, "published_on")
        if began and ended and earliest(began) > latest(ended):
            yield at(row, f"inspected_until_on {ended} is earlier than inspected_on {began}. Mend one of them.")
        for name in ("inspected_on", "inspected_until_on"):
            if earliest(row[name] or "") > published:
                message = f"{name} {row[name]} is later than the notice, published by {published}."
                yield at(row, f"{message} Mend one of them.")


def deadlines_follow_their_notice(record: Record) -> Iterator[Problem]:
    """No recommendation falls due before its notice was published."""
    published, notices = _first_days_of_notices(record), notices_of_recommendations(record)
    for row in record["recommendations"]:
        since = published.get(notices[row["recommendation"]], "")
        if row["due_on"] and latest(row["due_on"]) < since:
            yield at(row, f"due_on {row['due_on']} is earlier than the notice, published on {since}. Mend one of them.")


def updates_follow_their_notice(record: Record) -> Iterator[Problem]:
    """Nothing happened to a notice, cause or recommendation before the notice was published.

    But of a whole notice a progress letter, or an update of kind other, may be earlier: the inspectorate writes to a
    force or a policing body of what it found, and others learn of it, before it publishes.
    """
    published = _first_days_of_notices(record)
    for row, notice in updates_with_notices(record):
        since, last = published.get(notice, ""), _last_day(row, "happened_on")
        if last < since and not (row["notice"] and row["kind"] in EARLY_KINDS):
            message = f"the update, of {last} at the latest, is earlier than the notice, published on {since}."
            yield at(
                row, f"{message} Mend one of them; of a whole notice kind progress letter or other may be earlier."
            )


def _first_days_of_notices(record: Record) -> dict[str | None, str]:
    return {row["notice"]: _first_day(row, "published_on") for row in record["notices"]}


def replies_follow_what_they_answer(record: Record) -> Iterator[Problem]:
    """A reply is no earlier than the update that it answers."""
    answered = {row["update_id"]: _first_day(row, "happened_on") for row in record["updates"]}
    for row in record["updates"]:
        since = answered.get(row["answers_update"], "")
        if row["answers_update"] and _last_day(row, "happened_on") < since:
            message = f"the reply is earlier than {row['answers_update']}, which it answers, of {since}."
            yield at(row, f"{message} Mend one of them.")


def stages_follow_one_another(record: Record) -> Iterator[Problem]:
    """A force's next stage begins after its last one, and is another."""
    for before, row in pairwise(record["stages"]):
        if before["force"] != row["force"] or not (before["started_on"] and row["started_on"]):
            continue
        if before["stage"] == row["stage"]:
            yield at(
                row, f"{row['force']} was in {row['stage']} already, since {before['started_on']}. Take one row out."
            )
        if latest(before["started_on"]) >= earliest(row["started_on"]):
            message = f"nothing says whether {row['started_on']} came after {before['started_on']}, the stage before."
            yield at(row, f"{message} Make one of them more exact.")


def stories_follow_what_they_tell_of(record: Record) -> Iterator[Problem]:
    """A story is written no earlier than what it tells of, and changed no earlier than it was written."""
    for row in record["stories"]:
        written, changed = row["date"] or "9999", row["modified"] or "9999"
        if earliest(row["event_on"] or "") > written:
            yield at(row, f"event_on {row['event_on']} is later than date {written}. Mend one of them.")
        if changed < (row["date"] or ""):
            yield at(row, f"modified {changed} is earlier than date {row['date']}. Mend one of them.")
