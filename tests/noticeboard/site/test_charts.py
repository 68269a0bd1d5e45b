"""Charts are numbers before they are drawings: what stands where."""

import pytest

from noticeboard.site.charts import Span, Step, TimeAxis, count_steps, lay_stages, lay_steps, lay_tiles


@pytest.fixture
def axis():
    """A hundred days of 2026 on a width of a hundred."""
    return TimeAxis("2026-01-01", "2026-04-11", 100)


def stage(name, started, ended=None, started_to=None):
    return {"stage": name, "started_from": started, "started_to": started_to or started, "ended_from": ended}


def test_a_day_stands_as_far_along_as_it_is_in_time(axis):
    assert [axis.at(day) for day in ("2026-01-01", "2026-01-31", "2026-04-11")] == [0, 30, 100]


def test_a_day_beyond_the_axis_stands_at_its_end(axis):
    assert (axis.at("2019-05-01"), axis.at("2030-01-01")) == (0, 100)


def test_the_axis_names_each_year_that_begins_on_it():
    assert TimeAxis("2025-03-01", "2026-06-30", 486).years == [(306, 2026)]


def test_tiles_stand_in_their_rows_and_columns_from_the_leftmost_on():
    tiles = lay_tiles([{"tile_row": 0, "tile_column": 4}, {"tile_row": 2, "tile_column": 1}])

    assert [(tile.x, tile.y) for tile in tiles.tiles] == [(144, 0), (0, 96)]
    assert (tiles.width, tiles.height) == (192, 144)


def test_a_tile_breaks_words_that_are_too_wide_for_one_line():
    forces = [{"tile_row": 0, "tile_column": 0, "abbreviation": name} for name in ("W Mids", "A & S", "Durham")]

    assert [tile.lines for tile in lay_tiles(forces).tiles] == [["W", "Mids"], ["A & S"], ["Durham"]]


def test_before_its_first_stage_a_force_was_in_scan(axis):
    stages = [stage("engage", "2026-01-11", "2026-01-31"), stage("scan", "2026-01-31")]

    assert lay_stages(stages, axis) == [
        Span("scan", 0, 0, 10),
        Span("engage", 10, 10, 30),
        Span("scan", 30, 30, 100),
    ]


def test_a_stage_whose_day_is_not_known_may_have_begun_earlier(axis):
    assert lay_stages([stage("engage", "2026-01-11", started_to="2026-01-21")], axis)[1] == Span("engage", 10, 20, 100)


def test_a_force_without_a_stage_is_in_scan_throughout(axis):
    assert lay_stages([], axis) == [Span("scan", 0, 0, 100)]


def test_counts_run_on_from_day_to_day():
    rows = [{"on_day": "2026-01-11", "made": 3, "settled": 0}, {"on_day": "2026-01-31", "made": 1, "settled": 2}]

    assert count_steps(rows) == [Step("2026-01-11", 3, 0), Step("2026-01-31", 4, 2)]


def test_the_lines_rise_on_the_days_of_their_steps(axis):
    chart = lay_steps([Step("2026-01-11", 3, 0), Step("2026-01-31", 4, 2)], axis, 40)

    assert chart.made == "M0 40H10V10H30V0H100"
    assert chart.settled == "M0 40H10V40H30V20H100"
    assert chart.rises == [(40, 0), (30, 1), (20, 2), (10, 3), (0, 4)]


@pytest.mark.parametrize(
    ("most", "numbers"),
    [(1, [0, 1]), (5, [0, 2, 4, 6]), (15, [0, 5, 10, 15]), (4001, [0, 2000, 4000, 6000])],
)
def test_an_axis_bears_few_even_numbers(axis, most, numbers):
    assert [number for _, number in lay_steps([Step("2026-01-11", most, 0)], axis, 40).rises] == numbers


def test_a_closing_is_drawn_even_where_no_day_of_its_recommendation_is_known(axis):
    assert lay_steps([Step("2026-01-11", 0, 2)], axis, 40).settled == "M0 40H10V0H100"
