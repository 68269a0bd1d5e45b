"""What readers take away is what the database holds, in forms that their tools read, and the same bytes each time."""

import csv
import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from arro3.core import DataType
from arro3.io import read_parquet
from frictionless import Package
from icalendar import Calendar

from noticeboard.build import read_sound_record
from noticeboard.contents import Contents, hash_contents, read_contents
from noticeboard.database import build_database
from noticeboard.downloads.bake import LATEST, bake_downloads
from noticeboard.downloads.formats import defuse, write_csv, write_spreadsheet_csv
from noticeboard.queries import Queries
from tests.conftest import EXAMPLE, PROJECT, copy_site
from tests.factories import amend


def bake(site):
    record, _ = read_sound_record(site)
    output = site / "output"
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir()
    build_database(record, (site / "data/views.sql").read_text(), output / "data.db")
    bake_downloads(site, record.schema, output)
    return output / LATEST


@pytest.fixture(scope="module")
def downloads(tmp_path_factory):
    return bake(copy_site(EXAMPLE, tmp_path_factory.mktemp("downloads") / "site"))


def parse(text):
    return list(csv.DictReader(io.StringIO(text, newline="")))


def read_rows(path, encoding="utf-8"):
    return parse(path.read_bytes().decode(encoding))


def entries(path):
    return {str(event["uid"]): event for event in Calendar.from_ical(path.read_bytes()).walk("VEVENT")}


def test_the_package_is_valid_with_its_keys_sizes_and_hashes(downloads):
    report = Package(str(downloads / "datapackage.json")).validate()

    assert report.valid, report.flatten(["path", "type", "message"])
    assert len(report.tasks) == len(list((downloads / "csv").iterdir()))


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [("recommendation", "westmere-2026-03-1", "primary-key"), ("cause", "nowhere-a", "foreign-key")],
)
def test_the_package_holds_rows_to_their_keys(downloads, tmp_path, column, value, fault):
    package = shutil.copytree(downloads, tmp_path / "package")
    path = package / "csv/recommendations.csv"
    rows = read_rows(path)
    rows[0][column] = value
    path.write_bytes(write_csv(list(rows[0]), rows))

    report = Package(str(package / "datapackage.json")).validate()

    assert fault in {error for (error,) in report.flatten(["type"])}


def test_the_descriptor_has_none_of_our_own_keys(downloads):
    descriptor = json.loads((downloads / "datapackage.json").read_text())
    keys = {key for resource in descriptor["resources"] for key in resource}
    fields = {key for resource in descriptor["resources"] for field in resource["schema"]["fields"] for key in field}

    assert keys == {"profile", "name", "title", "description", "path", "format", "mediatype", "encoding", "bytes",
                    "hash", "schema"}  # fmt: skip
    assert fields == {"name", "type", "description", "format", "constraints"}


def test_unconfirmed_notices_and_their_rows_are_in_the_database_alone(downloads):
    holding = {
        path.relative_to(downloads).as_posix()
        for path in downloads.rglob("*")
        if path.is_file() and b"westmere-2026-05" in path.read_bytes()
    }
    names = {row["notice"] for row in read_rows(downloads / "csv/notices.csv")}

    assert holding == {"data.db"}
    assert names == {"northshire-custody-2026", "westmere-2026-03"}


def test_the_zip_and_the_columnar_files_leave_unconfirmed_notices_out_too(downloads):
    with zipfile.ZipFile(downloads / "noticeboard.zip") as archive:
        texts = [archive.read(name) for name in archive.namelist()]
    causes = read_parquet(downloads / "parquet/causes.parquet").read_all()

    assert not any(b"westmere-2026-05" in text for text in texts)
    assert causes.num_rows == 3


def test_every_format_of_a_table_holds_the_same_rows(downloads):
    lines = [json.loads(line) for line in (downloads / "jsonl/notices.jsonl").read_text().splitlines()]
    parquet = read_parquet(downloads / "parquet/notices.parquet").read_all()
    columns = {name: parquet[name].to_pylist() for name in parquet.column_names}
    texts = [{name: "" if value is None else str(value) for name, value in line.items()} for line in lines]

    assert [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)] == lines
    assert [row | {"is_confirmed": "True"} for row in read_rows(downloads / "csv/notices.csv")] == texts


def test_parquet_has_the_types_of_the_schema(downloads):
    record = read_parquet(downloads / "parquet/record.parquet").read_all()
    figures = read_parquet(downloads / "parquet/figures.parquet").read_all()

    assert record["as_on"].to_pylist() == [date(2026, 6, 30)]
    assert figures.schema.field("value").type == DataType.float64()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_text_that_looks_like_a_formula_is_defused_for_spreadsheets_and_exact_elsewhere(text):
    rows = [{"note": text}]

    assert parse(write_csv(["note"], rows).decode()) == rows
    assert parse(write_spreadsheet_csv(["note"], rows).decode("utf-8-sig")) == [{"note": "'" + text}]


@pytest.mark.parametrize("value", [-1, -0.5, None, True, "", "a=b", "é"])
def test_other_values_are_left_as_they_are(value):
    assert defuse(value) is value


def test_a_formula_in_a_note_is_defused_in_the_file_of_its_force(site):
    amend(site, "recommendations", 2, summary="=HYPERLINK(A1)")
    downloads = bake(site)

    assert read_rows(downloads / "csv/recommendations.csv")[0]["summary"] == "=HYPERLINK(A1)"
    for path in ("spreadsheet/recommendations.csv", "forces/northshire.csv"):
        assert "'=HYPERLINK(A1)" in (downloads / path).read_text("utf-8-sig")


def test_each_force_has_one_file_with_its_causes_and_recommendations(downloads):
    rows = read_rows(downloads / "forces/northshire.csv", "utf-8-sig")

    assert {path.stem for path in (downloads / "forces").iterdir()} == {"northshire", "westmere"}
    assert [(row["recommendation"], row["status"], row["due_on"]) for row in rows] == [
        ("northshire-custody-2026-1", "closed", "2026-04-12"),
        ("northshire-custody-2026-2", "open", "2026-04"),
    ]


def test_a_calendar_has_an_all_day_entry_a_deadline_that_says_whether_it_is_stated_or_computed(downloads):
    events = entries(downloads / "calendars/all.ics")
    told = {uid: (e["dtstart"].dt, e["categories"].to_ical(), str(e["description"])) for uid, e in events.items()}

    assert told == {
        "northshire-custody-2026-1@noticeboard": (date(2026, 4, 12), b"computed",
            "The deadline is computed: within three months, counted from the day of publication. "
            "Status as on 2026-06-30: closed. Notice: northshire-custody-2026."),
        "northshire-custody-2026-2@noticeboard": (date(2026, 4, 30), b"stated",
            "The deadline is stated by a source. Only the month is known; this is its last day. "
            "Status as on 2026-06-30: open. Notice: northshire-custody-2026."),
    }  # fmt: skip


def test_a_force_has_a_calendar_of_its_own_even_an_empty_one(downloads):
    assert set(entries(downloads / "calendars/northshire.ics")) == set(entries(downloads / "calendars/all.ics"))
    assert entries(downloads / "calendars/westmere.ics") == {}


def test_a_notice_with_deadlines_has_a_calendar_of_its_own(downloads):
    own = downloads / "calendars/notices/northshire-custody-2026.ics"

    assert set(entries(own)) == set(entries(downloads / "calendars/all.ics"))
    assert [path.name for path in own.parent.iterdir()] == [own.name]


def test_a_long_line_of_a_calendar_is_folded_and_read_whole_again(site):
    summary = "Küchen; höfe, " * 20 + "end."
    amend(site, "recommendations", 2, summary=summary)
    path = bake(site) / "calendars/all.ics"

    event = entries(path)["northshire-custody-2026-1@noticeboard"]

    assert str(event["summary"]) == f"Northshire Police: {summary} (due, computed)"
    assert max(len(line) for line in path.read_bytes().split(b"\r\n")) <= 75


def test_the_sums_are_those_of_every_other_file(downloads):
    lines = dict(reversed(line.split("  ")) for line in (downloads / "SHA256SUMS").read_text().splitlines())
    files = {path.relative_to(downloads).as_posix(): path for path in downloads.rglob("*") if path.is_file()}
    del files["SHA256SUMS"]

    assert lines == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()}


def test_the_zip_holds_the_tables_and_what_describes_them(downloads):
    version = json.loads((downloads / "version.json").read_text())["version"]
    with zipfile.ZipFile(downloads / "noticeboard.zip") as archive:
        names = {name.removeprefix(f"noticeboard-{version}/") for name in archive.namelist()}

    assert {name for name in names if "/" not in name} == {
        "README.md", "LICENCE.txt", "CITATION.cff", "dictionary.md", "datapackage.json", "version.json"}  # fmt: skip
    assert {name for name in names if "/" in name} == {f"csv/{path.name}" for path in (downloads / "csv").iterdir()}


def test_the_citation_names_the_version_and_its_day(downloads):
    citation = yaml.safe_load((downloads / "CITATION.cff").read_text())
    version = json.loads((downloads / "version.json").read_text())

    assert (citation["cff-version"], citation["type"], citation["license"]) == ("1.2.0", "dataset", "OGL-UK-3.0")
    assert (citation["version"], "date-released" in citation) == (version["version"], False)
    assert citation["abstract"].endswith(" The record ends on 2026-06-30.")
    assert version["version"] == f"2026-06-30-{version['content_hash'][:8]}"


def test_the_dictionary_tells_every_field_and_the_awkward_cases(downloads):
    text = (downloads / "dictionary.md").read_text()
    descriptor = json.loads((downloads / "datapackage.json").read_text())
    fields = [field["name"] for resource in descriptor["resources"] for field in resource["schema"]["fields"]]

    assert [name for name in fields if f"| `{name}` |" not in text] == []
    assert "**A date that may be partial** is text" in text


def test_the_dictionary_tells_every_view_and_named_query_with_its_parameters_and_columns(downloads):
    text = (downloads / "dictionary.md").read_text()
    queries = Queries(PROJECT / "data/queries").by_name.values()
    views = re.findall(r"^create view (\w+)", (PROJECT / "data/views.sql").read_text(), re.MULTILINE)

    assert [name for name in views if f"\n### `{name}`\n" not in text] == []
    assert [query.name for query in queries if f"\n### {query.title} (`{query.name}`)\n" not in text] == []
    assert (
        "\n### Causes of concern of a notice (`causes_of_notice`)\n\n"
        "Each cause of concern of a notice, its area, and how it stands. "
        "The days to closing are the fewest and the most that the known dates allow.\n\n"
        "- `notice`: a notice's id, or empty for all; for example `staffordshire-2022-03`\n\n"
        "| column | meaning |\n|---|---|\n"
        "| `cause` | The cause's id, e.g. staffordshire-2022-03-a; never changes. |\n"
    ) in text
    assert "| `areas` | The ids of the areas of policing that its causes fall in, with &#124; between. |\n" in text


def test_the_hash_of_the_contents_is_the_same_in_whatever_order_the_rows_lie(downloads, tmp_path):
    other = Path(shutil.copy(downloads / "data.db", tmp_path))
    with closing(sqlite3.connect(other)) as db:
        rows = db.execute("select * from updates").fetchall()
        db.execute("delete from updates")
        db.executemany(f"insert into updates values ({', '.join('?' * len(rows[0]))})", reversed(rows))
        db.commit()

    assert other.read_bytes() != (downloads / "data.db").read_bytes()
    assert hash_contents(read_contents(other)) == hash_contents(read_contents(downloads / "data.db"))


def test_the_hash_of_the_contents_changes_with_a_value_a_column_and_a_table(downloads):
    contents = read_contents(downloads / "data.db")
    updates = contents["updates"]
    others = [
        contents | {"updates": replace(updates, rows=[updates.rows[0] | {"note": "Mended."}, *updates.rows[1:]])},
        contents | {"updates": replace(updates, columns=(*updates.columns, "colour"))},
        contents | {"colours": Contents(("colour",), ("colour",), [])},
    ]

    assert len({hash_contents(tables) for tables in [contents, *others]}) == 4


BUILD = """
import sys, time
now = time.time
time.time = lambda: now() + float(sys.argv[2])
import noticeboard
from pathlib import Path
noticeboard.build(Path(sys.argv[1]), Path("built"))
"""


def start_build(site, folder, seconds, **environment):
    shutil.copytree(site, folder / "site")
    command = [sys.executable, "-c", BUILD, folder / "site", str(seconds)]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)} | environment
    return subprocess.Popen(command, cwd=folder, env=environment)


def hashes(folder):
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_build_gives_the_same_bytes_whatever_the_clock_zone_hash_seed_and_folder(site, tmp_path):
    here, there = tmp_path / "here", tmp_path / "quite/another place"

    builds = [
        start_build(site, here, 0, TZ="Pacific/Kiritimati", PYTHONHASHSEED="1", LC_ALL="C"),
        start_build(site, there, 1e8, TZ="America/Los_Angeles", PYTHONHASHSEED="2", LC_ALL="C.UTF-8"),
    ]

    assert [build.wait() for build in builds] == [0, 0]
    assert hashes(here / "built") == hashes(there / "built")
    assert "site/downloads/latest/noticeboard.zip" in hashes(here / "built")
