"""A thread with as many published comments as a measurement asks for, beside the same bytes from a bare Flask route."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from bench.builds import Build, Builds, Scale
from bench.clients import Asking, read
from bench.served import Served, serving, serving_build
from bench.table import Line, Reading, Section, below
from comments_service import db
from comments_service.models import Comment, CommentState, Thread
from comments_service.rendering import RENDERER_VERSION, render
from noticeboard.server import make_comments

TEXT = "Detainees waited **too long** for a nurse.\n\nWhat became of recommendation 3, and who looked?"
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
ABOUT = "Median / slowest of twenty, at four connections. Floor: the same bytes from a bare Flask route, behind the same server."


def measure(builds: Builds) -> Iterator[Section]:
    """Yield the table of a long thread, read alone and in its page."""
    build, comments = builds.real, builds.scale.comments
    page = find_notice(build)
    fill_thread(build.root, build.output, page, comments)
    with serving_build(build) as served:
        yield Section(f"A thread of {comments} comments", ABOUT, measure_thread(served, page, build.root, builds.scale))


def find_notice(build: Build) -> str:
    """Return the page of the notice that asks for most."""
    with closing(sqlite3.connect(build.database)) as db:
        sql = "select notice from recommendations_now group by notice order by count(*) desc, notice"
        return f"notices/{db.execute(sql).fetchone()[0]}"


def measure_thread(served: Served, page: str, folder: Path, scale: Scale) -> Iterator[Line]:
    """Read the thread, and the page that it stands in."""
    for what, path in (("The thread", f"/comments/threads/{page}"), ("Its page, with thread and related", f"/{page}/")):
        asking = Asking([path], scale.requests)
        yield Line(what, read(served.port, asking), read_bare(folder, served.get(path), asking))
    memory = Reading(served.memory(), unit="MB")
    yield Line("Most memory of the served process", memory, aim=below(memory, 250))


def read_bare(folder: Path, body: bytes, asking: Asking) -> Reading:
    """Read the same bytes from a bare Flask route."""
    file = folder / "body"
    file.write_bytes(body)
    with serving("-m", "bench.floor", "flask", str(file)) as floor:
        return read(floor.port, asking)


def fill_thread(root: Path, output: Path, page: str, comments: int) -> None:
    """Put published comments into the thread of a page, in the database that serving from the root uses."""
    app = make_comments(root, output)
    with app.extensions["sessions"].begin() as session:
        add_comments(session, Thread(page=page, created_at=FIRST, published_count=comments), comments)
    db.close(app)


def add_comments(session: Session, thread: Thread, comments: int) -> None:
    """Add published comments, a minute apart."""
    for number in range(comments):
        at = FIRST + timedelta(minutes=number)
        session.add(
            Comment(
                thread=thread,
                name=f"Reader {number + 1}",
                text=TEXT,
                html=render(TEXT),
                renderer=RENDERER_VERSION,
                state=CommentState.PUBLISHED,
                created_at=at,
                published_at=at,
                status_digest=f"bench-{number}",
                submission=f"bench-{number}",
            )
        )
