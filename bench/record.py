"""A record checked and its database built in a process of its own, which prints how long each took: `python -m bench.record ROOT OUTPUT`."""

import json
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import sqlite_utils  # noqa: F401 - here it loads pandas, a tool of the tests, which is no part of a build

from noticeboard.build import describe_database, read_sound_record, refuse_what_does_not_run, write_database
from noticeboard.queries import NamedQuery
from noticeboard.record import Record


def main(root: str, output: str) -> None:
    """Check and build, and print the seconds of both, the processor's seconds and the most memory (MB)."""
    Path(output, "site").mkdir(parents=True)
    before = time.process_time()
    (record, queries), check = timed(partial(read_sound_record, Path(root)))
    _, database = timed(partial(build_data, Path(root), Path(output), record, queries))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"check": check, "database": database, "cpu": time.process_time() - before, "memory": memory}))


def build_data(root: Path, output: Path, record: Record, queries: dict[str, NamedQuery]) -> None:
    """Build what is served at /data: the database, and what Datasette is told of it."""
    write_database(output, root, record)
    refuse_what_does_not_run(output / "data.db", queries)
    describe_database(output, root, record.schema, queries)


def timed(run: Callable[[], Any]) -> tuple[Any, float]:
    """Return what a function returns, and how long it took, in seconds."""
    start = time.perf_counter()
    found = run()
    return found, time.perf_counter() - start


if __name__ == "__main__":
    main(*sys.argv[1:])
