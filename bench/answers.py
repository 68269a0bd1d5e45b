"""How fast /data answers with a large record, beside plain sqlite3 and Datasette as installed."""

import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from bench import plain
from bench.builds import Build, Builds, Scale
from bench.clients import Asking, ask, read
from bench.generate import OFTEN, PROJECT, WORDS
from bench.served import TICK, Served, serving, serving_build
from bench.table import Aim, Line, Reading, Section, below
from noticeboard.datasette_config import METADATA
from noticeboard.queries import read_queries

FULL_ABOUT = (
    "Median / slowest of twenty, at four connections. Floor: plain sqlite3 for the same SQL, without HTTP. "
    "Peer: Datasette as installed, on the same file."
)
HELD_ABOUT = (
    "The server's processor time to say 304. Floor: an answer of four bytes by bare ASGI. "
    "Peer: Datasette as installed, which never says 304 and answers in full."
)
MANY = 1_000_000
KEYS = 200
SEARCHES = 50
ROW = "select * from recommendations where recommendation = :recommendation"
PAGE = "select * from recommendations order by recommendation limit 101"


@dataclass(frozen=True)
class Question:
    """Something to ask: the addresses in turn, the SQL behind them with its values, and the most milliseconds that we allow."""

    what: str
    paths: list[str]
    sql: str
    values: list[dict[str, str]]
    most: float | None = None


def read_questions(database: Path) -> list[Question]:
    """Return the questions about the rows that a database holds."""
    with closing(sqlite3.connect(database)) as db:
        rows = [{"recommendation": key} for key in pick(db, "recommendations", "recommendation")]
        notices = [{"notice": key} for key in pick(db, "notices", "notice")]
    json, html = ([f"/data/recommendations/{row['recommendation']}{end}" for row in rows] for end in (".json", ""))
    return [
        Question("A row as JSON", json, ROW, rows, 20),
        Question("A row as a page", html, ROW, rows),
        ask_named("recommendations_of_notice", notices, 50),
        ask_named("timeline_of_notice", notices, 50),
        ask_named("search", pick_words(), 300),
        Question("A table's first 100 rows as JSON", ["/data/recommendations.json"], PAGE, [{}] * 50),
        Question("The same as a page, with facets", ["/data/recommendations"], PAGE, [{}] * 50),
    ]


def pick(db: sqlite3.Connection, table: str, key: str) -> list[str]:
    """Return keys of a table, evenly spread."""
    keys = [row[0] for row in db.execute(f"select {key} from {table} order by 1")]
    return keys[:: max(len(keys) // KEYS, 1)][:KEYS]


def pick_words() -> list[dict[str, str]]:
    """Return what readers might search for: one word or two, frequent and rare, of those that carry meaning."""
    random, places = Random(2026), [place for place, word in enumerate(WORDS) if len(word) > 4]
    chosen = (
        random.choices(places, [OFTEN[place] for place in places], k=1 + number % 2) for number in range(SEARCHES)
    )
    return [{"q": " ".join(WORDS[place] for place in picked)} for picked in chosen]


def ask_named(name: str, values: list[dict[str, str]], most: float) -> Question:
    """Return the question that a named query answers, for some values."""
    sql = read_queries(PROJECT / "data/queries")[0][name].sql
    paths = [f"/data/{name}.json?{urlencode(value)}" for value in values]
    return Question(f"Named query {name}", paths, sql, values, most)


@contextmanager
def serving_both(build: Build) -> Iterator[tuple[Served, Served]]:
    """Serve a build as we do, and its database by Datasette as installed, which learns of the named queries alone."""
    metadata = str(build.output / METADATA)
    stock = ("-m", "datasette", "serve", "-i", str(build.database), "--metadata", metadata, "--port")
    with serving_build(build) as ours, serving(*stock) as installed:
        yield ours, installed


def measure(builds: Builds) -> Iterator[Section]:
    """Yield the tables of answers in full, and of answers that the reader holds already."""
    build, size = builds.served, builds.scale.served
    questions = read_questions(build.database)
    with serving_both(build) as both, serving_bare(builds.folder) as bare:
        held = f"{size.notices * size.recommendations:,} recommendations"
        yield Section(f"Answers from {held}", FULL_ABOUT, measure_answers(*both, build, questions, builds.scale))
        yield Section("Answers that the reader holds", HELD_ABOUT, measure_held(*both, bare, questions, builds.scale))


def serving_bare(folder: Path) -> AbstractContextManager[Served]:
    """Serve an answer of a few bytes by bare ASGI."""
    file = folder / "bare"
    file.write_bytes(b"bare")
    return serving("-m", "bench.floor", "asgi", str(file))


def measure_answers(
    ours: Served, stock: Served, build: Build, questions: list[Question], scale: Scale
) -> Iterator[Line]:
    """Ask each question of both in turn, and of plain sqlite3."""
    for question in questions:
        asking = Asking(question.paths, scale.requests)
        reading, peer = read(ours.port, asking), read(stock.port, asking)
        floor = plain.answer(build.database, question.sql, question.values)
        yield Line(question.what, reading, floor, peer, below(reading, question.most) if question.most else None)


def measure_held(ours: Served, stock: Served, bare: Served, questions: list[Question], scale: Scale) -> Iterator[Line]:
    """Measure what it costs the server to say that nothing changed, beside the answer in full."""
    floor = measure_cost(bare, Asking(["/"]), scale)
    for question in questions:
        full, peer = (measure_cost(served, Asking(question.paths), scale) for served in (ours, stock))
        again = measure_cost(ours, ask_again(ours, question), scale)
        aim = Aim(f"< 1/10 of our full {full.p50:.3g}", again.p50 < full.p50 / 10)
        yield Line(question.what, again, floor, peer, aim)


def ask_again(ours: Served, question: Question) -> Asking:
    """Return how to ask for an answer whose tag the reader sends back."""
    path = question.paths[0]
    return Asking([path], headers={"if-none-match": ours.get_tagged(path)[1]}, status=304)


def measure_cost(served: Served, asking: Asking, scale: Scale) -> Reading:
    """Return the server's processor time for one answer, asked for over and over for a while."""
    ask(served.port, replace(asking, requests=asking.connections, warm_up=0))
    before = served.cpu_seconds()
    answered = len(ask(served.port, replace(asking, requests=MANY, warm_up=0, seconds=scale.seconds)))
    return Reading(max(served.cpu_seconds() - before, TICK) / answered * 1000, unit="ms CPU")
