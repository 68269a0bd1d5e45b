"""An invented record of any size: content/ and data/ as the build reads them, with forces that do not exist."""

import csv
import shutil
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from noticeboard.schema import Schema, read_schema
from noticeboard.tables import Row, sort_key

PROJECT = Path(__file__).parent.parent
EXAMPLE = PROJECT / "tests/example_site"
SOURCE = "https://inspectorate.example/westmere"
FORCES = 40
NEWEST = 2026 * 12 + 4  # May 2026, counted in months

Rows = dict[str, list[dict[str, str]]]


@dataclass
class Invented:
    """The rows of an invented record, by table, and the accounts of its notices, by id."""

    rows: Rows = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)

    def add(self, table: str, **values: object) -> None:
        """Add a row."""
        self.rows.setdefault(table, []).append({name: str(value) for name, value in values.items()})


def generate(root: Path, notices: int) -> None:
    """Write an invented record with so many notices to an empty root, on the example site's vocabularies."""
    shutil.copytree(EXAMPLE / "content", root / "content")
    shutil.copytree(PROJECT / "data/queries", root / "data/queries")
    shutil.copytree(EXAMPLE / "data/tables", root / "data/tables")
    for name in ("datapackage.yaml", "views.sql"):
        shutil.copy(PROJECT / "data" / name, root / "data" / name)
    invented = invent(notices)
    write_rows(root, invented.rows, read_schema(root / "data/datapackage.yaml"))
    for notice, account in invented.accounts.items():
        (root / f"content/notices/{notice}.md").write_text(account, encoding="utf-8")


def invent(notices: int) -> Invented:
    """Invent forces, and a notice a month for each in turn, going back from the newest."""
    invented = Invented()
    for number in range(FORCES):
        add_force(invented, number)
    for number in range(notices):
        years, month = divmod(NEWEST - number // FORCES, 12)
        add_notice(invented, f"invented-{number % FORCES + 1:02}", date(years, month + 1, 1))
    return invented


def add_force(invented: Invented, number: int) -> None:
    """Add a force that says of itself that it is invented."""
    force = f"invented-{number + 1:02}"
    name = f"Invented Force {number + 1}"
    place = {"tile_row": 2 + number // 8, "tile_column": number % 8}
    invented.add("forces", force=force, name=name, short_name=name, country="England", governance="Invented", **place)


def add_notice(invented: Invented, force: str, month: date) -> None:
    """Add a notice with its account, two causes, four recommendations and four updates."""
    notice = f"{force}-{month:%Y-%m}"
    invented.accounts[notice] = account_of(notice, force)
    published = {
        "inspection": "Invented inspection",
        "published_on": f"{month:%Y-%m}",
        "published_summary": "Invented.",
        "published_source": SOURCE,
    }
    invented.add("notices", notice=notice, force=force, kind="cause of concern", is_confirmed="true", **published)
    invented.add("notices_sources", notice=notice, position=1, source=SOURCE)
    for number, cause in enumerate([f"{notice}-a", f"{notice}-b"]):
        about = {
            "area": ("custody", "preventing-crime")[number],
            "summary": f"An invented cause of concern at {force}.",
        }
        invented.add("causes", cause=cause, notice=notice, subject_basis="stated", **about)
        add_recommendations(invented, notice, cause, range(2 * number + 1, 2 * number + 3))
    add_updates(invented, notice, month)


def add_recommendations(invented: Invented, notice: str, cause: str, numbers: range) -> None:
    """Add a cause's recommendations."""
    for number in numbers:
        asked = {
            "summary": f"Do the invented thing number {number}.",
            "wording": "full",
            "due_text": "within three months",
        }
        invented.add(
            "recommendations", recommendation=f"{notice}-{number}", cause=cause, number=number, source=SOURCE, **asked
        )


def add_updates(invented: Invented, notice: str, month: date) -> None:
    """Add what happened since: a report, the closing of a cause, progress with a recommendation, a status."""
    later = {
        "happened_on": f"{month + timedelta(days=30):%Y-%m-%d}",
        "summary": "Something invented happened.",
        "source": SOURCE,
    }
    closed = {"status": "closed", "basis": "source"}
    invented.add("updates", update_id=f"{notice}-u1", notice=notice, kind="report", **later)
    invented.add("updates", update_id=f"{notice}-u2", cause=f"{notice}-a", kind="cause closed", **closed, **later)
    invented.add(
        "updates", update_id=f"{notice}-u3", recommendation=f"{notice}-3", kind="progress", progress="some", **later
    )
    invented.add("updates", update_id=f"{notice}-u4", recommendation=f"{notice}-4", kind="status", **closed, **later)


def account_of(notice: str, force: str) -> str:
    """Return the Markdown file of a notice, as long as a custody notice's."""
    body = f"This notice about [a force](/forces/{force}/) is invented. " * 6
    return f"---\nnotice: {notice}\ntitle: Invented notice {notice}\nsummary: Nothing of this happened.\n---\n\n{body.strip()}\n"


def write_rows(root: Path, rows: Rows, schema: Schema) -> None:
    """Add rows to the tables that are there, each sorted by its key."""
    for name, added in rows.items():
        table = schema.tables[name]
        path = root / table.path
        with path.open(encoding="utf-8", newline="") as file:
            merged = [*csv.DictReader(file), *added]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [column.name for column in table.columns], lineterminator="\n")
            writer.writeheader()
            writer.writerows(sorted(merged, key=lambda row: sort_key(Row(dict(row), name, 0), table)))
