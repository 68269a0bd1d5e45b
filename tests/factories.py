"""Small ways to make a site wrong, or other than it is."""

import csv
from pathlib import Path

from noticeboard.ledger import enter_ids

TOPIC = '    - {name: topic, type: string, description: "The topic it answers to, if any."}\n'
COLOUR = "    - {name: colour, type: string, description: Its colour.}\n"


def amend(root: Path, table: str, line: int, **cells: str) -> None:
    """Write other cells into the row that begins on this line of a table's CSV file."""
    path, header, rows = _read(root, table)
    rows[line - 2].update(cells)
    _write(path, header, rows)


def append(root: Path, table: str, **cells: str) -> None:
    """Add a row at the end of a table's CSV file; cells not named are empty."""
    path, header, rows = _read(root, table)
    _write(path, header, [*rows, cells])


def insert(root: Path, table: str, line: int, *rows: dict[str, str]) -> None:
    """Add rows to a table's CSV file from this line on; cells not named are empty."""
    path, header, present = _read(root, table)
    _write(path, header, [*present[: line - 2], *rows, *present[line - 2 :]])


def change_record(root: Path) -> None:
    """Change two rows of the example site, add one, remove one and add a column; and change a row about an unconfirmed notice."""
    amend(root, "recommendations", 3, due_on="2026-04-30")
    amend(root, "updates", 5, status="closed")
    amend(root, "notices", 4, note="Looked at again.")
    append(root, "areas", area="roads", name="Roads")
    bury(root, "updates", 4, "northshire-custody-2026-u3")
    enter_ids(root)
    schema = root / "data/datapackage.yaml"
    schema.write_text(schema.read_text().replace(TOPIC, TOPIC + COLOUR))
    areas = root / "data/tables/areas.csv"
    header, *rows = areas.read_text().splitlines()
    areas.write_text("\n".join([f"{header},colour", *(f"{row}," for row in rows), ""]))


def bury(root: Path, table: str, line: int, key: str) -> None:
    """Take the row with this key, which stands on this line, out of a table's CSV file, and say so in a tombstone."""
    append(root, "tombstones", table_name=table, tombstone=key, removed_on="2026-06-30", reason="It stood twice.")
    path = root / f"data/tables/{table}.csv"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(lines[: line - 1] + lines[line:]))


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
