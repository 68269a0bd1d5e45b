import pytest

from noticeboard.checks.sources import fields_of_sources
from noticeboard.ledger import enter_ids
from noticeboard.schema import read_schema
from tests.conftest import PROJECT
from tests.factories import amend, append
from tests.noticeboard.checks.faults import messages, messages_with

SCHEMA = read_schema(PROJECT / "data/datapackage.yaml")
CELLS = "https://www.northshire-gazette.example/cells"
BAD_ROWS = [
    # addresses_are_of_the_web
    ("forces", 2, {"website": "ftp://northshire.example"},
     "website 'ftp://northshire.example' is not an address of the web. Write it with https://."),
    ("forces", 2, {"website": "https:///northshire"},
     "website 'https:///northshire' is not an address of the web. Write it with https://."),
    ("forces", 2, {"website": "http://[northshire"},
     "website 'http://[northshire' is not an address of the web. Write it with https://."),
    # publishers_are_hosts
    ("sources", 2, {"publisher": "www.northshire-gazette.example"},
     "publisher 'www.northshire-gazette.example' is not the host of the address. Write 'inspectorate.example'."),
    # dates_of_sources_have_a_basis
    ("sources", 2, {"published_on": "2026"},
     "published_on and published_basis do not go together. Fill in both or neither."),
]  # fmt: skip


@pytest.mark.parametrize(("table", "line", "cells", "message"), BAD_ROWS)
def test_a_source_that_is_not_what_it_says_is_named(site, table, line, cells, message):
    assert message in messages_with(site, table, line, **cells)


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ("forces", "data/tables/forces.csv:2: 'northshire' has no source. Add one to data/tables/forces_sources.csv."),
        ("notices", "data/tables/notices.csv:2: 'northshire-custody-2026' has no source. "
         "Add one to data/tables/notices_sources.csv."),
        ("stages", "data/tables/stages.csv:2: 'northshire 2026-01' has no source. "
         "Add one to data/tables/stages_sources.csv."),
        ("stories", "content/news/northshire-cells.md:1: 'northshire-cells' has no source. "
         "Add one to data/tables/stories_sources.csv."),
    ],
)  # fmt: skip
def test_a_row_has_a_source(site, table, fault):
    path = site / f"data/tables/{table}_sources.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")

    assert fault in messages(site)


def test_a_row_that_may_name_several_sources_names_one(site):
    cells = {"disagreement": "the-day", "force": "northshire", "point": "the day", "kept": "1 May", "other": "2 May"}
    append(site, "disagreements", reason="It is stated.", **cells)
    enter_ids(site)

    assert messages(site) == [
        "data/tables/disagreements.csv:2: no source is named. Fill in kept_source or other_source."
    ]


@pytest.mark.parametrize("table", [table for table in SCHEMA.tables.values() if not table.is_built])
def test_a_table_has_sources_or_says_why_it_has_none(table):
    has_sources = f"{table.name}_sources" in SCHEMA.tables
    names = fields_of_sources(table)

    if table.unsourced:
        assert table.unsourced.endswith(".")
        assert not has_sources
        assert not any(table.field(name).required for name in names)
    else:
        assert has_sources or names


def test_something_rests_on_a_source(site):
    append(site, "sources", source=f"{CELLS}/2", publisher="www.northshire-gazette.example")

    assert messages(site) == [
        f"data/tables/sources.csv:6: nothing rests on '{CELLS}/2'. Name it where something does, or take the row out."
    ]


def test_a_draft_may_rest_on_a_source_already(site):
    append(site, "sources", source=f"{CELLS}/2", publisher="www.northshire-gazette.example")
    append(site, "stories_sources", story="westmere-draft", position="1", source=f"{CELLS}/2")

    assert messages(site) == []


def test_a_source_is_of_a_publisher(site):
    append(site, "publishers", publisher="www.westmere.example", name="Westmere News", kind="press")

    assert messages(site) == [
        "data/tables/publishers.csv:4: no source is of 'www.westmere.example'. Add the source, or take the row out."
    ]


def test_a_piece_is_not_listed_twice(site):
    amend(site, "sources", 5, published_on="2026-01-13")
    append(site, "sources", source=f"{CELLS}?amp=1", publisher="www.northshire-gazette.example",
           published_on="2026-01-13", published_basis="stated")  # fmt: skip
    append(site, "press", press="paper-on-the-cells", source=f"{CELLS}?amp=1",
           label="Local paper on the cells of Northshire", summary="A report on the notice.")  # fmt: skip
    append(site, "press_forces", press="paper-on-the-cells", force="northshire")
    enter_ids(site)

    assert messages(site) == [
        "data/tables/press.csv:3: 'paper-on-the-cells' is the same piece as 'gazette-on-the-cells' on line 2. "
        "Keep one, or tell them apart by their labels."
    ]
