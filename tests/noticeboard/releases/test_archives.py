"""A release is whole, differs from the last, and says in what; two releases can be compared by anybody."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

import noticeboard
from noticeboard.cli import main
from noticeboard.releases.archives import Release, put_in_order, read_files, read_releases
from noticeboard.releases.differences import Differences, TableDifferences, as_entry, compare
from noticeboard.releases.new import make_release
from tests.conftest import EXAMPLE, copy_site
from tests.factories import amend, bury

FIRST, SECOND = date(2026, 7, 1), date(2026, 8, 1)


def run(*args):
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def released(tmp_path_factory):
    """A site with one release."""
    site = copy_site(EXAMPLE, tmp_path_factory.mktemp("released") / "site")
    make_release(site, FIRST)
    return site


@pytest.fixture
def copy(released, tmp_path):
    """A copy of the site with one release, which a test may change."""
    return Path(shutil.copytree(released, tmp_path / "site"))


@pytest.fixture
def pair(released, tmp_path):
    """The released database twice, of which a test may change the second."""
    (release,) = read_releases(released)
    pair = [tmp_path / "old.db", tmp_path / "new.db"]
    for path in pair:
        path.write_bytes(read_files(released, release)["data.db"])
    return pair


def change(database, *statements):
    with closing(sqlite3.connect(database)) as db:
        for statement in statements:
            db.execute(statement)
        db.commit()


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def hashes(folder):
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


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


def test_diff_compares_the_archives_of_two_releases(copy):
    (first,) = (copy / "releases").glob("*.tar.xz")
    amend(copy, "recommendations", 3, due_on="2026-04-30")
    second, _ = make_release(copy, SECOND)

    assert run("diff", first, second) == (0, "\n".join([
        f"{name_of(first)} → {name_of(second)}",
        "recommendations: 1 row changed",
        "  ~ northshire-custody-2026-2  due_on: '2026-04' → '2026-04-30'\n",
    ]))  # fmt: skip


def test_diff_refuses_an_archive_of_something_else(tmp_path):
    (tmp_path / "holiday.tar.xz").write_bytes(b"Pictures")

    assert run("diff", tmp_path / "holiday.tar.xz", tmp_path) == (1,
        f"Error: {tmp_path}/holiday.tar.xz: this is not the archive of a release. Name a data.db, or restore it.\n")  # fmt: skip


def test_a_release_is_the_downloads_of_a_fresh_build_and_a_note(released):
    (release,) = read_releases(released)
    files = read_files(released, release)

    assert {"data.db", "SHA256SUMS", "noticeboard.zip", "release.json", "csv/notices.csv"} <= set(files)
    assert json.loads(files["release.json"]) == {
        "version": release.version, "as_on": "2026-06-30", "content_hash": release.content_hash,
        "released_on": "2026-07-01", "previous": None}  # fmt: skip
    assert names(released) == ["content", "data", "releases"]
    assert names(released / "releases") == [f"{release.version}.tar.xz", "SHA256SUMS"]


def test_a_build_serves_a_release_byte_for_byte(copy):
    (release,) = read_releases(copy)
    kept = read_files(copy, release)
    amend(copy, "updates", 4, summary="Records were fuller.")

    noticeboard.build(copy, copy / "output")

    served = copy / "output/site/downloads" / release.version
    assert hashes(served) == {path: sha256(content).hexdigest() for path, content in kept.items()} | {
        "index.html": sha256((served / "index.html").read_bytes()).hexdigest()}  # fmt: skip
    assert (served / "data.db").read_bytes() != (copy / "output/data.db").read_bytes()


def test_a_build_of_what_was_released_gives_the_released_files(copy):
    (release,) = read_releases(copy)
    kept = read_files(copy, release)

    noticeboard.build(copy, copy / "output")

    latest = copy / "output/site/downloads/latest"
    own = {"SHA256SUMS", "release.json"}
    assert {path: (latest / path).read_bytes() for path in kept if path not in own} == {
        path: content for path, content in kept.items() if path not in own}  # fmt: skip


def test_the_same_record_released_on_the_same_day_gives_the_same_archive(released, tmp_path):
    other = copy_site(EXAMPLE, tmp_path / "quite another/place")

    make_release(other, FIRST)

    assert hashes(other / "releases") == hashes(released / "releases")


def test_the_next_release_says_what_changed(copy):
    (first,) = read_releases(copy)
    amend(copy, "recommendations", 3, due_on="2026-04-30")

    code, output = run("release", "--root", copy, "--on", "2026-08-01")

    last = read_releases(copy)[-1]
    files = read_files(copy, last)
    assert (code, output.splitlines()[3:]) == (0, [
        f"Released {copy}/releases/{last.version}.tar.xz",
        "",
        "A draft for CHANGELOG.md, under Data:",
        "",
        f"- Version {last.version}, compared with {first.version}:",
        "  - `recommendations`: 1 row changed",
    ])  # fmt: skip
    assert "`due_on` from '2026-04' to '2026-04-30'" in files["CHANGES.md"].decode()
    assert "  CHANGES.md\n" in files["SHA256SUMS"].decode()
    assert (last.previous, last.released_on) == (first.version, "2026-08-01")


def test_the_draft_names_columns_and_tables():
    tables = {
        "areas": TableDifferences(("area",), 2, 2, columns_added=["colour"], columns_removed=["shade"]),
        "topics": TableDifferences(("topic",), 2, 3, columns_added=["colour"], rows_added=[{"topic": "roads"}]),
    }

    assert as_entry("new", Differences("old", "new", {"colours": 2}, {"shades": 1}, tables)).splitlines() == [
        "- Version new, compared with old:",
        "  - new table `colours`, 2 rows",
        "  - removed table `shades`, 1 row",
        "  - `areas`: added the column `colour`, removed the column `shade`",
        "  - `topics`: added the column `colour`, 1 row added",
    ]


def test_a_release_bears_the_day_on_which_it_is_made_unless_told_otherwise(site):
    before = datetime.now(UTC).date().isoformat()

    code, output = run("release", "--root", site)

    (release,) = read_releases(site)
    assert (code, output.splitlines()[-1]) == (0, f"- Version {release.version}: the first release.")
    assert before <= release.released_on <= datetime.now(UTC).date().isoformat()


def test_a_release_comes_after_the_record_ends_and_after_the_last_release(copy):
    amend(copy, "recommendations", 3, due_on="2026-04-30")

    assert run("release", "--root", copy, "--on", "2026-06-29")[1].splitlines()[-1] == (
        "Error: --on 2026-06-29: the day is before the record ends, 2026-06-30. Name a later day. Nothing was released."
    )
    assert run("release", "--root", copy, "--on", "2026-06-30")[1].splitlines()[-1] == (
        "Error: --on 2026-06-30: the day is before the last release, 2026-07-01. Name a later day. Nothing was released."
    )
    assert len(names(copy / "releases")) == 2


def test_nothing_is_released_when_nothing_changed(copy):
    before = hashes(copy / "releases")
    (last,) = read_releases(copy)

    assert run("release", "--root", copy)[1].endswith(
        f"Error: Nothing changed since {last.version}. Nothing was released.\n")  # fmt: skip
    assert (names(copy), hashes(copy / "releases")) == (["content", "data", "releases"], before)


def test_nothing_is_released_when_the_record_went_back_to_an_earlier_release(copy):
    (first,) = read_releases(copy)
    table = copy / "data/tables/recommendations.csv"
    before = table.read_text()
    amend(copy, "recommendations", 3, due_on="2026-04-30")
    make_release(copy, SECOND)
    table.write_text(before)

    assert run("release", "--root", copy)[1].endswith(
        f"Error: The record is again as it was in {first.version}. Nothing was released.\n")  # fmt: skip


def test_a_table_that_lost_half_its_rows_is_released_only_when_that_is_allowed(copy):
    before = hashes(copy / "releases")
    (last,) = read_releases(copy)
    for number in (3, 4):
        bury(copy, "updates", 4, f"northshire-custody-2026-u{number}")

    refused = run("release", "--root", copy)

    assert (refused[0], refused[1].splitlines()[-2:]) == (1, [
        f"Error: updates: 4 rows in {last.version}, now 2.",
        "Restore the rows, or release with --allow-shrink if that is meant. Nothing was released.",
    ])  # fmt: skip
    assert (names(copy), hashes(copy / "releases")) == (["content", "data", "releases"], before)
    assert run("release", "--root", copy, "--allow-shrink")[0] == 0


def test_a_fault_in_the_record_is_no_release(copy):
    amend(copy, "areas", 3, name="")
    before = hashes(copy / "releases")

    code, output = run("release", "--root", copy)

    assert (code, output.splitlines()[-1]) == (1, "1 fault. Nothing was released.")
    assert (names(copy), hashes(copy / "releases")) == (["content", "data", "releases"], before)


def tamper(archive):
    archive.write_bytes(archive.read_bytes() + b"!")


def forge(archive):
    archive.write_bytes(b"Mine.")
    archive.with_name("SHA256SUMS").write_text(f"{sha256(b'Mine.').hexdigest()}  {archive.name}\n")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (tamper, "releases/SHA256SUMS:1: '{0}.tar.xz' is not the file that was released. Restore it as it was."),
        (Path.unlink, "releases/SHA256SUMS:1: '{0}.tar.xz' is missing. Restore it as it was."),
        (forge, "releases/{0}.tar.xz:1: this is not the archive of a release (not an lzma file). Restore it as it was."),
        (lambda archive: archive.with_name("SHA256SUMS").unlink(),
         "releases/SHA256SUMS:1: the file is missing. Restore it as it was."),
        (lambda archive: archive.with_name("SHA256SUMS").write_text("Mine.\n"),
         "releases/{0}.tar.xz:1: no line of releases/SHA256SUMS has the sum of this file. "
         "Restore the line, or remove the file.\n"
         "releases/SHA256SUMS:1: 'Mine.' is no sum of a file. Restore the line as it was."),
    ],
)  # fmt: skip
def test_a_release_that_is_not_as_it_was_is_a_fault_and_stops_the_build(copy, spoil, message):
    (release,) = read_releases(copy)
    spoil(copy / f"releases/{release.version}.tar.xz")

    with pytest.raises(noticeboard.BuildError) as error:
        noticeboard.build(copy, copy / "output")

    assert str(error.value) == message.format(release.version)
    assert not (copy / "output").exists()
    assert noticeboard.check(copy) == error.value.problems


def test_a_check_tells_the_faults_of_the_record_and_those_of_its_releases(copy):
    (release,) = read_releases(copy)
    amend(copy, "areas", 3, name="")
    tamper(copy / f"releases/{release.version}.tar.xz")

    assert [(problem.path, problem.line) for problem in noticeboard.check(copy)] == [
        ("data/tables/areas.csv", 3),
        ("releases/SHA256SUMS", 1),
    ]


def test_a_release_whose_forerunner_was_removed_stops_the_build(copy):
    (first,) = read_releases(copy)
    amend(copy, "recommendations", 3, due_on="2026-04-30")
    second, _ = make_release(copy, SECOND)
    (copy / f"releases/{first.version}.tar.xz").unlink()
    sums = copy / "releases/SHA256SUMS"
    sums.write_text("".join(line for line in sums.read_text().splitlines(keepends=True) if second.name in line))

    assert run("build", "--root", copy, "--output", copy / "output")[1].splitlines()[-2:] == [
        f"releases/{second.name}:1: the release follows '{first.version}', which is missing. Restore it as it was.",
        "1 fault. Nothing was built.",
    ]


def test_releases_stand_in_the_order_in_which_each_follows_another():
    one, two = release("2026-06-30-f0", "2026-07-02", None), release("2026-06-30-e0", "2026-07-02", "2026-06-30-f0")
    aside = release("2026-06-30-a0", "2026-07-01", "2026-06-30-f0")

    assert put_in_order([two, aside, one]) == put_in_order([one, two, aside]) == [one, aside, two]
    assert put_in_order([]) == []


def release(version, released_on, previous):
    return Release(version, "2026-06-30", "0" * 64, released_on, previous)


def name_of(archive):
    return archive.name.removesuffix(".tar.xz")
