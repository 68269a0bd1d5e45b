"""Two databases → what changed between them, for the terminal, for machines and as a drafted changelog."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from noticeboard.contents import Contents, Row, leave_out_history, name_version, read_contents
from noticeboard.problems import BuildError
from noticeboard.releases.archives import ENDING, read_archive

LONGEST_VALUE = 80


class NoRelease(Exception):
    """Raised where what is to be compared is no database of the record."""


@dataclass(frozen=True)
class Change:
    """One row that stands in both, and the columns that differ: from what, to what."""

    key: Row
    columns: dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class TableDifferences:
    """What changed in one table; a column that only one side has is named, and no part of any row's change."""

    key: tuple[str, ...]
    rows_before: int
    rows_after: int
    columns_added: list[str] = field(default_factory=list)
    columns_removed: list[str] = field(default_factory=list)
    rows_added: list[Row] = field(default_factory=list)
    rows_changed: list[Change] = field(default_factory=list)
    rows_removed: list[Row] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(
            self.columns_added or self.columns_removed or self.rows_added or self.rows_changed or self.rows_removed
        )


@dataclass(frozen=True)
class Differences:
    """What changed between two versions; `tables` holds those that both have and that changed."""

    old: str
    new: str
    tables_added: dict[str, int]
    tables_removed: dict[str, int]
    tables: dict[str, TableDifferences]

    def __bool__(self) -> bool:
        return bool(self.tables_added or self.tables_removed or self.tables)


def compare(old: Path, new: Path) -> Differences:
    """Compare two databases, folders that hold one or archives of releases; raises NoRelease for what is none of these."""
    before, after = read_release(old), read_release(new)
    return compare_contents(before, after, name_version(before).version, name_version(after).version)


def compare_contents(before: dict[str, Contents], after: dict[str, Contents], old: str, new: str) -> Differences:
    """Compare the tables of two versions, given with the versions' names."""
    both = {name: compare_tables(before[name], after[name]) for name in after if name in before}
    return Differences(
        old=old,
        new=new,
        tables_added={name: len(after[name].rows) for name in after if name not in before},
        tables_removed={name: len(before[name].rows) for name in before if name not in after},
        tables={name: changes for name, changes in both.items() if changes},
    )


def read_release(path: Path) -> dict[str, Contents]:
    """Read the tables of a database, or of the data.db in a folder or archive; raises NoRelease where there is none."""
    if path.is_file() and path.name.endswith(ENDING):
        return _read_packed(path)
    file = path / "data.db" if path.is_dir() else path
    if not file.is_file():
        raise NoRelease(f"{path}: there is no database here. Name a data.db or a folder that holds one.")
    try:
        contents = leave_out_history(read_contents(file))
    except sqlite3.DatabaseError as error:
        raise NoRelease(f"{file}: this is not an SQLite database ({error}). Name a data.db.") from error
    if "record" not in contents or not contents["record"].rows:
        raise NoRelease(f"{file}: this is not a database of the record; it has no row in a table 'record'.")
    return contents


def _read_packed(path: Path) -> dict[str, Contents]:
    with TemporaryDirectory() as folder:
        try:
            (Path(folder) / "data.db").write_bytes(read_archive(path)["data.db"])
        except (BuildError, KeyError) as error:
            raise NoRelease(f"{path}: this is not the archive of a release. Name a data.db, or restore it.") from error
        return read_release(Path(folder))


def compare_tables(old: Contents, new: Contents) -> TableDifferences:
    """Compare two states of a table, row by row of the same key."""
    shared = [name for name in new.columns if name in old.columns]
    key = new.key if set(new.key) <= set(shared) else tuple(shared)
    before, after = _by_key(old, key), _by_key(new, key)
    pairs = (
        (dict(zip(key, place, strict=True)), before[place], row) for place, row in after.items() if place in before
    )
    changes = (Change(place, _changed_columns(was, now, shared)) for place, was, now in pairs)
    return TableDifferences(
        key=key,
        rows_before=len(old.rows),
        rows_after=len(new.rows),
        columns_added=[name for name in new.columns if name not in shared],
        columns_removed=[name for name in old.columns if name not in shared],
        rows_added=[row for place, row in after.items() if place not in before],
        rows_changed=[change for change in changes if change.columns],
        rows_removed=[row for place, row in before.items() if place not in after],
    )


def _by_key(table: Contents, key: tuple[str, ...]) -> dict[tuple[Any, ...], Row]:
    return {tuple(row[name] for name in key): row for row in table.rows}


def _changed_columns(old: Row, new: Row, columns: list[str]) -> dict[str, tuple[Any, Any]]:
    return {name: (old[name], new[name]) for name in columns if old[name] != new[name]}


def as_json(differences: Differences) -> str:
    """Return the differences as JSON, each change as {"from": …, "to": …}."""
    answer = asdict(differences)
    for table in answer["tables"].values():
        for change in table["rows_changed"]:
            change["columns"] = {name: {"from": old, "to": new} for name, (old, new) in change["columns"].items()}
    return json.dumps(answer, indent=1, ensure_ascii=False) + "\n"


def as_text(differences: Differences) -> str:
    """Return the differences for a terminal: + added, ~ changed, - removed."""
    lines = [f"{differences.old} → {differences.new}"]
    lines += [f"+ table {name}, {count_rows(count)}" for name, count in differences.tables_added.items()]
    lines += [f"- table {name}, {count_rows(count)}" for name, count in differences.tables_removed.items()]
    for name, table in differences.tables.items():
        lines += [f"{name}: {summarise(table)}", *(f"  {line}" for line in _tell_table(table))]
    return "\n".join(lines if differences else [*lines, "Nothing changed."]) + "\n"


def _tell_table(table: TableDifferences) -> Iterator[str]:
    yield from (f"+ column {name}" for name in table.columns_added)
    yield from (f"- column {name}" for name in table.columns_removed)
    yield from (f"+ {name_row(row, table.key)}" for row in table.rows_added)
    for change in table.rows_changed:
        told = (f"{name}: {tell(old)} → {tell(new)}" for name, (old, new) in change.columns.items())
        yield f"~ {name_row(change.key, table.key)}  {'; '.join(told)}"
    yield from (f"- {name_row(row, table.key)}" for row in table.rows_removed)


def as_markdown(differences: Differences) -> str:
    """Return a draft of the data changelog's entry, for an editor to finish."""
    lines = [f"## {differences.new}", "", f"Changes since {differences.old}.", ""]
    lines += [f"- New table `{name}`, {count_rows(count)}." for name, count in differences.tables_added.items()]
    lines += [f"- Removed table `{name}`, {count_rows(count)}." for name, count in differences.tables_removed.items()]
    for name, table in differences.tables.items():
        lines += [f"- `{name}`: {summarise(table)}.", *(f"  - {line}" for line in _draft_table(table))]
    return "\n".join(lines if differences else [*lines, "Nothing changed."]) + "\n"


def _draft_table(table: TableDifferences) -> Iterator[str]:
    yield from (f"Added the column `{name}`." for name in table.columns_added)
    yield from (f"Removed the column `{name}`." for name in table.columns_removed)
    yield from (f"Added `{name_row(row, table.key)}`." for row in table.rows_added)
    for change in table.rows_changed:
        told = (f"`{name}` from {tell(old)} to {tell(new)}" for name, (old, new) in change.columns.items())
        yield f"Changed `{name_row(change.key, table.key)}`: {', '.join(told)}."
    yield from (f"Removed `{name_row(row, table.key)}`." for row in table.rows_removed)


def as_entry(version: str, differences: Differences | None) -> str:
    """Return a draft of what CHANGELOG.md says of a version, a list under Data, for an editor to finish."""
    if differences is None:
        return f"- Version {version}: the first release.\n"
    lines = [f"- Version {version}, compared with {differences.old}:"]
    lines += [f"  - new table `{name}`, {count_rows(count)}" for name, count in differences.tables_added.items()]
    lines += [f"  - removed table `{name}`, {count_rows(count)}" for name, count in differences.tables_removed.items()]
    for name, table in differences.tables.items():
        columns = [f"added the column `{column}`" for column in table.columns_added]
        columns += [f"removed the column `{column}`" for column in table.columns_removed]
        rows = [] if columns and not has_changed_rows(table) else [summarise(table)]
        lines.append(f"  - `{name}`: {', '.join([*columns, *rows])}")
    return "\n".join(lines if differences else [*lines, "  - nothing changed in the files"]) + "\n"


def has_changed_rows(table: TableDifferences) -> bool:
    """Tell whether any row was added, changed or removed."""
    return bool(table.rows_added or table.rows_changed or table.rows_removed)


def summarise(table: TableDifferences) -> str:
    """Return how many rows were added, changed and removed."""
    counts = {"added": len(table.rows_added), "changed": len(table.rows_changed), "removed": len(table.rows_removed)}
    return ", ".join(f"{count_rows(count)} {verb}" for verb, count in counts.items() if count) or "columns alone"


def count_rows(number: int) -> str:
    """Return a number of rows in words: 1 row, 2 rows."""
    return f"{number} row{'' if number == 1 else 's'}"


def name_row(row: Row, key: tuple[str, ...]) -> str:
    """Return the values of a row's key, which name it."""
    return " / ".join(str(row[name]) for name in key)


def tell(value: Any) -> str:
    """Return a value in one short line: a text in quotes, a number bare, unknown for none."""
    if value is None:
        return "unknown"
    if not isinstance(value, str):
        return f"{value:.15g}"
    text = " ".join(value.split())
    return repr(text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…")
