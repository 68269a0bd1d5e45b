"""Small ways to make a site wrong, or other than it is."""

import csv
from pathlib import Path


def amend(root: Path, table: str, line: int, **cells: str) -> None:
    """Write other cells into the row that begins on this line of a table's CSV file."""
    path, header, rows = _read(root, table)
    rows[line - 2].update(cells)
    _write(path, header, rows)


def append(root: Path, table: str, **cells: str) -> None:
    """Add a row at the end of a table's CSV file; cells not named are empty."""
    path, header, rows = _read(root, table)
    _write(path, header, [*rows, cells])


def _read(root: Path, table: str) -> tuple[Path, list[str], list[dict[str, str]]]:
    path = root / f"data/tables/{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        return path, list(reader.fieldnames or []), list(reader)


def _write(path: Path, header: list[str], rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
