"""A release is whole, differs from the last, and says in what; two releases can be compared by anybody."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from noticeboard.cli import main
from noticeboard.differences import compare
from noticeboard.releases import Release, find_newest, make_release
from tests.conftest import EXAMPLE, copy_site
from tests.factories import amend, append


def run(*args):
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A site with one release."""
    site = copy_site(EXAMPLE, tmp_path_factory.mktemp("released") / "site")
    make_release(site)
    return site


@pytest.fixture
def copy(released, tmp_path):
    """A copy of the site with one release, which a test may change."""
    return Path(shutil.copytree(released, tmp_path / "site"))


@pytest.fixture
def pair(released, tmp_path):
    """The released database twice, of which a test may change the second."""
    (release,) = (released / "releases").iterdir()
    return [Path(shutil.copy(release / "data.db", tmp_path / name)) for name in ("old.db", "new.db")]


def change(database, *statements):
    with closing(sqlite3.connect(database)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


DUE = "update recommendations set due_on = '2026-04-30' where recommendation = 'northshire-custody-2026-2'"


def test_two_equal_databases_do_not_differ(pair):
    assert not compare(*pair)
    assert run("diff", *pair)[1].endswith("\nNothing changed.\n")


def test_a_difference_tells_rows_and_their_columns(pair):
    change(pair[1], DUE, "delete from updates where update_id = 'northshire-custody-2026-u3'",
           "insert into areas (area, name) values ('roads', 'Roads')")  # fmt: skip

    differences = compare(*pair)

    changed = differences.tables["recommendations"].rows_changed
    assert [(row.key, row.columns) for row in changed] == [
        ({"recommendation": "northshire-custody-2026-2"}, {"due_on": ("2026-04", "2026-04-30")})
    ]
    assert [row["area"] for row in differences.tables["areas"].rows_added] == ["roads"]
    assert [row["update_id"] for row in differences.tables["updates"].rows_removed] == ["northshire-custody-2026-u3"]


def test_a_new_column_is_told_once_and_changes_no_row(pair):
    change(pair[1], "alter table areas add column colour text", "update areas set colour = 'red'")

    (areas,) = compare(*pair).tables.values()

    assert (areas.columns_added, areas.rows_changed) == (["colour"], [])
    assert compare(*reversed(pair)).tables["areas"].columns_removed == ["colour"]


def test_a_new_table_is_told_with_its_rows(pair):
    change(pair[1], "create table colours (colour text)", "insert into colours values ('red'), ('blue')")

    assert compare(*pair).tables_added == {"colours": 2}
    assert compare(*reversed(pair)).tables_removed == {"colours": 2}


def test_diff_prints_for_a_terminal(pair):
    change(pair[1], DUE, "create table colours (colour text)")

    code, text = run("diff", *pair)

    assert (code, text.splitlines()[1:]) == (0, [
        "+ table colours, 0 rows",
        "recommendations: 1 row changed",
        "  ~ northshire-custody-2026-2  due_on: '2026-04' → '2026-04-30'",
    ])  # fmt: skip


def test_diff_prints_json(pair):
    change(pair[1], DUE)

    answer = json.loads(run("diff", *pair, "--format", "json")[1])

    assert answer["tables"]["recommendations"]["rows_changed"] == [
        {"key": {"recommendation": "northshire-custody-2026-2"},
         "columns": {"due_on": {"from": "2026-04", "to": "2026-04-30"}}}
    ]  # fmt: skip


def test_diff_drafts_a_changelog(pair):
    change(pair[1], DUE, "update recommendations set note = '" + "long " * 50 + "' where number = 1")

    lines = run("diff", *pair, "--format", "markdown")[1].splitlines()

    assert lines[0].startswith("## 2026-06-30-")
    assert lines[4:] == [
        "- `recommendations`: 3 rows changed.",
        f"  - Changed `northshire-custody-2026-1`: `note` from unknown to '{'long ' * 15}long…'.",
        "  - Changed `northshire-custody-2026-2`: `due_on` from '2026-04' to '2026-04-30'.",
        f"  - Changed `westmere-2026-03-1`: `note` from unknown to '{'long ' * 15}long…'.",
    ]


def test_a_difference_tells_numbers_bare(pair):
    change(pair[1], "update recommendations set number = 7 where recommendation = 'westmere-2026-03-1'")

    assert run("diff", *pair)[1].endswith("  ~ westmere-2026-03-1  number: 1 → 7\n")


def test_diff_refuses_what_is_no_database(tmp_path):
    (tmp_path / "notes.txt").write_text("No database at all, but long enough to look at." * 9)
    sqlite3.connect(tmp_path / "empty.db").close()
    change(tmp_path / "other.db", "create table shopping (item text)")

    assert run("diff", tmp_path, tmp_path) == (
        1, f"Error: {tmp_path}: there is no database here. Name a data.db or a folder that holds one.\n")  # fmt: skip
    assert "notes.txt: this is not an SQLite database (file is not a database). Name a data.db.\n" in run(
        "diff", tmp_path / "notes.txt", tmp_path)[1]  # fmt: skip
    for name in ("empty.db", "other.db"):
        assert f"{name}: this is not a database of the record" in run("diff", tmp_path / name, tmp_path)[1]


def test_a_release_is_the_downloads_of_a_fresh_build_and_a_note(released):
    (release,) = (released / "releases").iterdir()

    assert {"data.db", "SHA256SUMS", "noticeboard.zip", "release.json", "csv"} <= set(names(release))
    assert json.loads((release / "release.json").read_text()) == {
        "version": release.name, "as_on": "2026-06-30", "previous": None}  # fmt: skip
    assert names(released) == ["content", "data", "releases"]


def test_the_next_release_says_what_changed(copy):
    amend(copy, "recommendations", 3, due_on="2026-04-30")

    code, output = run("release", "--root", copy)

    release = copy / "releases" / output.split("/")[-1].strip()
    assert code == 0
    assert "`due_on` from '2026-04' to '2026-04-30'" in (release / "CHANGES.md").read_text()
    assert "CHANGES.md" in (release / "SHA256SUMS").read_text()
    assert json.loads((release / "release.json").read_text())["previous"] in names(copy / "releases")


def test_nothing_is_released_when_nothing_changed(copy):
    (last,) = names(copy / "releases")

    assert run("release", "--root", copy)[1].endswith(f"Error: Nothing changed since {last}. Nothing was released.\n")
    assert (names(copy), names(copy / "releases")) == (["content", "data", "releases"], [last])


def test_nothing_is_released_when_the_record_went_back_to_an_earlier_release(copy):
    (first,) = names(copy / "releases")
    table = copy / "data/tables/recommendations.csv"
    before = table.read_text()
    amend(copy, "recommendations", 3, due_on="2026-04-30")
    make_release(copy)
    table.write_text(before)

    assert run("release", "--root", copy)[1].endswith(
        f"Error: The record is again as it was in {first}. Nothing was released.\n")  # fmt: skip


def test_a_table_that_lost_half_its_rows_is_released_only_when_that_is_allowed(copy):
    (last,) = names(copy / "releases")
    table = copy / "data/tables/updates.csv"
    table.write_text("".join(table.read_text().splitlines(keepends=True)[:3]))

    refused = run("release", "--root", copy)

    assert (refused[0], refused[1].splitlines()[-2:]) == (1, [
        f"Error: updates: 4 rows in {last}, now 2.",
        "Restore the rows, or release with --allow-shrink if that is meant. Nothing was released.",
    ])  # fmt: skip
    assert (names(copy), names(copy / "releases")) == (["content", "data", "releases"], [last])
    assert run("release", "--root", copy, "--allow-shrink")[0] == 0


def test_a_fault_in_the_record_is_no_release(copy):
    append(copy, "areas", area="roads")
    before = names(copy / "releases")

    code, output = run("release", "--root", copy)

    assert (code, output.splitlines()[-1]) == (1, "1 fault. Nothing was released.")
    assert (names(copy), names(copy / "releases")) == (["content", "data", "releases"], before)


def test_the_newest_release_is_the_one_that_no_other_follows():
    first, second = (
        Release("2026-06-30-f0", "2026-06-30", None),
        Release("2026-06-30-0a", "2026-06-30", "2026-06-30-f0"),
    )

    assert find_newest([first, second]) == find_newest([second, first]) == second
    assert find_newest([]) is None
