"""The database holds the record, keeps its rules, and is written whole or not at all."""

import sqlite3

import pytest

from noticeboard.build import read_sound_record
from noticeboard.database import build_database
from noticeboard.problems import BuildError
from noticeboard.record import Record
from noticeboard.schema import read_schema
from tests.conftest import PROJECT

VIEWS = (PROJECT / "data/views.sql").read_text(encoding="utf-8")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data.db"


@pytest.fixture
def db(site, path):
    record, _ = read_sound_record(site)
    build_database(record, VIEWS, path)
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


def test_partial_dates_have_an_earliest_and_a_latest_day(db):
    rows = db.execute("select notice, published_from, published_to from notices_dated order by notice").fetchall()

    assert rows == [
        ("northshire-custody-2026", "2026-01-12", "2026-01-12"),
        ("westmere-2026-03", "2026-03-01", "2026-03-31"),
        ("westmere-2026-05", "2026-05-20", "2026-05-20"),
    ]


@pytest.mark.parametrize(
    ("on", "not_before", "not_after", "days"),
    [
        ("2024-02", None, None, ("2024-02-01", "2024-02-29")),
        ("2023", "2023-09", "2023-11-05", ("2023-09-01", "2023-11-05")),
        ("2023-10", "2023", "2023", ("2023-10-01", "2023-10-31")),
        (None, None, "2019-07-19", (None, "2019-07-19")),
        (None, None, None, (None, None)),
    ],
)
def test_bounds_narrow_a_date(db, on, not_before, not_after, days):
    db.execute(
        """update notices set published_on = ?, published_not_before_on = ?, published_not_after_on = ?
        where notice = 'westmere-2026-03'""",
        (on, not_before, not_after),
    )

    row = db.execute("select published_from, published_to from notices_dated where notice = 'westmere-2026-03'")
    assert row.fetchone() == days


def test_recommendations_stand_by_their_own_status_or_their_causes(db):
    rows = db.execute(
        "select recommendation, status, status_basis, status_on from recommendations_now order by 1"
    ).fetchall()

    assert rows == [
        ("northshire-custody-2026-1", "closed", "cause-closed", "2026-05-01"),
        ("northshire-custody-2026-2", "open", "source", "2026-05-01"),
        ("westmere-2026-03-1", "unknown", None, None),
    ]


def test_a_notice_stands_open_closed_or_unknown(db):
    rows = db.execute("select notice, standing from notices_now order by notice").fetchall()

    assert rows == [
        ("northshire-custody-2026", "unknown"),
        ("westmere-2026-03", "unknown"),
        ("westmere-2026-05", "unknown"),
    ]


def test_a_force_without_rows_is_in_scan_by_rule(db):
    rows = db.execute("select force, stage, stage_by_rule, notices from forces_now order by force").fetchall()

    assert rows == [("northshire", "engage", 0, 1), ("westmere", "scan", 1, 1)]


@pytest.mark.parametrize(
    "change",
    [
        "update notices set force = 'northshre'",
        "update notices set kind = 'rumour'",
        "update notices set title = null",
        "update notices set title = ''",
        "update notices set is_confirmed = 2",
        "update notices set published_on = '2026-13'",
        "update notices set published_on = '2026-02-30'",
        "update notices set published_on = 'March'",
        "update record set as_on = '2026-06'",
        "update forces set ons_code = 'S23000009'",
        "update forces set ons_code = 'E2300009'",
        "update cycles set cycle = '2018-2019'",
        "update inspectors set inspector = 'Jo_Example'",
        "update inspectors set inspector = '-jo'",
        "update figures set value = 'many'",
        "update figures set value = -1",
        "update causes set cause = 'northshire-custody-2026-a'",
    ],
)
def test_the_database_refuses_what_must_never_be(db, change):
    db.execute("pragma foreign_keys = on")

    with pytest.raises(sqlite3.IntegrityError):
        db.execute(change)


@pytest.mark.parametrize(
    ("words", "found"), [("nurse", 1), ("NURSES", 0), ("custody northshire", 1), ("xyzzy", 0), ("Westmere", 2)]
)
def test_search_finds_words_and_no_nonsense(db, words, found):
    count = db.execute("select count(*) from notices_fts where notices_fts match ?", [words]).fetchone()[0]

    assert count == found


def test_the_same_input_gives_the_same_bytes(site, path, tmp_path):
    record, _ = read_sound_record(site)
    other = tmp_path / "elsewhere"
    other.mkdir()

    build_database(record, VIEWS, path)
    build_database(record, VIEWS, other / "another.db")

    assert path.read_bytes() == (other / "another.db").read_bytes()


def test_a_database_that_cannot_be_built_leaves_the_last_one_and_nothing_else(site, path):
    record, _ = read_sound_record(site)
    build_database(record, VIEWS, path)
    before = path.read_bytes()

    with pytest.raises(BuildError):
        build_database(record, VIEWS + "create view broken as selekt 1;", path)

    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir() if file.is_file()] == ["data.db"]


def test_an_empty_record_gives_an_empty_database(path):
    schema = read_schema(PROJECT / "data/datapackage.yaml")

    build_database(Record(schema, {name: [] for name in schema.tables}), VIEWS, path)

    with sqlite3.connect(path) as db:
        assert db.execute("select count(*) from notices_now").fetchone() == (0,)
