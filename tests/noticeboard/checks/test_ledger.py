import pytest

from noticeboard.ledger import enter_ids
from tests.factories import append, bury
from tests.noticeboard.checks.faults import messages

DAY = "2026-06-30"


def rename_press_item(site):
    """Give the press item another id, as an editor would."""
    for name in ("press", "press_forces", "press_topics"):
        path = site / f"data/tables/{name}.csv"
        path.write_text(path.read_text().replace("gazette-on-the-cells", "gazette-on-cells"))
    enter_ids(site)


def remember(site, table, *keys):
    """Enter ids that a table held once."""
    ledger = site / "data/ids.csv"
    header, *lines = ledger.read_text().splitlines()
    ledger.write_text("\n".join([header, *sorted([*lines, *(f"{table},{key}" for key in keys)]), ""]))


def add_alias(site, alias, key, table="press"):
    append(site, "aliases", table_name=table, alias=alias, id=key, changed_on=DAY, reason="Shorter.")


def add_tombstone(site, key, table="press"):
    append(site, "tombstones", table_name=table, tombstone=key, removed_on=DAY, reason="It stood twice.")


def test_a_new_id_is_not_in_the_ledger_yet(site):
    append(site, "areas", area="roads", name="Roads")

    assert messages(site) == ["data/tables/areas.csv:4: 'roads' is not in data/ids.csv. Run noticeboard ids."]


def test_an_id_does_not_vanish(site):
    rename_press_item(site)

    assert messages(site) == [
        "data/ids.csv:19: 'gazette-on-the-cells' is no longer in press. Bring it back, "
        "or say in data/tables/aliases.csv or data/tables/tombstones.csv what became of it."
    ]


def test_an_id_that_was_changed_has_an_alias(site):
    rename_press_item(site)

    add_alias(site, "gazette-on-the-cells", "gazette-on-cells")

    assert messages(site) == []


def test_an_id_that_was_taken_out_has_a_tombstone(site):
    append(site, "areas", area="roads", name="Roads")
    enter_ids(site)

    bury(site, "areas", 4, "roads")

    assert messages(site) == []


def test_aliases_of_aliases_are_followed(site):
    remember(site, "areas", "roads", "streets")

    add_alias(site, "roads", "custody", table="areas")
    add_alias(site, "streets", "roads", table="areas")

    assert messages(site) == []


def test_an_alias_may_lead_to_what_was_taken_out(site):
    remember(site, "areas", "roads", "streets")

    add_alias(site, "streets", "roads", table="areas")
    add_tombstone(site, "roads", table="areas")

    assert messages(site) == []


def test_an_alias_leads_to_an_id_that_is_in_use(site):
    rename_press_item(site)

    add_alias(site, "gazette-on-the-cells", "gazette-on-cell")

    assert messages(site) == [
        "data/tables/aliases.csv:2: alias 'gazette-on-the-cells' leads to 'gazette-on-cell', which press does not hold. "
        "Did you mean 'gazette-on-cells'? Mend the id."
    ]


def test_an_alias_does_not_lead_back_to_itself(site):
    remember(site, "areas", "roads", "streets")

    add_alias(site, "roads", "streets", table="areas")
    add_alias(site, "streets", "roads", table="areas")

    assert messages(site) == [
        "data/tables/aliases.csv:2: alias 'roads' leads back to itself. Name the id that stands in its place.",
        "data/tables/aliases.csv:3: alias 'streets' leads back to itself. Name the id that stands in its place.",
    ]


@pytest.mark.parametrize(
    ("add", "file"), [(add_tombstone, "tombstones"), (lambda site, key: add_alias(site, key, key), "aliases")]
)
def test_a_retired_id_is_not_in_use(site, add, file):
    add(site, "gazette-on-the-cells")

    assert (
        f"data/tables/{file}.csv:2: 'gazette-on-the-cells' is in use in press. Take one of the two rows out."
        in messages(site)
    )


def test_a_retired_id_was_in_use_once(site):
    add_tombstone(site, "gazette-on-the-cell")

    assert messages(site) == [
        "data/tables/tombstones.csv:2: 'gazette-on-the-cell' was never in press. Did you mean 'gazette-on-the-cells'? "
        "Ids that were are listed in data/ids.csv."
    ]


def test_an_id_is_not_both_an_alias_and_taken_out(site):
    rename_press_item(site)

    add_alias(site, "gazette-on-the-cells", "gazette-on-cells")
    add_tombstone(site, "gazette-on-the-cells")

    assert messages(site) == [
        "data/tables/aliases.csv:2: 'gazette-on-the-cells' has a tombstone too. Take one of the two rows out."
    ]


def test_only_tables_of_permanent_ids_are_in_the_ledger(site):
    add_tombstone(site, "roads", table="area")

    assert messages(site) == [
        "data/tables/tombstones.csv:2: unknown table_name 'area'. Did you mean 'areas'? "
        "Tables whose ids are permanent say so in data/datapackage.yaml."
    ]


def test_a_ledger_that_cannot_be_read_is_the_only_fault(site):
    (site / "data/ids.csv").unlink()

    assert messages(site) == ["data/ids.csv:1: the file is missing. Add it with the header 'table_name,id'."]


def test_a_table_that_cannot_be_read_has_not_lost_its_ids(site):
    (site / "data/tables/areas.csv").write_bytes(b"\xff")

    assert messages(site) == ["data/tables/areas.csv:1: this line is not UTF-8. Save the file as UTF-8."]
