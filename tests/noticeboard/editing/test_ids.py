"""The next id is the one after every id that is in use or ever was."""

import pytest

from noticeboard.editing.ids import next_letter, next_number, used_ids
from noticeboard.record import read_record
from noticeboard.schema import read_schema
from tests.conftest import PROJECT
from tests.factories import append, bury

SCHEMA = read_schema(PROJECT / "data/datapackage.yaml")
NORTHSHIRE = "northshire-custody-2026-"


@pytest.fixture
def read(site):
    return lambda: read_record(site, SCHEMA)[0]


def test_letters_and_numbers_go_on_after_the_last(read):
    record = read()

    assert next_letter(record, "causes", NORTHSHIRE) == "c"
    assert next_number(record, "recommendations", NORTHSHIRE) == 3
    assert next_number(record, "updates", f"{NORTHSHIRE}u") == 5


def test_letters_and_numbers_begin_with_the_first(read):
    record = read()

    assert next_letter(record, "causes", "northshire-2026-06-") == "a"
    assert next_number(record, "recommendations", "northshire-2026-06-") == 1


def test_ten_comes_after_nine(site, read):
    for number in (9, 10):
        append(
            site, "recommendations", recommendation=f"{NORTHSHIRE}{number}", cause=f"{NORTHSHIRE}a", number=str(number)
        )

    assert next_number(read(), "recommendations", NORTHSHIRE) == 11


def test_nothing_comes_after_z(site, read):
    append(site, "causes", cause=f"{NORTHSHIRE}z", notice="northshire-custody-2026")

    assert next_letter(read(), "causes", NORTHSHIRE) == ""


def test_the_number_of_a_row_that_was_taken_out_is_not_used_again(site, read):
    bury(site, "updates", 5, f"{NORTHSHIRE}u4")

    assert next_number(read(), "updates", f"{NORTHSHIRE}u") == 5


def test_an_id_that_only_the_ledger_holds_is_used(site, read):
    path = site / "data/ids.csv"
    path.write_text(path.read_text() + f"updates,{NORTHSHIRE}u9\n")

    assert next_number(read(), "updates", f"{NORTHSHIRE}u") == 10


def test_an_id_that_became_another_is_used(site, read):
    append(site, "aliases", table_name="updates", alias=f"{NORTHSHIRE}u7", id=f"{NORTHSHIRE}u4")

    assert f"{NORTHSHIRE}u7" in used_ids(read(), "updates")


def test_the_id_of_a_draft_is_used(read):
    assert used_ids(read(), "stories") == {"northshire-cells", "westmere-draft"}
