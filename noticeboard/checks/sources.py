"""Whether sources and addresses are what they say."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from noticeboard.checks.faults import at
from noticeboard.problems import Problem
from noticeboard.record import Record
from noticeboard.schema import Table
from noticeboard.tables import Row


def addresses_are_of_the_web(record: Record) -> Iterator[Problem]:
    """A page's address begins with http:// or https:// and names a host."""
    for table in record.schema.tables.values():
        for field in table.fields:
            if field.format == "uri":
                for row in record[table.name]:
                    if row[field.name] and not host_of(row[field.name]):
                        message = f"{field.name} {row[field.name]!r} is not an address of the web."
                        yield at(row, f"{message} Write it with https://.")


def publishers_are_hosts(record: Record) -> Iterator[Problem]:
    """A source's publisher is the host of its address."""
    for row in record["sources"]:
        host = host_of(row["source"] or "")
        if host and row["publisher"] and host != row["publisher"]:
            yield at(row, f"publisher {row['publisher']!r} is not the host of the address. Write {host!r}.")


def dates_of_sources_have_a_basis(record: Record) -> Iterator[Problem]:
    """A source's date says whether the page states it, and nothing says so of no date."""
    for row in record["sources"]:
        if bool(row["published_on"]) != bool(row["published_basis"]):
            yield at(row, "published_on and published_basis do not go together. Fill in both or neither.")


def facts_have_a_source(record: Record) -> Iterator[Problem]:
    """Each row rests on a page, but for those of tables that say in data/datapackage.yaml why theirs do not.

    A table that has a table <table>_sources has a row there for each of its own. Any other has a required field that
    names a source, which its schema holds, or several of which one at least is filled in.
    """
    for table in record.schema.tables.values():
        sources = record.schema.tables.get(f"{table.name}_sources")
        names = fields_of_sources(table)
        if sources:
            yield from _without_rows(record, table, sources)
        elif names and not table.unsourced and not any(table.field(name).required for name in names):
            for row in record[table.name]:
                if not any(row[name] for name in names):
                    yield at(row, f"no source is named. Fill in {' or '.join(names)}.")


def _without_rows(record: Record, table: Table, sources: Table) -> Iterator[Problem]:
    held = {tuple(row[name] for name in table.primary_key) for row in record[sources.name]}
    for row in record[table.name] if sources.name not in record.lacking else ():
        key = tuple(row[name] for name in table.primary_key)
        if None not in key and key not in held:
            yield at(row, f"{' '.join(key)!r} has no source. Add one to {sources.path}.")


def fields_of_sources(table: Table) -> list[str]:
    """Return the fields of a table that name a source."""
    return [key.fields[0] for key in table.foreign_keys if key.table == "sources"]


def sources_are_used(record: Record) -> Iterator[Problem]:
    """Something rests on each source, if only a draft."""
    used = {
        row[name]
        for table in record.schema.tables.values()
        for name in fields_of_sources(table)
        for row in (*record[table.name], *record.drafts.get(table.name, ()))
    }
    for row in record["sources"] if not record.lacking else ():
        if row["source"] not in used:
            yield at(row, f"nothing rests on {row['source']!r}. Name it where something does, or take the row out.")


def publishers_are_used(record: Record) -> Iterator[Problem]:
    """A source is of each publisher."""
    used = {row["publisher"] for row in record["sources"]}
    for row in record["publishers"] if "sources" not in record.lacking else ():
        if row["publisher"] not in used:
            yield at(row, f"no source is of {row['publisher']!r}. Add the source, or take the row out.")


def press_items_differ(record: Record) -> Iterator[Problem]:
    """No two press items are of one publisher and day, about the same forces and under the same label.

    That no two are of one page, the schema says.
    """
    pages = {row["source"]: (row["publisher"], row["published_on"]) for row in record["sources"]}
    forces = defaultdict(set)
    for row in record["press_forces"]:
        forces[row["press"]].add(row["force"])
    seen: dict[tuple[object, ...], Row] = {}
    for row in record["press"]:
        about = (pages.get(row["source"]), frozenset(forces[row["press"]]), (row["label"] or "").casefold())
        if (first := seen.setdefault(about, row)) is not row and row["source"] in pages:
            message = f"{row['press']!r} is the same piece as {first['press']!r} on line {first.line}."
            yield at(row, f"{message} Keep one, or tell them apart by their labels.")


def host_of(address: str) -> str:
    """Return the host of an http(s) address, or nothing where the text is not one."""
    try:
        parts = urlsplit(address)
    except ValueError:  # such as http://[x
        return ""
    return parts.netloc if parts.scheme in {"http", "https"} else ""
