"""Arbitrary SQL in a place of its own: few statements at once, short ones, and never in the way of a row page."""

import sqlite3
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from datasette.database import QueryInterrupted
from starlette.types import ASGIApp, Message, Receive, Scope, Send

AT_ONCE = 2
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
    cells = [value for row in rows[:MOST_CELLS] for value in tuple(row)]
    if len(cells) > MOST_CELLS or sum(len(value) for value in cells if isinstance(value, str | bytes)) > MOST_CHARACTERS:
        raise TooMuch("The answer is too large. Ask for fewer rows or columns, or download the whole database.")


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
    refuse: Callable[[Scope, int, str], Awaitable[ASGIApp]]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        asked = Asked(asks_sql(scope))
        if asked.is_sql and self.places.running >= self.places.at_once:
            busy = f"{self.places.at_once} statements are running, as many as may at once. Please try again shortly."
            return await (await self.refuse(scope, 429, busy))(scope, receive, send)
        before = ASKED.set(asked)
        self.places.running += asked.is_sql
        try:
            await self.app(scope, receive, send)
        finally:
            self.places.running -= asked.is_sql
            ASKED.reset(before)
        return None


