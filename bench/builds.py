"""The builds that measurements share, each made when it is first asked for."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bench.generate import PROJECT, Size, generate
from bench.table import Reading

NOTICEBOARD = ("-m", "noticeboard.cli")


@dataclass(frozen=True)
class Scale:
    """How large the invented records are that are served and checked, and what is asked of what is served.

    Each question `requests` times or for so many `seconds`, beside so many clients who pester with endless statements.
    """

    served: Size
    checked: Size
    requests: int
    seconds: float
    pesterers: int
    comments: int


FULL = Scale(
    served=Size(10_000, recommendations=10, updates=5),
    checked=Size(10_000, recommendations=5, updates=10),
    requests=400,
    seconds=3,
    pesterers=8,
    comments=300,
)


@dataclass(frozen=True)
class Build:
    """A root, what was built from it, and the seconds that each part took."""

    root: Path
    output: Path
    taken: dict[str, float]

    @property
    def database(self) -> Path:
        """The database that was built."""
        return self.output / "data.db"


@dataclass(frozen=True)
class Builds:
    """The builds of two invented records and of the real one, below a temporary folder."""

    folder: Path
    scale: Scale = FULL
    record: Path = PROJECT

    @cached_property
    def served(self) -> Build:
        """The large record that is asked."""
        return build_invented(self.folder / "served", self.scale.served)

    @cached_property
    def checked(self) -> Build:
        """The record whose check and build are timed."""
        return build_invented(self.folder / "checked", self.scale.checked)

    @cached_property
    def real(self) -> Build:
        """The whole of the real record, in a root of its own where comments may be kept."""
        root = self.folder / "real"
        root.mkdir()
        output = root / "output"
        taken = time_run(*NOTICEBOARD, "build", "--root", str(self.record), "--output", str(output))
        return Build(root, output, {"build": taken.p50})


def build_invented(root: Path, size: Size) -> Build:
    """Invent a record of a size, check it and build its database, in a process of its own."""
    root.mkdir()
    generate(root, size)
    output = root / "output"
    command = [sys.executable, "-m", "bench.record", str(root), str(output)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, cwd=PROJECT)
    return Build(root, output, json.loads(done.stdout))


def time_run(*command: str) -> Reading:
    """Return the seconds that a Python command takes, from start to end."""
    start = time.perf_counter()
    subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL, cwd=PROJECT)
    return Reading(time.perf_counter() - start, unit="s")
