"""Each section of the benchmark runs on small records and prints its lines."""

from pathlib import Path

import pytest

from bench import pages
from bench.__main__ import SECTIONS, main, measure
from bench.builds import Builds, Scale
from bench.generate import Size, invent
from bench.served import serving_build
from bench.table import Aim, Line, Reading, below, print_aims, summarise

pytestmark = pytest.mark.timeout(180)

SMALL = Scale(served=Size(5, 3, 2), checked=Size(5, 2, 5), requests=8, seconds=0.02, pesterers=1, comments=3)


@pytest.fixture
def builds(tmp_path: Path, site: Path) -> Builds:
    """Two small invented records, and the example site in the place of the real one."""
    return Builds(tmp_path, SMALL, site)


def read_measures(printed: str) -> list[str]:
    """Return what each line of the printed tables is about."""
    rows = [line for line in printed.splitlines() if "  " in line]
    return [row.partition("  ")[0] for row in rows if not row.startswith("Measure")]


def test_answers_and_the_gate_are_measured_on_one_large_record(builds, capsys):
    measure(["answers", "gate"], builds)

    questions = [
        "A row as JSON",
        "A row as a page",
        "Named query recommendations_of_notice",
        "Named query timeline_of_notice",
        "Named query search",
        "A table's first 100 rows as JSON",
        "The same as a page, with facets",
    ]
    assert read_measures(capsys.readouterr().out) == [*questions, *questions, *questions[:2]]


def test_the_check_and_the_build_of_a_large_record_are_measured(builds, capsys):
    measure(["large"], builds)

    printed = capsys.readouterr().out
    assert "5 notices, 10 recommendations, 25 updates." in printed
    assert read_measures(printed) == ["Check", "Database", "Both", "Both, in processor time", "Most memory"]


def test_the_real_record_a_thread_and_the_weight_of_pages_are_measured(builds, capsys):
    measure(["real", "threads"], builds)
    with serving_build(builds.real) as served:
        weights = list(pages.measure_weights(served, builds.real.output / "site"))

    assert [line.aim.is_met for line in weights if line.aim] == [True, True, True]
    assert read_measures(capsys.readouterr().out) == [
        "noticeboard check",
        "noticeboard build, pages and all",
        "The thread",
        "Its page, with thread and related",
        "Most memory of the served process",
    ]


def test_an_invented_record_is_as_large_as_was_asked():
    invented = invent(Size(5, 3, 2))

    assert {name: len(invented.rows[name]) for name in ("notices", "recommendations", "updates")} == {
        "notices": 5,
        "recommendations": 15,
        "updates": 10,
    }


def test_a_section_that_does_not_exist_is_refused():
    with pytest.raises(SystemExit) as refused:
        main(["gaet"])

    assert str(refused.value) == f"There is no section 'gaet'. Choose of: {', '.join(SECTIONS)}."


def test_a_missed_aim_is_told_in_its_line_and_at_the_end(capsys):
    slow, quick = Reading(120, 300), Reading(20, 90)
    lines = [Line("Slow", slow, quick, aim=below(slow, 100)), Line("Quick", quick, aim=below(quick, 100))]

    print_aims(lines)

    assert [line.aim for line in lines] == [Aim("p95 < 100 ms", False), Aim("p95 < 100 ms", True)]
    assert lines[0].as_cells() == ("Slow", "120 / 300 ms", "20 / 90 ms", "6", "", "", "p95 < 100 ms", "NO")
    assert capsys.readouterr().out == "\n1 of 2 aims met.\nMissed: Slow\n"


def test_a_reading_is_the_median_and_the_slowest_of_twenty():
    assert summarise([number / 1000 for number in range(1, 22)]) == Reading(11, 20)
