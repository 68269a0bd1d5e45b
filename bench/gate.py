"""How long a row takes while others ask endless questions, beside Datasette as installed."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bench.answers import Question, read_questions, serving_both
from bench.builds import Builds, Scale
from bench.clients import Asking, read
from bench.generate import PROJECT
from bench.served import Served
from bench.table import Line, Reading, Section, below

MOST = 100


def measure(builds: Builds) -> Iterator[Section]:
    """Yield the table of rows read as JSON and as pages."""
    rows = read_questions(builds.served.database)[:2]
    about = (
        f"Rows read one after another while {builds.scale.pesterers} clients ask an endless statement. "
        "Floor: our own without those clients. Peer: Datasette as installed, with them."
    )
    with serving_both(builds.served) as (ours, stock):
        yield Section("The SQL gate", about, measure_rows(ours, stock, rows, builds.scale))


def measure_rows(ours: Served, stock: Served, rows: list[Question], scale: Scale) -> Iterator[Line]:
    """Read rows alone, then pestered, then pestered as installed."""
    for question in rows:
        asking = Asking(question.paths, scale.requests, connections=1)
        alone = read(ours.port, asking)
        beside, peer = (read_pestered(served, asking, scale.pesterers) for served in (ours, stock))
        yield Line(question.what, beside, alone, peer, below(beside, MOST))


def read_pestered(served: Served, asking: Asking, clients: int) -> Reading:
    """Read while others pester the server."""
    read(served.port, replace(asking, requests=10))
    with pestering(served, clients):
        return read(served.port, replace(asking, warm_up=1))


@contextmanager
def pestering(served: Served, clients: int) -> Iterator[None]:
    """Keep clients at their endless statements, in a process of their own, until the block ends."""
    command = [sys.executable, "-m", "bench.pester", str(clients), str(served.port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=PROJECT) as process:
        try:
            assert process.stdout
            process.stdout.readline()
            yield
        finally:
            process.kill()
