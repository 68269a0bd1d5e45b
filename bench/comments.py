"""The comment service beside Isso and django-comments-xtd, with the same thread: reads, posts, the moderators' queue, memory."""

import gzip
import http.client
import json
import os
import re
import sqlite3
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from bench.authors import AUTHORS, Post, post_at_once
from bench.builds import Build, Builds
from bench.generate import PROJECT
from bench.served import Served, serving
from bench.table import Line, Reading, Section, below, summarise
from bench.threads import fill_thread, find_notice
from comments_service.services.reading import PAGE_SIZE

PEERS = PROJECT / ".venv/peers/bin/python"
THREADS_OF_PEERS = {"isso": "/?uri=%2Fthread%2F&limit=1000", "xtd": "/thread/"}
"""The address of the thread at each peer, by its name."""

ABOUT = """Processor milliseconds a request, over all processes of each; floor: the same bytes from a bare Flask route.
Each peer is served by gunicorn with one worker, in an environment of its own; ours as its own worker.
Peers give the whole thread at once, ours fifty comments to a page: both the first page and all of them stand beside theirs."""
OTHERS = (10, 10_000, 100_000)
ROUNDS = 3
POSTS = 1920
"""How many comments are posted in all rounds together."""
QUEUE = 100_000
LIFTED = ("POSTS_BY_NETWORK", "POSTS_BY_BROWSER", "POSTS_IN_THREAD", "BRAKE")
"""The limits that a crowd from one address would meet at once."""

LIGHT = 5
"""How many times as often ours and the floor are asked: the system counts processor time in steps of 10 ms."""

PAGES = 200
"""Of how many pages the counts are asked for at once."""

TOKEN = re.compile(r'name="token" value="([^"]+)"')
ORIGIN = "http://127.0.0.1:8000"
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Reader:
    """Somebody who asks one thing again and again, or sends one where there is a body."""

    path: str
    headers: dict[str, str]
    status: int = 200
    body: bytes | None = None

    @property
    def method(self) -> str:
        """The method of the request."""
        return "GET" if self.body is None else "POST"


def measure(builds: Builds) -> Iterator[Section]:
    """Yield the tables of the comment service."""
    build, page = builds.real, find_notice(builds.real)
    fill_thread(build.root, build.output, page, builds.scale.comments)
    yield Section(f"A thread of {builds.scale.comments} comments", ABOUT, measure_reads(builds, page))
    yield Section("A thread beside other threads", ABOUT, measure_growth(builds, page))
    yield Section(
        "Posts, and the desk",
        f"{AUTHORS} authors at once, the best of {ROUNDS} rounds in turn: what else the machine does only ever adds.\n"
        f"The queue of {QUEUE:,} comments; floor: the same comments read with plain sqlite3.",
        measure_writes(builds, page),
    )
    yield Section("What readers load", "Compressed.", measure_bytes(build))


def measure_reads(builds: Builds, page: str) -> Iterator[Line]:
    """Read the thread from ours and from each peer, then what ours has besides."""
    requests, few = builds.scale.requests * LIGHT, max(10, builds.scale.requests // 20)
    with worker(builds.real) as ours:
        path = f"/comments/threads/{page}?page=1"
        body, tag = ours.get_tagged(path)
        read = spend(ours, Reader(path, {}), requests)
        whole = read_whole(ours, page, builds.scale.comments, requests)
        floor = spend_bare(builds.folder, body, requests)
        for name, thread in THREADS_OF_PEERS.items():
            with peer(builds.folder, name, builds.scale.comments) as served:
                theirs = spend(served, Reader(thread, {}), few)
            yield Line(f"read a page, beside {name}", read, floor, theirs, aim=below(read, 2))
            yield Line(f"read all of it, beside {name}", whole, None, theirs)
        known = spend(ours, Reader(path, {"If-None-Match": tag}, 304), requests)
        yield Line(
            "read again, not changed (304)", known, spend_bare(builds.folder, b"", requests), aim=below(known, 0.5)
        )
        yield measure_counts(builds, ours, requests)
        memory = Reading(memory_of_tree(ours.pid), unit="MB")
        yield Line("most memory of the worker", memory, aim=below(memory, 80))


def read_whole(ours: Served, page: str, comments: int, requests: int) -> Reading:
    """Read all pages of a thread."""
    numbers = range(1, -(-comments // PAGE_SIZE) + 1)
    paths = [f"/comments/threads/{page}?page={number}" for number in numbers]
    return Reading(sum(spend(ours, Reader(path, {}), requests // len(paths)).p50 for path in paths))


def measure_counts(builds: Builds, ours: Served, requests: int) -> Line:
    """Ask for the counts of many pages at once."""
    pages = [f"notices/none-{number}" for number in range(PAGES)]
    path = f"/comments/api/counts?pages={','.join(pages)}"
    counts = spend(ours, Reader(path, {}), requests)
    floor = spend_bare(builds.folder, ours.get(path), requests)
    with peer(builds.folder, "isso", builds.scale.comments) as isso:
        asked = Reader("/count", JSON, body=json.dumps(pages).encode())
        theirs = spend(isso, asked, requests)
    return Line(f"counts of {PAGES} pages, beside isso", counts, floor, theirs, aim=below(counts, 1))


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
            connection.request(reader.method, reader.path, reader.body, reader.headers)
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


def spend_bare(folder: Path, body: bytes, requests: int) -> Reading:
    """Return what the same bytes cost from a bare Flask route."""
    file = folder / "body"
    file.write_bytes(body)
    with serving("-m", "bench.floor", "flask", str(file)) as floor:
        return spend(floor, Reader("/", {}), requests)


@contextmanager
def peer(folder: Path, name: str, comments: int) -> Iterator[Served]:
    """Serve another system with the same thread, in a folder of its own that goes with it."""
    with (
        TemporaryDirectory(dir=folder) as own,
        serving(str(PROJECT / f"bench/peers/run_{name}.py"), own, str(comments), python=str(PEERS)) as served,
    ):
        yield served


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
    posted, theirs = measure_posts(builds, page)
    yield Line("post, each acknowledged, beside isso", posted, None, theirs, aim=below(posted, 60))
    kept = count_kept(builds.real)
    lost = below(Reading(1 - kept / POSTS, unit="lost"), 0.001)
    yield Line("posts kept, of those sent", Reading(kept / POSTS, unit=""), aim=lost)
    fill_queue(builds.real)
    with worker(builds.real) as ours:
        queue = summarise(look_at_queue(ours))
        floor = Reading(statistics.median(read_queue(builds.real) for _ in range(40)) * 1000)
        yield Line(f"the desk's queue of {QUEUE:,}", queue, floor, aim=below(queue, 100))


def measure_posts(builds: Builds, page: str) -> tuple[Reading, Reading]:
    """Post to ours and to Isso in turn, and return the best round of each."""
    with worker(builds.real) as ours, peer(builds.folder, "isso", builds.scale.comments) as isso:
        mine, theirs = list(write_for_ours(ours, page)), list(write_for_isso())
        rounds = [
            (post_at_once(ours.port, mine[number::ROUNDS]), post_at_once(isso.port, theirs[number::ROUNDS]))
            for number in range(ROUNDS)
        ]
    return min((one for one, _ in rounds), key=slowest), min((other for _, other in rounds), key=slowest)


def slowest(reading: Reading) -> float:
    """Return the slowest of twenty."""
    return reading.values[-1]


def write_for_ours(ours: Served, page: str) -> Iterator[Post]:
    """Yield what authors send to our service, each with the form of the page."""
    form = TOKEN.search(ours.get(f"/comments/threads/{page}").decode())
    token = form[1] if form else ""
    headers = {"Origin": ORIGIN, "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    for number in range(POSTS):
        text = f"Comment {number} of many."
        body = urlencode({"name": "Ada", "text": text, "token": token}).encode()
        yield Post(f"/comments/threads/{page}", headers, body)


def write_for_isso() -> Iterator[Post]:
    """Yield what authors send to Isso."""
    for number in range(POSTS):
        text = f"Comment {number} of many."
        body = json.dumps({"author": "Ada", "text": text, "parent": None, "title": "A thread"}).encode()
        yield Post("/new?uri=%2Fthread%2F", JSON, body)


def time_answer(port: int, reader: Reader) -> float:
    """Ask once, over a connection of its own, and return the seconds until the answer was there."""
    start = time.perf_counter()
    ask_again(port, reader, 1)
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
    return [time_answer(served.port, Reader("/comments/desk/", {"Cookie": cookie})) for _ in range(40)]


def read_queue(build: Build) -> float:
    """Return the seconds that it takes to read the same comments from the database, and nothing about them."""
    start = time.perf_counter()
    with closing(sqlite3.connect(build.root / "var/comments.db")) as db:
        db.execute("select * from comments where state = 'pending' order by id limit 21").fetchall()
    return time.perf_counter() - start


def sign_in(port: int) -> str:
    """Sign in to the desk, and return the cookie."""
    body = urlencode({"name": "ruth", "password": "correct horse battery"})
    headers = {"Origin": ORIGIN, "Content-Type": "application/x-www-form-urlencoded"}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("POST", "/comments/desk/sign-in", body, headers)
        response = connection.getresponse()
        response.read()
    (cookie,) = [text for text in response.headers.get_all("Set-Cookie", []) if text.startswith("desk=")]
    return cookie.partition(";")[0]


def measure_bytes(build: Build) -> Iterator[Line]:
    """Weigh the scripts of the comments, as the site has them."""
    names = ("thread", "comments", "reactions", "counts")
    scripts = [(build.output / f"site/theme/js/{name}.js").read_bytes() for name in names]
    size = Reading(sum(len(gzip.compress(script, mtime=0)) for script in scripts) / 1024, unit="KB")
    yield Line("scripts of the comments", size, aim=below(size, 6))
