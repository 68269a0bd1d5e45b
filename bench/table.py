"""What was measured, as tables to read."""

import statistics
from collections.abc import Iterable
from dataclasses import dataclass

COLUMNS = ("Measure", "Noticeboard", "Floor", "times", "Peer", "times", "Aim", "Met")
WIDTHS = (38, 19, 19, 7, 19, 7, 22, 3)


@dataclass(frozen=True)
class Reading:
    """The median of what was measured, the slowest of twenty where there are so many, and the unit."""

    p50: float
    p95: float | None = None
    unit: str = "ms"

    def __str__(self) -> str:
        return " / ".join(f"{value:.3g}" if value < 100 else f"{value:,.0f}" for value in self.values) + f" {self.unit}"

    @property
    def values(self) -> list[float]:
        """The figures that there are."""
        return [value for value in (self.p50, self.p95) if value is not None]


def summarise(seconds: list[float]) -> Reading:
    """Return the reading of times, in milliseconds."""
    return Reading(
        statistics.median(seconds) * 1000, statistics.quantiles(seconds, n=20, method="inclusive")[-1] * 1000
    )


@dataclass(frozen=True)
class Aim:
    """What a measure should come to, and whether it did."""

    words: str
    is_met: bool


def below(reading: Reading, most: float) -> Aim:
    """Return the aim that a reading, or the slowest of twenty where there are so many, is below a bound."""
    what = "p95 " if reading.p95 is not None else ""
    return Aim(f"{what}< {most:g} {reading.unit}", reading.values[-1] < most)


@dataclass(frozen=True)
class Line:
    """A measure: ours, the least that it can cost, what others do in our place, and what we aim for."""

    what: str
    ours: Reading
    floor: Reading | None = None
    peer: Reading | None = None
    aim: Aim | None = None

    def as_cells(self) -> tuple[str, ...]:
        """Return the texts of the line's columns."""
        beside = [text for reading in (self.floor, self.peer) for text in self.compare(reading)]
        aim = (self.aim.words, "yes" if self.aim.is_met else "NO") if self.aim else ("", "")
        return (self.what, str(self.ours), *beside, *aim)

    def compare(self, reading: Reading | None) -> tuple[str, str]:
        """Return a reading that stands beside ours, and how many times its median ours is."""
        return (str(reading), f"{self.ours.p50 / reading.p50:.3g}") if reading else ("", "")


@dataclass(frozen=True)
class Section:
    """A table with the sentences that say what stands beside what."""

    title: str
    about: str
    lines: Iterable[Line]


def print_section(section: Section) -> list[Line]:
    """Print a section, each line as it comes, and return its lines."""
    print(f"\n{section.title}\n{section.about}\n")
    print_cells(COLUMNS)
    lines = []
    for line in section.lines:
        print_cells(line.as_cells())
        lines.append(line)
    return lines


def print_aims(lines: list[Line]) -> None:
    """Print how many aims were met, and which were missed."""
    aims = [line for line in lines if line.aim]
    missed = [line.what for line in aims if line.aim and not line.aim.is_met]
    print(f"\n{len(aims) - len(missed)} of {len(aims)} aims met." + "".join(f"\nMissed: {what}" for what in missed))


def print_cells(cells: tuple[str, ...]) -> None:
    """Print one line of a table."""
    print("  ".join(f"{cell:<{width}}" for cell, width in zip(cells, WIDTHS, strict=True)).rstrip(), flush=True)
