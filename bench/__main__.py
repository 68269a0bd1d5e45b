"""Measure all sections or those that are named, and print a table for each: `python -m bench [SECTION ...]`."""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import answers, building, comments, gate, pages, threads
from bench.builds import Builds
from bench.table import Section, print_aims, print_section

SECTIONS: dict[str, Callable[[Builds], Iterator[Section]]] = {
    "answers": answers.measure,
    "gate": gate.measure,
    "large": building.measure_invented,
    "real": building.measure_real,
    "pages": pages.measure,
    "threads": threads.measure,
    "comments": comments.measure,
}


def main(names: list[str]) -> None:
    """Measure in a temporary folder."""
    if unknown := [name for name in names if name not in SECTIONS]:
        raise SystemExit(f"There is no section {unknown[0]!r}. Choose of: {', '.join(SECTIONS)}.")
    with TemporaryDirectory(prefix="noticeboard-bench-") as folder:
        measure(names or SECTIONS, Builds(Path(folder)))


def measure(names: Iterable[str], builds: Builds) -> None:
    """Print the tables of some sections, and at the end which aims were missed."""
    sections = (section for name in names for section in SECTIONS[name](builds))
    print_aims([line for section in sections for line in print_section(section)])


if __name__ == "__main__":
    main(sys.argv[1:])
