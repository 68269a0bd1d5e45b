"""The comment service beside Isso and django-comments-xtd, with the same thread: reads, posts, the moderators' queue, memory."""

import gzip
import http.client
import os
import re
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from bench.builds import Build, Builds
from bench.generate import PROJECT
from bench.served import Served, serving
from bench.table import Line, Reading, Section, below, summarise
from bench.threads import fill_thread, find_notice

PEERS = PROJECT / ".venv/peers/bin/python"
ABOUT = """Processor milliseconds a request, over all processes of each; floor: the same bytes from a bare Flask route.
Each peer is served by gunicorn with one worker, in an environment of its own; ours as its own worker."""
OTHERS = (10, 10_000, 100_000)
AUTHORS = 16
POSTS = 320
QUEUE = 100_000
LIFTED = ("POSTS_BY_NETWORK", "POSTS_BY_BROWSER", "POSTS_IN_THREAD", "BRAKE")
"""The limits that a crowd from one address would meet at once."""

LIGHT = 5
"""How many times as often ours and the floor are asked: the system counts processor time in steps of 10 ms."""

TOKEN = re.compile(r'name="token" value="([^"]+)"')
ORIGIN = "http://127.0.0.1:8000"


@dataclass(frozen=True)
class Reader:
    """Somebody who asks one thing again and again."""

    path: str
    headers: dict[str, str]
    status: int = 200


def measure(builds: Builds) -> Iterator[Section]:
    """Yield the tables of the comment service."""
    build, page = builds.real, find_notice(builds.real)
    fill_thread(build.root, build.output, page, builds.scale.comments)
    yield Section(f"A thread of {builds.scale.comments} comments", ABOUT, measure_reads(builds, page))
    yield Section("A thread beside other threads", ABOUT, measure_growth(builds, page))
    yield Section(
        "Posts, and the desk",
        f"{AUTHORS} authors at once; the queue of {QUEUE:,} comments.",
        measure_writes(builds, page),
    )
    yield Section("What readers load", "Compressed.", measure_bytes())


def measure_reads(builds: Builds, page: str) -> Iterator[Line]:
    """Read the thread from ours and from each peer, then what ours has besides."""
    requests = builds.scale.requests * LIGHT
    with worker(builds.real) as ours:
        path = f"/comments/threads/{page}?page=1"
        body, tag = ours.get_tagged(path)
        read = spend(ours, Reader(path, {}), requests)
        floor = read_floor(builds.folder, body, requests)
        for name in ("isso", "xtd"):
            peer = read_peer(builds.folder, name, builds.scale.comments, max(10, builds.scale.requests // 20))
            yield Line(f"read, beside {name}", read, floor, peer, aim=below(read, 2))
        known = spend(ours, Reader(path, {"If-None-Match": tag}, 304), requests)
        yield Line("read again, not changed (304)", known, aim=below(known, 0.5))
        pages = ",".join(f"notices/none-{number}" for number in range(200))
        counts = spend(ours, Reader(f"/comments/api/counts?pages={pages}", {}), requests)
        yield Line("counts of 200 pages", counts, aim=below(counts, 1))
        memory = Reading(memory_of_tree(ours.pid), unit="MB")
        yield Line("most memory of the worker", memory, aim=below(memory, 80))


@contextmanager
def worker(build: Build) -> Iterator[Served]:
    """Run the comment service alone, over a build's database of comments."""
    about = {
        "COMMENTS_SECRET_KEY": "bench" * 10,
        "COMMENTS_DATABASE_URL": f"sqlite:///{build.root / 'var/comments.db'}",
        "COMMENTS_SITE_DB": str(build.database),
        "COMMENTS_BASE_URL": ORIGIN,
        **{f"COMMENTS_{limit}": "1000000/1" for limit in LIFTED},
    }
    os.environ |= about
    try:
        with serving("-m", "bench.worker") as served:
            yield served
    finally:
        for name in about:
            del os.environ[name]


def spend(served: Served, reader: Reader, requests: int) -> Reading:
    """Return the processor time of a request, in milliseconds, once the server has warmed up."""
    ask_again(served.port, reader, max(10, requests // 10))
    before = cpu_of_tree(served.pid)
    ask_again(served.port, reader, requests)
    return Reading((cpu_of_tree(served.pid) - before) / requests * 1000)


def ask_again(port: int, reader: Reader, times: int) -> None:
    """Ask over one connection, one after another."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        for _ in range(times):
            connection.request("GET", reader.path, headers=reader.headers)
            response = connection.getresponse()
            body = response.read()
            if response.status != reader.status:
                raise AssertionError(f"{reader.path} answered {response.status}: {body[:200]!r}")


def cpu_of_tree(pid: int) -> float:
    """Return the processor seconds of a process and of those that it started."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(cpu_of_tree(int(child)) for child in children)


def memory_of_tree(pid: int) -> float:
    """Return the most memory, in MB (resident), that the largest of a process and those that it started has held."""
    status = Path(f"/proc/{pid}/status").read_text()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    own = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    return max([own, *(memory_of_tree(int(child)) for child in children)])


def read_floor(folder: Path, body: bytes, requests: int) -> Reading:
    """Read the same bytes from a bare Flask route."""
    file = folder / "body"
    file.write_bytes(body)
    with serving("-m", "bench.floor", "flask", str(file)) as floor:
        return spend(floor, Reader("/", {}), requests)


def read_peer(folder: Path, name: str, comments: int, requests: int) -> Reading:
    """Read the same thread from another system."""
    paths = {"isso": "/?uri=%2Fthread%2F&limit=1000", "xtd": "/thread/"}
    own = folder / name
    own.mkdir(exist_ok=True)
    command = [str(PROJECT / f"bench/peers/run_{name}.py"), str(own), str(comments)]
    with serving(*command, python=str(PEERS)) as peer:
        return spend(peer, Reader(paths[name], {}), requests)


def measure_growth(builds: Builds, page: str) -> Iterator[Line]:
    """Read the same thread where there are more and more others."""
    for number in OTHERS:
        add_threads(builds.real, number)
        with worker(builds.real) as ours:
            read = spend(ours, Reader(f"/comments/threads/{page}", {}), builds.scale.requests * LIGHT)
        yield Line(f"read beside {number:,} threads", read, aim=below(read, 2))


def add_threads(build: Build, number: int) -> None:
    """Bring the number of other threads up to a number, with a published comment each."""
    at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    with closing(sqlite3.connect(build.root / "var/comments.db")) as db, db:
        first = db.execute("select count(*) from threads").fetchone()[0]
        rows = [(f"notices/other-{place}", at, at) for place in range(first, number + 1)]
        db.executemany("insert into threads (page, created_at, changed_at, published_count) values (?, ?, ?, 1)", rows)
        db.execute(
            """insert into comments (thread_id, name, text, html, renderer, state, created_at, published_at, status_digest,
               submission) select id, 'Reader', 'Text', '<p>Text</p>', 1, 'published', created_at, created_at, page, page
               from threads where page like 'notices/other-%' and id not in (select thread_id from comments)"""
        )


def measure_writes(builds: Builds, page: str) -> Iterator[Line]:
    """Post side by side, then look at a long queue as a moderator."""
    with worker(builds.real) as ours:
        form = TOKEN.search(ours.get(f"/comments/threads/{page}").decode())
        token = form[1] if form else ""
        post(ours.port, page, token, "The first, for which the statements are made ready.")
        with ThreadPoolExecutor(AUTHORS) as authors:
            texts = [f"Comment {number} of many." for number in range(POSTS)]
            taken = list(authors.map(lambda text: post(ours.port, page, token, text), texts))
        posted = summarise(taken)
        yield Line("post, each acknowledged", posted, aim=below(posted, 60))
        kept = count_kept(builds.real)
        yield Line(
            "posts kept, of those sent",
            Reading(kept / POSTS, unit=""),
            aim=below(Reading(1 - kept / POSTS, unit="lost"), 0.001),
        )
    fill_queue(builds.real)
    with worker(builds.real) as ours:
        queue = summarise(look_at_queue(ours))
        yield Line(f"the desk's queue of {QUEUE:,}", queue, aim=below(queue, 100))


def post(port: int, page: str, token: str, text: str) -> float:
    """Send a comment, and return the seconds until it was acknowledged."""
    body = urlencode({"name": "Ada", "text": text, "token": token})
    headers = {"Origin": ORIGIN, "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    start = time.perf_counter()
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("POST", f"/comments/threads/{page}", body, headers)
        response = connection.getresponse()
        answer = response.read()
    if response.status != 201:
        raise AssertionError(f"A post was answered {response.status}: {answer[:200]!r}")
    return time.perf_counter() - start


def count_kept(build: Build) -> int:
    """Return how many of the posts the database holds."""
    with closing(sqlite3.connect(build.root / "var/comments.db")) as db:
        kept: int = db.execute("select count(*) from comments where text like 'Comment % of many.'").fetchone()[0]
    return kept


def fill_queue(build: Build) -> None:
    """Let every other of the many comments wait for a moderator."""
    with closing(sqlite3.connect(build.root / "var/comments.db")) as db, db:
        db.execute("update comments set state = 'pending' where id % 2 and name = 'Reader'")


def look_at_queue(served: Served) -> list[float]:
    """Sign in as a moderator, and return the seconds that the queue takes each time."""
    command = ["-m", "flask", "--app", "comments_service", "moderators", "add", "ruth", "--password-stdin"]
    subprocess.run([str(PROJECT / ".venv/bin/python"), *command], input="correct horse battery\n", text=True, check=True, cwd=PROJECT, stdout=subprocess.DEVNULL)  # fmt: skip
    cookie = sign_in(served.port)
    taken = []
    for _ in range(40):
        start = time.perf_counter()
        ask_again(served.port, Reader("/comments/desk/", {"Cookie": cookie}), 1)
        taken.append(time.perf_counter() - start)
    return taken


def sign_in(port: int) -> str:
    """Sign in to the desk, and return the cookie."""
    body = urlencode({"name": "ruth", "password": "correct horse battery"})
    headers = {"Origin": ORIGIN, "Content-Type": "application/x-www-form-urlencoded"}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("POST", "/comments/desk/sign-in", body, headers)
        response = connection.getresponse()
        response.read()
    return response.headers["Set-Cookie"].partition(";")[0]


def measure_bytes() -> Iterator[Line]:
    """Weigh the scripts of the comments."""
    names = ("thread", "comments", "reactions", "counts")
    scripts = [(PROJECT / f"theme/static/js/{name}.js").read_bytes() for name in names]
    size = Reading(sum(len(gzip.compress(script, mtime=0)) for script in scripts) / 1024, unit="KB")
    yield Line("scripts of the comments", size, aim=below(size, 6))
