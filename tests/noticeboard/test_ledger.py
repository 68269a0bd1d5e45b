"""Ids are entered in order and stay; what cannot be read is left as it was."""

import pytest

from noticeboard.ledger import enter_ids
from noticeboard.problems import BuildError
from tests.factories import append


def test_new_ids_are_entered_in_their_places(site):
    append(site, "areas", area="roads", name="Roads")
    append(site, "areas", area="children", name="Children")

    assert enter_ids(site) == ["areas children", "areas roads"]
    assert (site / "data/ids.csv").read_text().splitlines()[:6] == [
        "table_name,id",
        "areas,children",
        "areas,custody",
        "areas,preventing-crime",
        "areas,roads",
        "causes,northshire-custody-2026-a",
    ]


def test_numbers_within_ids_count_as_numbers(site):
    for number in ("10", "9"):
        append(site, "areas", area=f"area-{number}", name="An area")

    assert enter_ids(site) == ["areas area-9", "areas area-10"]


def test_an_id_that_is_gone_stays_in_the_ledger(site):
    (site / "data/tables/areas.csv").write_text("area,name,question,topic\n")

    enter_ids(site)

    assert "areas,custody\n" in (site / "data/ids.csv").read_text()


def test_a_ledger_that_holds_every_id_is_left_as_it_is(site):
    before = (site / "data/ids.csv").stat()

    assert enter_ids(site) == []
    assert (site / "data/ids.csv").stat().st_mtime_ns == before.st_mtime_ns


def test_a_ledger_that_is_missing_is_made(site):
    ledger = site / "data/ids.csv"
    text = ledger.read_text()
    ledger.unlink()

    enter_ids(site)

    assert ledger.read_text() == text


def test_a_draft_has_no_id_yet(site):
    (site / "data/ids.csv").unlink()

    entered = enter_ids(site)

    assert "stories northshire-cells" in entered
    assert "stories westmere-draft" not in entered


def test_a_faulty_ledger_is_left_as_it_is(site):
    ledger = site / "data/ids.csv"
    ledger.write_text("table,id\n")

    with pytest.raises(BuildError) as error:
        enter_ids(site)

    assert ledger.read_text() == "table,id\n"
    assert [str(problem) for problem in error.value.problems] == [
        "data/ids.csv:1: the column 'table_name' is missing. The header is 'table_name,id'.",
        "data/ids.csv:1: unknown column 'table'. Did you mean 'table_name'? Columns are listed in data/datapackage.yaml.",
    ]
