"""The example site with what nobody expects: far too long, far too many, nothing at all, other scripts, markup."""

from datetime import date, timedelta
from pathlib import Path

from noticeboard.ledger import enter_ids
from tests.conftest import EXAMPLE, copy_site
from tests.factories import amend, insert

PLACE = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
"""A real name of a place, in one word of 58 letters."""

LONG_TITLE = f"Neighbourhood policing at {PLACE}, and what became of it, ".ljust(300, "x")
ARABIC = "تقرير التفتيش (2026)"
MARKUP = "<script>alert(1)</script> & <b>more</b>"
ROWS = 500
SOURCE = "https://inspectorate.example/northshire-custody"


def make_strange_site(root: Path) -> Path:
    """Copy the example site to a root and make it strange, yet without a fault."""
    copy_site(EXAMPLE, root)
    lengthen_title(root)
    amend(root, "notices", 3, published_on="", published_summary="One cause of concern was published.")
    amend(root, "causes", 2, summary=f"Cells. {MARKUP}")
    amend(root, "sources", 3, title=ARABIC)
    amend(root, "publishers", 3, name="Newyddion Tŷ Ddewi")
    add_force(root)
    add_figures(root)
    enter_ids(root)
    return root


def lengthen_title(root: Path) -> None:
    """Give one notice a title of 300 characters."""
    path = root / "content/notices/westmere-2026-03.md"
    path.write_text(path.read_text().replace("Neighbourhood policing at Westmere", LONG_TITLE), encoding="utf-8")


def add_force(root: Path) -> None:
    """Add a force of which no more is known than its name and who holds it to account."""
    force = {
        "force": "gwyr",
        "name": "Heddlu Gŵyr a Môn",
        "short_name": "Gŵyr",
        "abbreviation": "Gŵyr",
        "country": "Wales",
    }
    place = {"governance": "Police and Crime Commissioner", "tile_row": "2", "tile_column": "0"}
    insert(root, "forces", 2, force | place)
    insert(root, "forces_sources", 2, {"force": "gwyr", "position": "1", "source": SOURCE, "supports": "governance"})


def add_figures(root: Path) -> None:
    """Give one force 500 figures, one a day."""
    days = [date(2023, 1, 1) + timedelta(days=number) for number in range(ROWS)]
    about = {"force": "northshire", "measure": "officers", "source": SOURCE}
    insert(
        root, "figures", 2, *(about | {"counted_on": day.isoformat(), "value": str(day.toordinal())} for day in days)
    )
