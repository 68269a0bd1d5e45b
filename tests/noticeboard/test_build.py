"""A build gives everything or leaves the last good output whole."""

import os
import subprocess
import sys

import pytest

import noticeboard
from tests.conftest import EXAMPLE, PROJECT, copy_site
from tests.factories import amend


def build(site):
    noticeboard.build(site, site / "output")
    return site / "output"


def contents(output):
    return {path.relative_to(output): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def test_a_build_gives_the_database_and_a_page_for_everything(site):
    output = build(site)

    pages = {str(path.parent) for path in (output / "site").rglob("index.html")}
    wanted = ["", "notices", "notices/northshire-custody-2026", "notices/westmere-2026-05", "recommendations",
              "recommendations/westmere-2026-03-1", "forces", "forces/westmere", "news", "news/northshire-cells",
              "about", "house-rules"]  # fmt: skip
    assert pages >= {str(output / "site" / page) for page in wanted}
    assert (output / "data.db").exists()
    assert (output / "site/404.html").exists()


def test_a_draft_is_not_published(site):
    assert not (build(site) / "site/news/westmere-draft").exists()


def test_an_unconfirmed_notice_says_so_and_stands_in_no_list(site):
    output = build(site) / "site"

    assert "Not confirmed" in (output / "notices/westmere-2026-05/index.html").read_text()
    for page in ("", "notices/", "recommendations/"):
        assert "westmere-2026-05" not in (output / page / "index.html").read_text()


def test_a_notice_known_to_the_month_gets_no_day(site):
    page = (build(site) / "site/notices/westmere-2026-03/index.html").read_text()

    assert "March 2026" in page
    assert "2026-03-01" not in page


def test_the_same_input_gives_the_same_bytes(site):
    first = contents(build(site))

    assert contents(build(site)) == first


def test_hash_seed_time_zone_and_folder_change_no_byte(tmp_path):
    outputs = []
    for folder, seed, zone in (("one", "1", "UTC"), ("an other", "77", "Pacific/Auckland")):
        root = copy_site(EXAMPLE, tmp_path / folder)
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(PROJECT)}
        command = [sys.executable, "-m", "noticeboard.cli", "build"]
        subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
        outputs.append(contents(root / "output"))

    assert outputs[0] == outputs[1]


def test_a_fault_leaves_the_last_output_whole(site):
    before = contents(build(site))
    amend(site, "updates", 2, source="nowhere")

    with pytest.raises(noticeboard.BuildError):
        build(site)

    assert contents(site / "output") == before
    assert not (site / "output.draft").exists()


def test_a_build_that_was_cut_off_is_made_good_by_the_next(site):
    before = contents(build(site))
    (site / "output").rename(site / "output.last")
    (site / "output.draft").mkdir()

    assert contents(build(site)) == before
    assert not (site / "output.last").exists()


def test_a_build_that_was_cut_off_is_undone_where_the_next_is_refused(site):
    before = contents(build(site))
    (site / "output").rename(site / "output.last")
    amend(site, "updates", 2, source="nowhere")

    with pytest.raises(noticeboard.BuildError):
        build(site)

    assert contents(site / "output") == before


@pytest.mark.parametrize("output", ["", "..", "content", "data", "content/pages/about.md"])
def test_a_build_replaces_nothing_but_a_build(site, output):
    before = contents(site)
    place = (site / output).resolve()

    with pytest.raises(noticeboard.BuildError) as error:
        noticeboard.build(site, site / output)

    remedy = "Choose another folder as --output."
    assert str(error.value) == f"{place}:1: this is not the output of a build, and a build would replace it. {remedy}"
    assert contents(site) == before


@pytest.mark.parametrize(
    ("path", "text", "message"),
    [
        ("data/views.sql", "create view a as select 1;\n\ncreate view b as\nselekt 1;\n",
         '4: SQLite refuses this: near "selekt": syntax error. Mend the statement.'),
        ("data/views.sql", "create view a as\nselect nobody from nowhere;\n",
         "1: the view 'a' does not run: no such table: main.nowhere. Mend it."),
        ("data/views.sql", None, "1: the file is missing. Add it."),
        ("data/queries/faulty.sql", "-- title: A\n-- description: B.\nselect nobody from forces\n",
         "3: the query does not run: no such column: nobody. Mend the statement."),
        ("data/queries/faulty.sql", "-- title: A\n-- description: B.\n\nselect force\n-- where it is\nfrom nowhere\n",
         "6: the query does not run: no such table: nowhere. Mend the statement."),
        ("data/queries/faulty.sql", "-- title: A\n-- description: B.\nselect force\nform forces\n",
         '4: the query does not run: near "forces": syntax error. Mend the statement.'),
        ("data/queries/faulty.sql", "-- title: A\n-- description: B.\n\nselect 1; select 2\n",
         "4: the query does not run: You can only execute one statement at a time. Mend the statement."),
        ("data/queries/faulty.sql", "-- title: A\n-- description: B.\nselect 1 as days\n",
         "3: the column 'days' is not described. Add a line -- field days: its meaning."),
    ],
)  # fmt: skip
def test_faulty_sql_is_named_and_leaves_the_last_output_whole(site, path, text, message):
    before = contents(build(site))
    (site / path).unlink(missing_ok=True)
    if text:
        (site / path).write_text(text)

    with pytest.raises(noticeboard.BuildError) as error:
        build(site)

    assert f"{path}:{message}" in map(str, error.value.problems)
    assert contents(site / "output") == before
    assert not (site / "output.draft").exists()


def test_an_empty_folder_can_take_a_build(site):
    (site / "output").mkdir()

    assert (build(site) / "data.db").exists()
