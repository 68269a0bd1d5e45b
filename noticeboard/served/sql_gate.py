"""Arbitrary SQL in a place of its own: few statements at once, short ones, and never in the way of a row page."""

import re
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from datasette.database import QueryInterrupted
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from noticeboard.served.data_faults import Fault
from wording import gettext_noop

AT_ONCE = 2
BUSY = Fault(
    429,
    gettext_noop("As many questions in SQL are being answered as can be at once. Please try again in a few seconds."),
    {"retry-after": "2"},
)
# Datasette lists what a failed statement found, which is nothing, as if that were the answer.
QUERY_AS_CSV = re.compile(r"/data.*\.csv")

MOST_CELLS = 50_000
MOST_CHARACTERS = 2_000_000

# A value of a few bytes of SQL can otherwise fill the memory: select hex(zeroblob(499000000)).
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 500,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}
LIMITS_IN_GATE = LIMITS | {
    sqlite3.SQLITE_LIMIT_LENGTH: 250_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 100,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 20,
}

GATE_THREAD = threading.local()


class TooMuch(sqlite3.DatabaseError):
    """The rows of an answer are more than a page or a program can use."""


@dataclass
class Asked:
    """What becomes of one request's statements."""

    is_sql: bool = False
    error: Exception | None = None
    was_interrupted: bool = False


ASKED: ContextVar[Asked | None] = ContextVar("asked", default=None)


class Places(Executor):
    """Datasette's threads, and beside them the few that run what readers write themselves."""

    def __init__(self, usual: Executor, at_once: int = AT_ONCE) -> None:
        self.usual = usual
        self.gate = ThreadPoolExecutor(at_once, "sql-gate", initializer=partial(setattr, GATE_THREAD, "is_gate", True))
        self.at_once = at_once
        self.running = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a function where the present request's statements run."""
        asked = ASKED.get()
        if asked is None:
            return self.usual.submit(fn, *args, **kwargs)
        place = self.gate if asked.is_sql else self.usual
        return place.submit(watch, asked, partial(fn, *args, **kwargs))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let go of all threads."""
        for place in (self.usual, self.gate):
            place.shutdown(wait, cancel_futures=cancel_futures)


def watch(asked: Asked, run: Callable[[], Any]) -> Any:
    """Run a statement and keep in mind what became of it."""
    try:
        found = run()
        if asked.is_sql:
            refuse_too_much(getattr(found, "rows", []))
    except Exception as error:
        asked.error = error
        asked.was_interrupted |= isinstance(error, QueryInterrupted)
        raise
    asked.error = None
    return found


def refuse_too_much(rows: list[Any]) -> None:
    """Raise TooMuch for rows that would keep everybody else waiting while they are written out."""
    cells = sum(len(row) for row in rows)
    if cells > MOST_CELLS or count_characters(rows) > MOST_CHARACTERS:
        raise TooMuch(
            gettext_noop("The answer is too large. Ask for fewer rows or columns, or download the whole database.")
        )


def count_characters(rows: list[Any]) -> int:
    """Count the characters and bytes of all texts and blobs."""
    return sum(len(value) for row in rows for value in tuple(row) if isinstance(value, str | bytes))


def limit_connection(connection: sqlite3.Connection) -> None:
    """Keep a connection from making values and statements that no honest question needs."""
    for limit, most in (LIMITS_IN_GATE if getattr(GATE_THREAD, "is_gate", False) else LIMITS).items():
        connection.setlimit(limit, most)


def asks_sql(scope: Scope) -> bool:
    """Tell whether a request brings SQL of its own."""
    return not {"sql", "_where"}.isdisjoint(parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True))


@dataclass(frozen=True)
class SqlGate:
    """Lets few requests with SQL of their own in at once, and refuses the others straight away."""

    app: ASGIApp
    places: Places
    refuse: Callable[[Scope, Fault], Awaitable[ASGIApp]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, whose statements then know whose they are."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        asked = ASKED.get() or Asked()
        asked.is_sql = asks_sql(scope)
        before = ASKED.set(asked)
        try:
            await (self.let_in if asked.is_sql else self.app)(scope, receive, refuse_empty(asked, scope, send))
        finally:
            ASKED.reset(before)
        return None

    async def let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with SQL of its own while there is room; one that reads slowly keeps nobody out."""
        if self.places.running >= self.places.at_once:
            return await (await self.refuse(scope, BUSY))(scope, receive, send)

        async def send_outside(message: Message) -> None:
            room.close()
            await send(message)

        self.places.running += 1
        with ExitStack() as room:
            room.callback(self.leave)
            await self.app(scope, receive, send_outside)
        return None

    def leave(self) -> None:
        """Make room for the next request."""
        self.places.running -= 1


def forget_error() -> None:
    """Take a statement's error as answered."""
    if asked := ASKED.get():
        asked.error = None


def refuse_empty(asked: Asked, scope: Scope, send: Send) -> Send:
    """Raise the error of a statement that failed instead of sending an empty answer, to be answered as a fault."""

    async def send_sound(message: Message) -> None:
        if asked.error and message["type"] == "http.response.start" and QUERY_AS_CSV.fullmatch(scope["path"]):
            raise asked.error
        await send(message)

    return send_sound
