"""How long a record takes to check and to build, beside the csv and sqlite3 of Python alone."""

import shutil
import statistics
import time
from collections.abc import Callable, Iterator

from bench import plain
from bench.builds import NOTICEBOARD, Build, Builds, time_run
from bench.table import Line, Reading, Section, below

TIMES = 3


def measure_invented(builds: Builds) -> Iterator[Section]:
    """Yield the table of a large invented record, checked and its database built."""
    size = builds.scale.checked
    notices, recommendations, updates = (size.notices * each for each in (1, size.recommendations, size.updates))
    about = (
        f"{notices:,} notices, {recommendations:,} recommendations, {updates:,} updates. Floor: csv reads the same files, "
        "sqlite3 writes the same rows and indexes."
    )
    yield Section("A large record, checked and built", about, measure_parts(builds.checked))


def measure_parts(build: Build) -> Iterator[Line]:
    """Yield what a build took, in parts and together."""
    taken = build.taken
    read, write = time_once(lambda: plain.read_files(build.root)), time_writing(build)
    yield Line("Check", Reading(taken["check"], unit="s"), read)
    yield Line("Database", Reading(taken["database"], unit="s"), write)
    both = Reading(taken["check"] + taken["database"], unit="s")
    yield Line("Both", both, Reading(read.p50 + write.p50, unit="s"), aim=below(both, 20))
    yield Line("Both, in processor time", Reading(taken["cpu"], unit="s CPU"))
    yield Line("Most memory", Reading(taken["memory"], unit="MB"))


def time_writing(build: Build) -> Reading:
    """Return how long sqlite3 takes to write what a build wrote."""
    statements, rows = plain.read_rows(build.database)
    return time_once(lambda: plain.write_rows(statements, rows, build.root / "plain.db"))


def measure_real(builds: Builds) -> Iterator[Section]:
    """Yield the table of the real record, checked and built by our commands."""
    about = f"Our commands, from start to end; the check is the median of {TIMES}. Floor: csv reads the same files; copying the files that were built."
    yield Section("The real record", about, measure_commands(builds))


def measure_commands(builds: Builds) -> Iterator[Line]:
    """Yield what a check and a build of everything take."""
    command = (*NOTICEBOARD, "check", "--root", str(builds.record))
    check = Reading(statistics.median(time_run(*command).p50 for _ in range(TIMES)), unit="s")
    yield Line("noticeboard check", check, time_once(lambda: plain.read_files(builds.record)), aim=below(check, 1))
    build = builds.real
    copy = time_once(lambda: shutil.copytree(build.output, build.root / "copy"))
    yield Line("noticeboard build, pages and all", Reading(build.taken["build"], unit="s"), copy)


def time_once(run: Callable[[], object]) -> Reading:
    """Return the seconds that something takes."""
    start = time.perf_counter()
    run()
    return Reading(time.perf_counter() - start, unit="s")
