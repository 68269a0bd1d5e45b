"""Rows → where the marks of a chart stand, in the units of its drawing. Templates draw them as SVG at build time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

Row = dict[str, Any]

TILE = 48
"""The side of a tile of the map, with the gap to the next."""

WIDEST = 5
"""The most characters that two words may have together in one line of a tile."""


@dataclass(frozen=True)
class Tile:
    """A force on the tile map: the row it is drawn from, and its upper left corner."""

    row: Row
    x: int
    y: int

    @property
    def lines(self) -> list[str]:
        """The words on it; those too wide for one line, which a reader may space out, have a line each."""
        name = self.row["abbreviation"]
        return name.split() if len(name) > WIDEST else [name]


@dataclass(frozen=True)
class TileMap:
    """The forces as tiles, and the size of the drawing."""

    tiles: list[Tile]
    width: int
    height: int


def lay_tiles(forces: Sequence[Row]) -> TileMap:
    """Return the tile map of the forces, which say in tile_row and tile_column where they stand."""
    left = min(row["tile_column"] for row in forces)
    tiles = [Tile(row, (row["tile_column"] - left) * TILE, row["tile_row"] * TILE) for row in forces]
    return TileMap(tiles, max(tile.x for tile in tiles) + TILE, max(tile.y for tile in tiles) + TILE)


class TimeAxis:
    """Days from left to right: the first at 0, the last at the width."""

    def __init__(self, first: str, last: str, width: float) -> None:
        self.first, self.last = date.fromisoformat(first), date.fromisoformat(last)
        self.width = width

    def at(self, day: str) -> float:
        """Return how far from the left a day stands; one that the axis does not reach stands at its end."""
        passed = (date.fromisoformat(day) - self.first).days / (self.last - self.first).days
        return round(min(max(passed, 0), 1) * self.width, 1)

    @property
    def years(self) -> list[tuple[float, int]]:
        """Where each year begins, and which it is."""
        begins = self.first.year + (self.first > date(self.first.year, 1, 1))
        return [(self.at(f"{year}-01-01"), year) for year in range(begins, self.last.year + 1)]


@dataclass(frozen=True)
class Span:
    """A stage as a bar: from where it may have begun (`maybe_left`), where it surely had (`left`), to its end."""

    stage: str
    maybe_left: float
    left: float
    right: float


def lay_stages(stages: Iterable[Row], axis: TimeAxis) -> list[Span]:
    """Return a force's stages as bars, the scan that came before the first of them included."""
    spans = [
        Span(
            row["stage"],
            axis.at(row["started_from"]),
            axis.at(row["started_to"]),
            axis.at(row["ended_from"] or str(axis.last)),
        )
        for row in stages
    ]
    before = spans[0].maybe_left if spans else axis.width
    return [Span("scan", 0, 0, before), *spans] if before > 0 else spans


@dataclass(frozen=True)
class Step:
    """From a day on: how many recommendations had been made, how many of them were closed or superseded."""

    day: str
    made: int
    settled: int


@dataclass(frozen=True)
class StepChart:
    """Two running counts as lines: the path of each, the numbers on the axis and how high each stands."""

    axis: TimeAxis
    height: float
    made: str
    settled: str
    rises: list[tuple[float, int]]


def count_steps(rows: Iterable[Row]) -> list[Step]:
    """Return the running counts, a step for each day on which one changed; no row lacks its day."""
    steps = [Step("", 0, 0)]
    for row in rows:
        steps.append(Step(row["on_day"], steps[-1].made + row["made"], steps[-1].settled + row["settled"]))
    return steps[1:]


def lay_steps(steps: Sequence[Step], axis: TimeAxis, height: float) -> StepChart:
    """Return the chart of how many recommendations had been made on each day, and how many settled."""
    numbers = _numbers_up_to(max(max(step.made, step.settled) for step in steps))
    unit = height / numbers[-1]
    made = _draw_line(((step.day, step.made * unit) for step in steps), axis, height)
    settled = _draw_line(((step.day, step.settled * unit) for step in steps), axis, height)
    return StepChart(axis, height, made, settled, [(round(height - number * unit, 1), number) for number in numbers])


def _draw_line(rises: Iterable[tuple[str, float]], axis: TimeAxis, height: float) -> str:
    """Return an SVG path that rises at each day, from the lower left to the right end."""
    steps = "".join(f"H{axis.at(day):g}V{round(height - rise, 1):g}" for day, rise in rises)
    return f"M0 {height:g}{steps}H{axis.width:g}"


def _numbers_up_to(most: int) -> list[int]:
    """Return the numbers to write on an axis: evenly apart from nought, five at most, the last no less than the most."""
    apart = next(size * 10**power for power in range(9) for size in (1, 2, 5) if size * 10**power * 4 >= most)
    return [*range(0, most, apart), -(-most // apart) * apart]
