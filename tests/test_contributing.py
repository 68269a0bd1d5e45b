"""Whoever follows CONTRIBUTING.md step by step ends with a sound record, and with pages that show what was added."""

import csv
import re
import shlex
import sqlite3
from contextlib import chdir, closing
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

import noticeboard
from noticeboard.cli import main
from noticeboard.schema import read_schema
from tests.conftest import EXAMPLE, PROJECT, copy_site
from tests.factories import amend

WALK = (PROJECT / "CONTRIBUTING.md").read_text().partition("## Add to the record")[2].partition("\n## ")[0]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"`((?:content|data)/\S+?\.\w+)`")
STEPS = [(block[1], block[2], FILE.findall(WALK[: block.start()])[-1]) for block in BLOCK.finditer(WALK)]
"""Each block of the walk: its language, what stands in it, and the file that was named last before it."""


def run(text):
    """Run the commands of a block and return what they print."""
    lines = text.replace("\\\n", " ").splitlines()
    return "".join(CliRunner().invoke(main, shlex.split(line)[1:]).output for line in lines)


def fill_in_row(path, text):
    """Put a row into the place of the one that has its key."""
    (cells,) = csv.reader([text.strip()])
    table = read_schema(Path("data/datapackage.yaml")).tables[Path(path).stem]
    begin = cells[: len(table.primary_key)]
    rows = csv.reader(Path(path).read_text().splitlines())
    (line,) = [number for number, row in enumerate(rows, start=1) if row[: len(begin)] == begin]
    amend(Path(), table.name, line, **dict(zip([field.name for field in table.columns], cells, strict=True)))


def fill_in_file(path, text):
    """Write a file that is there already."""
    assert Path(path).exists()
    Path(path).write_text(text)


def find_rows(path, text):
    """Find the rows that were added to a file."""
    added = [line.removeprefix("+") for line in text.splitlines()]
    assert [line for line in added if line not in Path(path).read_text().splitlines()] == []


FOLLOW = {"csv": fill_in_row, "markdown": fill_in_file, "diff": find_rows}


@pytest.fixture(scope="module")
def walked(tmp_path_factory):
    """A built copy of the example site in which every step was followed, and what each command printed."""
    root = copy_site(EXAMPLE, tmp_path_factory.mktemp("walk") / "site")
    printed = []
    with chdir(root):
        for language, text, path in STEPS:
            if language == "sh":
                printed.append(run(text))
            elif language != "text":
                FOLLOW[language](path, text)
        noticeboard.build(Path(), Path("output"))
    return root, printed


@pytest.fixture
def db(walked):
    with closing(sqlite3.connect(walked[0] / "output/data.db")) as connection:
        yield connection


def page(walked, address):
    return (walked[0] / "output/site" / address / "index.html").read_text()


def test_every_command_prints_what_the_document_shows(walked):
    shown = [after[1] for before, after in pairwise(STEPS) if before[0] == "sh"]

    assert [step[0] for step in STEPS].count("sh") == 8
    assert walked[1] == shown


def test_no_fault_is_left_at_the_end(walked):
    assert noticeboard.check(walked[0]) == []


def test_the_notice_has_its_page(walked):
    text = page(walked, "notices/northshire-2026-06")

    assert "<h1>Preventing crime at Northshire</h1>" in text
    assert "Draw up a plan for preventing crime, and follow it." in text
    assert "https://www.northshire-post.example/plan" in text


def test_the_recommendation_is_closed_with_its_cause(db):
    row = db.execute(
        "select status, status_basis, status_on from recommendations_now where recommendation = 'northshire-2026-06-1'"
    ).fetchone()

    assert row == ("closed", "cause-closed", "2026-06-24")


def test_the_force_is_in_its_new_stage(db):
    row = db.execute("select stage, stage_since_on from forces_now where force = 'northshire'").fetchone()

    assert row == ("scan", "2026-06-26")


def test_the_correction_stands_on_the_notices_page(walked):
    assert "The cause of concern was closed on 24 June 2026, not on 25 June." in page(
        walked, "notices/northshire-2026-06"
    )


def test_the_story_is_published(walked):
    assert "about preventing crime at Northshire" in page(walked, "news/northshire-has-a-plan")
