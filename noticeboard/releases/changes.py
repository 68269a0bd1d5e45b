"""What the files of two versions hold → what changed between them; releases → the tables that tell how versions differ."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from noticeboard.contents import HISTORY, Contents, Row, name_version, open_database, read_contents
from noticeboard.database import add_rows
from noticeboard.downloads.bake import leave_out_unconfirmed
from noticeboard.releases.archives import Files, Release, find_newest, read_changes, read_files, read_releases
from noticeboard.releases.differences import (
    Differences,
    TableDifferences,
    as_json,
    compare_contents,
    compare_tables,
    name_row,
)
from noticeboard.schema import Schema

STANDINGS = {
    "causes_now": "select cause, status from causes_now where is_confirmed order by cause",
    "forces_now": "select force, stage from forces_now order by force",
    "notices_now": "select notice, status from notices_now where is_confirmed order by notice",
    "recommendations_now": "select recommendation, status from recommendations_now where is_confirmed order by recommendation",
}
"""The views of which changes are told too: a standing follows from other rows, in which nobody would look for it."""

Tables = dict[str, Contents]


def compare_files(before: Files, after: Files) -> Differences:
    """Compare the downloads of two versions, given by path."""
    old, new = (json.loads(files["version.json"])["version"] for files in (before, after))
    return compare_editions(read_edition(before), read_edition(after), old, new)


def read_edition(files: Files) -> tuple[Tables, Tables]:
    """Read the tables of a version's downloads as their descriptor tells of them, and its standings."""
    resources = json.loads(files["datapackage.json"])["resources"]
    tables = {item["name"]: _read_resource(item, files) for item in resources if item["name"] not in HISTORY}
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(files["data.db"])
        return tables, read_standings(db)


def _read_resource(resource: dict[str, Any], files: Files) -> Contents:
    lines = files[f"jsonl/{resource['name']}.jsonl"].decode().splitlines()
    key, fields = resource["schema"]["primaryKey"], resource["schema"]["fields"]
    columns = tuple(field["name"] for field in fields)
    return Contents(columns, (key,) if isinstance(key, str) else tuple(key), [json.loads(line) for line in lines])


def read_standings(db: sqlite3.Connection) -> Tables:
    """Read how things stand by a database's own views, those left out that it does not have."""
    standings = {}
    for name, sql in STANDINGS.items():
        try:
            cursor = db.execute(sql)
        except sqlite3.OperationalError:  # an older version, whose views were others
            continue
        columns = tuple(column[0] for column in cursor.description)
        rows = [dict(zip(columns, row, strict=True)) for row in cursor]
        standings[name] = Contents(columns, columns[:1], rows)
    return standings


def compare_editions(before: tuple[Tables, Tables], after: tuple[Tables, Tables], old: str, new: str) -> Differences:
    """Compare two versions' tables, and the standings that both have."""
    differences = compare_contents(before[0], after[0], old, new)
    both = [name for name in after[1] if name in before[1]]
    changed = {name: _compare_standings(before[1][name], after[1][name]) for name in both}
    return replace(differences, tables=differences.tables | {name: table for name, table in changed.items() if table})


def _compare_standings(before: Contents, after: Contents) -> TableDifferences:
    """Compare two states of a view by the rows that both have: what is new or gone is told of the table itself."""
    (key,) = after.key
    shared = {row[key] for row in before.rows} & {row[key] for row in after.rows}
    was, now = (replace(state, rows=[row for row in state.rows if row[key] in shared]) for state in (before, after))
    return compare_tables(was, now)


def add_history(root: Path, schema: Schema, released_on: str | None, database: Path) -> None:
    """Fill a database's tables of releases and changes; the version at hand is the last of them, released or not."""
    releases = read_releases(root)
    if not releases and not released_on:
        return
    versions = [asdict(release) for release in releases]
    changes = {release.version: read_changes(root, release) for release in releases}
    contents = read_contents(database)
    version, newest = name_version(contents), find_newest(releases)
    if version.version not in changes:
        versions.append(vars(version) | {"released_on": released_on, "previous": newest.version if newest else None})
        edition = (read_published(schema, contents), _read_own_standings(database))
        changes[version.version] = _compare_with(root, newest, edition, version.version) if newest else None
    rows = [{"position": position} | row for position, row in enumerate(versions, 1)]
    told = (row for name, changed in changes.items() for row in list_changes(name, changed))
    add_rows(database, {"releases": rows, "changes": list(told)})


def _compare_with(root: Path, release: Release, edition: tuple[Tables, Tables], version: str) -> dict[str, Any]:
    """Compare an edition with a release, as the changes.json of the next release would have it."""
    differences = compare_editions(read_edition(read_files(root, release)), edition, release.version, version)
    return dict(json.loads(as_json(differences)))


def _read_own_standings(database: Path) -> Tables:
    with closing(open_database(database)) as db:
        return read_standings(db)


def read_published(schema: Schema, contents: Tables) -> Tables:
    """Return a database's tables as the files hold them."""
    tables = leave_out_unconfirmed(schema, contents)
    return {
        name: Contents(tuple(field.name for field in table.fields), table.primary_key, tables[name])
        for name, table in schema.tables.items()
        if name not in HISTORY
    }


def list_changes(version: str, told: dict[str, Any] | None) -> Iterator[Row]:
    """Yield the rows of the table `changes` for what a changes.json tells; none where there is none."""
    for position, row in enumerate(_list_tables(told) if told else [], 1):
        yield {
            "version": version,
            "position": position,
            "row_key": None,
            "field": None,
            "before": None,
            "after": None,
        } | row


def _list_tables(told: dict[str, Any]) -> Iterator[Row]:
    for name, count in told["tables_added"].items():
        yield {"table_name": name, "what": "table", "change": "added", "after": str(count)}
    for name, count in told["tables_removed"].items():
        yield {"table_name": name, "what": "table", "change": "removed", "before": str(count)}
    for name, table in told["tables"].items():
        yield from ({"table_name": name} | row for row in [*_list_columns(table), *_list_rows(table)])


def _list_columns(table: dict[str, Any]) -> Iterator[Row]:
    for change in ("added", "removed"):
        yield from ({"what": "column", "change": change, "field": name} for name in table[f"columns_{change}"])


def _list_rows(table: dict[str, Any]) -> Iterator[Row]:
    """Yield a row for each row added, each column of a row changed, and each row removed."""
    key = tuple(table["key"])
    for row in table["rows_added"]:
        yield _row("added", row, key) | {"after": _whole(row)}
    for change in table["rows_changed"]:
        for name, values in change["columns"].items():
            told = {"field": name, "before": _text(values["from"]), "after": _text(values["to"])}
            yield _row("changed", change["key"], key) | told
    for row in table["rows_removed"]:
        yield _row("removed", row, key) | {"before": _whole(row)}


def _row(change: str, row: Row, key: Iterable[str]) -> Row:
    return {"what": "row", "change": change, "row_key": name_row(row, tuple(key))}


def _text(value: Any) -> str | None:
    """Return a value as text; a true or false as JSON has it."""
    return value if value is None or isinstance(value, str) else json.dumps(value)


def _whole(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False)
