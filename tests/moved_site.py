"""The example site with ids that were changed, some that were taken out, and two releases."""

from datetime import date
from pathlib import Path

from noticeboard.releases.new import make_release
from tests.conftest import EXAMPLE, copy_site
from tests.factories import append, change_record

ALIASES = [
    ("notices", "northshire-cells-2026", "northshire-cells-2026-01"),
    ("notices", "northshire-cells-2026-01", "northshire-custody-2026"),
    ("forces", "north-shire", "northshire"),
    ("updates", "northshire-custody-2026-u9", "northshire-custody-2026-u1"),
    ("stories", "old-cells", "cells-gone"),
]
TOMBSTONES = [("stories", "cells-gone", "It told of another <force>."), ("topics", "cells", "One topic.")]
RELEASES = date(2026, 7, 1), date(2026, 8, 1)


def make_moved_site(root: Path) -> Path:
    """Lay the example site down with aliases and tombstones."""
    copy_site(EXAMPLE, root)
    ledger = (root / "data/ids.csv").read_text().splitlines()
    for table, alias, key in ALIASES:
        append(root, "aliases", table_name=table, alias=alias, id=key, changed_on="2026-06-01", reason="A better name.")
        ledger.append(f"{table},{alias}")
    for table, key, reason in TOMBSTONES:
        append(root, "tombstones", table_name=table, tombstone=key, removed_on="2026-06-20", reason=reason)
        ledger.append(f"{table},{key}")
    _sort_rows(root, ledger)
    return root


def _sort_rows(root: Path, ledger: list[str]) -> None:
    """Put the rows in the order that the checks ask for."""
    (root / "data/ids.csv").write_text("\n".join([ledger[0], *sorted(ledger[1:], key=lambda row: row.split(",")), ""]))
    for table in ("aliases", "tombstones"):
        path = root / f"data/tables/{table}.csv"
        header, *rows = path.read_text().splitlines()
        path.write_text("\n".join([header, *sorted(rows, key=lambda row: row.split(",")[:2]), ""]))


def make_released_site(root: Path) -> Path:
    """Lay the example site down with two releases, and what changed between them."""
    copy_site(EXAMPLE, root)
    make_release(root, RELEASES[0])
    change_record(root)
    make_release(root, RELEASES[1])
    return root
