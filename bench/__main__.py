"""Measure everything and print one table."""

import json
import shutil
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from bench.generate import PROJECT, generate
from bench.served import serving
from bench.threads import fill_thread

NOTICEBOARD = ("-m", "noticeboard.cli")
NOTICE = "staffordshire-2022-03"
COMMENTS = 300
INVENTED = 2000


class Line(NamedTuple):
    """One line of the table: what was measured, our figure, and the figure and name of what stands beside it."""

    what: str
    ours: str
    beside: str
    peer: str


def main() -> None:
    """Measure in a temporary folder, and print each line of the table as it comes."""
    with TemporaryDirectory(prefix="noticeboard-bench-") as folder:
        print_line(Line("Measure", "Noticeboard", "Beside it", "What stands beside it"))
        for line in measure(Path(folder)):
            print_line(line)


def print_line(line: Line) -> None:
    """Print a line in columns."""
    print(f"{line.what:<36}  {line.ours:<42}  {line.beside:<42}  {line.peer}", flush=True)


def measure(folder: Path) -> Iterator[Line]:
    """Measure the builds, then what is served from the real one."""
    output = folder / "output"
    yield measure_build("Build of the real record", PROJECT, output)
    root = folder / "invented"
    root.mkdir()
    generate(root, INVENTED)
    yield measure_build(f"Build of {INVENTED:,} invented notices", root, root / "output")
    yield from measure_served(folder, output)


def measure_build(what: str, root: Path, output: Path) -> Line:
    """Build from nothing in a process of its own, and copy what was built."""
    command = [sys.executable, *NOTICEBOARD, "build", "--root", str(root), "--output", str(output)]
    ours = seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
    copy = seconds(lambda: shutil.copytree(output, output.with_name("copy")))
    shutil.rmtree(output.with_name("copy"))
    return Line(what, f"{ours:.2f} s", f"{copy:.2f} s", "copying the files that were built")


def seconds(run: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def measure_served(folder: Path, output: Path) -> Iterator[Line]:
    """Measure the served process on the real record and a thread of its own."""
    thread, row = f"/comments/threads/notices/{NOTICE}", f"/data/notices/{NOTICE}.json"
    fill_thread(folder, output, f"notices/{NOTICE}", COMMENTS)
    with serving(*NOTICEBOARD, "serve", "--root", str(folder), "--output", str(output), "--port") as served:
        ours, body = served.read(thread), served.get(thread)
        yield Line(f"Thread of {COMMENTS} comments, read", str(ours), *bare_flask(folder, body))
        ours, body = served.read(f"/notices/{NOTICE}/"), served.get(f"/notices/{NOTICE}/")
        yield Line("Its page, with thread and related", str(ours), *bare_flask(folder, body))
        yield Line("A row of Datasette as JSON", str(served.read(row)), *plain_sqlite(output))
        yield Line("Memory of the served process", f"{served.memory():.0f} MB", "250 MB", "the most that we allow")


def bare_flask(folder: Path, body: bytes) -> tuple[str, str]:
    """Read the same bytes from a bare Flask route."""
    file = folder / "body"
    file.write_bytes(body)
    with serving("-m", "bench.floor", str(file)) as floor:
        return str(floor.read("/")), f"the same {len(body) / 1024:.0f} KB from a bare Flask route"


def plain_sqlite(output: Path) -> tuple[str, str]:
    """Read the same row in this process, without HTTP."""
    with closing(sqlite3.connect(f"file:{output / 'data.db'}?mode=ro", uri=True)) as db:
        db.row_factory = sqlite3.Row

        def read() -> str:
            return json.dumps(dict(db.execute("select * from notices where notice = ?", [NOTICE]).fetchone()))

        taken = statistics.median(seconds(read) for _ in range(300))
    return f"{taken * 1000:.3f} ms", "plain sqlite3 and json in one process, no HTTP"


if __name__ == "__main__":
    main()
