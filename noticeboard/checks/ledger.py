"""Whether ids that the record once held are still there, or are accounted for."""

from collections.abc import Iterator

from noticeboard.checks.faults import at
from noticeboard.ledger import Entry, entries_in_use
from noticeboard.problems import Problem, did_you_mean
from noticeboard.record import LEDGER, Record
from noticeboard.tables import Row

RETIRED = (("aliases", "alias"), ("tombstones", "tombstone"))
"""The tables of ids that are no longer in use, and their key."""


def ids_in_use_are_in_the_ledger(record: Record) -> Iterator[Problem]:
    """Every permanent id is in the ledger, those of drafts apart."""
    held = _ledgered(record)
    for entry, row in entries_in_use(record) if LEDGER.name not in record.lacking else ():
        if entry not in held and not row.is_draft:
            yield at(row, f"{entry[1]!r} is not in {LEDGER.path}. Run noticeboard ids.")


def ids_do_not_vanish(record: Record) -> Iterator[Problem]:
    """An id in the ledger is in use, or is an alias, or has a tombstone."""
    known = _in_use(record) | {entry for _, entry in _retired(record)}
    judged = _permanent(record) - record.lacking
    for row in record.ledger:
        if row["table_name"] in judged and _entry(row, "id") not in known:
            remedy = "Bring it back, or say in data/tables/aliases.csv or data/tables/tombstones.csv what became of it."
            yield at(row, f"{row['id']!r} is no longer in {row['table_name']}. {remedy}")


def retired_ids_are_not_in_use(record: Record) -> Iterator[Problem]:
    """An alias and an id with a tombstone were in use once and are so no more, and no id is both."""
    in_use, held = _in_use(record), _ledgered(record)
    buried = {_entry(row, "tombstone") for row in record["tombstones"]}
    for row, entry in _retired(record):
        if entry in in_use:
            yield at(row, f"{entry[1]!r} is in use in {entry[0]}. Take one of the two rows out.")
        elif row["table_name"] in _permanent(record) and entry not in held and LEDGER.name not in record.lacking:
            near = did_you_mean(entry[1], (key for table, key in held if table == entry[0]))
            yield at(row, f"{entry[1]!r} was never in {entry[0]}.{near} Ids that were are listed in {LEDGER.path}.")
        if "alias" in row.values and entry in buried:
            yield at(row, f"{entry[1]!r} has a tombstone too. Take one of the two rows out.")


def aliases_lead_to_an_id(record: Record) -> Iterator[Problem]:
    """An alias leads, maybe by way of others, to an id that is in use or has a tombstone, and never back to itself."""
    aliases = {_entry(row, "alias"): _entry(row, "id") for row in record["aliases"]}
    ends = _in_use(record) | {_entry(row, "tombstone") for row in record["tombstones"]}
    for row in record["aliases"]:
        end = _follow(_entry(row, "alias"), aliases)
        if end is None:
            yield at(row, f"alias {row['alias']!r} leads back to itself. Name the id that stands in its place.")
        elif end not in ends and row["table_name"] in _permanent(record) - record.lacking:
            near = did_you_mean(end[1], (key for table, key in ends if table == end[0]))
            yield at(
                row, f"alias {row['alias']!r} leads to {end[1]!r}, which {end[0]} does not hold.{near} Mend the id."
            )


def _follow(entry: Entry, aliases: dict[Entry, Entry]) -> Entry | None:
    """Return where a chain of aliases ends; nothing where it goes in a circle."""
    seen = set()
    while entry in aliases:
        if entry in seen:
            return None
        seen.add(entry)
        entry = aliases[entry]
    return entry


def ledgered_tables_have_permanent_ids(record: Record) -> Iterator[Problem]:
    """The ledger, an alias and a tombstone name a table whose ids are permanent."""
    known = _permanent(record)
    for row in (*record.ledger, *record["aliases"], *record["tombstones"]):
        name = row["table_name"]
        if name and name not in known:
            where = "Tables whose ids are permanent say so in data/datapackage.yaml."
            yield at(row, f"unknown table_name {name!r}.{did_you_mean(name, known)} {where}")


def _permanent(record: Record) -> set[str]:
    return {table.name for table in record.schema.tables.values() if table.is_permanent}


def _in_use(record: Record) -> set[Entry]:
    return {entry for entry, _ in entries_in_use(record)}


def _ledgered(record: Record) -> set[Entry]:
    return {_entry(row, "id") for row in record.ledger}


def _retired(record: Record) -> Iterator[tuple[Row, Entry]]:
    for table, key in RETIRED:
        for row in record[table]:
            yield row, _entry(row, key)


def _entry(row: Row, key: str) -> Entry:
    return str(row["table_name"]), str(row[key])
