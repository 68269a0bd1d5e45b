"""What changed from release to release can be asked of the database, and is no part of what names a version."""

import json
import sqlite3
from contextlib import closing
from datetime import date

import pytest
from frictionless import Package

import noticeboard
from noticeboard.contents import name_version, read_contents
from noticeboard.releases.archives import read_files, read_releases
from noticeboard.releases.changes import list_changes, read_standings
from noticeboard.releases.new import make_release
from tests.conftest import EXAMPLE, copy_site
from tests.factories import change_record

FIRST, SECOND = date(2026, 7, 1), date(2026, 8, 1)


def ask(output, sql):
    with closing(sqlite3.connect(output / "data.db")) as db:
        return db.execute(sql).fetchall()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site with a release, changed since."""
    site = copy_site(EXAMPLE, tmp_path_factory.mktemp("changes") / "site")
    make_release(site, FIRST)
    change_record(site)
    return site


@pytest.fixture(scope="module")
def drafted(site):
    """The output of the changed site, built before it is released."""
    noticeboard.build(site, site / "output.drafted")
    return site / "output.drafted"


@pytest.fixture(scope="module")
def released(site, drafted):
    """The output of the site, built after its second release."""
    make_release(site, SECOND)
    noticeboard.build(site, site / "output.released")
    return site / "output.released"


CHANGES = """
    select table_name, what, change, row_key, field, before, after
    from changes join releases using (version) where releases.position = 2 order by changes.position
"""


def test_the_table_tells_rows_and_columns_added_changed_and_removed(released):
    told = ask(released, CHANGES)

    assert [row[:5] for row in told] == [
        ("areas", "column", "added", None, "colour"),
        ("areas", "row", "added", "roads", None),
        ("recommendations", "row", "changed", "northshire-custody-2026-2", "due_on"),
        ("updates", "row", "changed", "northshire-custody-2026-u4", "status"),
        ("updates", "row", "removed", "northshire-custody-2026-u3", None),
        ("tombstones", "row", "added", "updates / northshire-custody-2026-u3", None),
        ("recommendations_now", "row", "changed", "northshire-custody-2026-2", "status"),
    ]
    assert [row[5:] for row in told if row[4]] == [(None, None), ("2026-04", "2026-04-30"), *[("open", "closed")] * 2]


def test_a_row_added_or_removed_stands_whole(released):
    whole = {row[3]: row[5:] for row in ask(released, CHANGES) if row[3] and not row[4]}

    assert json.loads(whole["roads"][1]) == {
        "area": "roads", "name": "Roads", "question": None, "topic": None, "colour": None}  # fmt: skip
    assert json.loads(whole["northshire-custody-2026-u3"][0])["summary"] == "Records were fuller than before."


def test_what_is_not_released_yet_is_told_as_it_will_be_released(drafted, released):
    versions = "select version, position, as_on, previous, content_hash from releases"

    assert ask(drafted, CHANGES) == ask(released, CHANGES)
    assert ask(drafted, versions) == ask(released, versions)
    assert [
        row
        for output in (drafted, released)
        for row in ask(output, "select released_on from releases order by position")
    ] == [("2026-07-01",), (None,), ("2026-07-01",), ("2026-08-01",)]


def test_a_released_database_tells_of_its_own_changes(site, released):
    last = read_releases(site)[-1]

    assert read_files(site, last)["data.db"] == (released / "data.db").read_bytes()


def test_what_names_a_version_does_not_depend_on_the_releases_before_it(released, tmp_path):
    alone = copy_site(EXAMPLE, tmp_path / "alone")
    change_record(alone)
    noticeboard.build(alone, alone / "output")

    assert ask(alone / "output", "select version from releases union all select version from changes") == []
    assert name_version(read_contents(alone / "output/data.db")) == name_version(read_contents(released / "data.db"))


def test_the_files_hold_the_releases_and_changes_too(released):
    package = released / "site/downloads/latest"

    report = Package(str(package / "datapackage.json")).validate()

    assert report.valid, report.flatten(["path", "type", "message"])
    assert len((package / "jsonl/changes.jsonl").read_text().splitlines()) == 7


def test_two_builds_of_two_releases_give_the_same_bytes(site, released):
    noticeboard.build(site, site / "output.again")

    paths = sorted(path.relative_to(released) for path in released.rglob("*") if path.is_file())
    assert [
        path for path in paths if (released / path).read_bytes() != (site / "output.again" / path).read_bytes()
    ] == []
    assert len(paths) == len([path for path in (site / "output.again").rglob("*") if path.is_file()])


def test_a_table_that_came_or_went_stands_with_its_number_of_rows():
    told = {"tables_added": {"colours": 2}, "tables_removed": {"shades": 1}, "tables": {}}

    assert [(row["table_name"], row["what"], row["change"], row["before"], row["after"])
            for row in list_changes("2026-06-30-0a", told)] == [
        ("colours", "table", "added", None, "2"), ("shades", "table", "removed", "1", None)]  # fmt: skip


def test_a_true_or_false_that_changed_stands_as_the_files_have_it():
    row = {
        "key": {"notice": "a"},
        "columns": {"is_confirmed": {"from": False, "to": True}, "number": {"from": 1, "to": 2}},
    }
    table = {"key": ["notice"], "columns_added": [], "columns_removed": [], "rows_added": [], "rows_removed": []}
    told = {"tables_added": {}, "tables_removed": {}, "tables": {"notices": table | {"rows_changed": [row]}}}

    assert [(row["before"], row["after"]) for row in list_changes("2026-06-30-0a", told)] == [
        ("false", "true"), ("1", "2")]  # fmt: skip


def test_standings_of_a_database_with_other_views_are_left_out():
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("create view forces_now as select 'northshire' as force, 'scan' as stage")

        standings = read_standings(db)

    assert {name: standing.rows for name, standing in standings.items()} == {
        "forces_now": [{"force": "northshire", "stage": "scan"}]}  # fmt: skip
