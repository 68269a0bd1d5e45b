"""Engine, session, and SQLite's pragmas."""

import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from weakref import WeakSet

from flask import Flask, current_app, g
from sqlalchemy import Connection, Engine, Row, Select, String, create_engine, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry, NullPool
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from comments_service.checkpoints import BACKSTOP_PAGES, Checkpoints
from comments_service.columns import Base

Insert = sqlite.Insert | postgresql.Insert

WRITE = "IMMEDIATE"
BUSY_SECONDS = 5
"""How long a writer waits for others."""

HASTY_MILLISECONDS = 50
"""How long a writer waits for others whose work can be done later as well."""


def make_engine(url: str) -> Engine:
    """Return an engine for SQLite, set up for several writers and with a folder for its file, or for PostgreSQL."""
    # A server that was started anew has hung up on what waits in the pool; SQLite has nobody to hang up.
    engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    if engine.dialect.name == "sqlite":
        path = Path(engine.url.database or "")
        path.parent.mkdir(parents=True, exist_ok=True)
        event.listen(engine, "connect", _set_pragmas)
        event.listen(engine, "connect", _add_casefold)
        turns = Turns(Checkpoints(path))
        event.listen(engine, "begin", turns.begin)
        event.listen(engine, "checkin", turns.end)
    return engine


class Reader:
    """Asks single statements, each of which sees one state of the database by itself, without a session or a transaction.

    Each thread keeps its connection: to take one from a pool and to give it back costs more than the question.
    """

    def __init__(self, url: str) -> None:
        self._engine = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        self._own = threading.local()
        self._kept: WeakSet[Connection] = WeakSet()

    def ask(self, statement: Select[Any], values: dict[str, object]) -> Sequence[Row[Any]]:
        """Return the rows of a statement, its values bound; asks once more where the database has hung up since the last one."""
        connection = self._connect()
        try:
            return connection.execute(statement, values).all()
        except DBAPIError as error:
            connection.close()
            if not error.connection_invalidated:
                raise
        return self._connect().execute(statement, values).all()

    def close(self) -> None:
        """Close every thread's connection."""
        for connection in list(self._kept):
            connection.close()

    def _connect(self) -> Connection:
        """Return this thread's connection, which is opened when first asked for."""
        connection: Connection | None = getattr(self._own, "connection", None)
        if connection is None or connection.closed:
            connection = self._own.connection = self._engine.connect()
            self._kept.add(connection)
        return connection


class Turns:
    """Lets the writers of one process wait for one another in their turn; SQLite itself lets them poll, and some starve."""

    def __init__(self, checkpoints: Checkpoints) -> None:
        self._lock, self._checkpoints = threading.Lock(), checkpoints

    def begin(self, connection: Connection) -> None:
        """Begin a transaction; one that writes takes SQLite's lock at once, after its turn has come."""
        options = connection.get_execution_options()
        mode, is_hasty = options.get("sqlite_begin", "DEFERRED"), options.get("is_hasty", False)
        if mode == WRITE and not connection.info.get("has_turn"):
            # Whoever waits for too long goes on: then it is SQLite that says so.
            patience = HASTY_MILLISECONDS / 1000 if is_hasty else BUSY_SECONDS
            connection.info["has_turn"] = self._lock.acquire(timeout=patience)
        if is_hasty:
            connection.info["is_hasty"] = True
            connection.exec_driver_sql(f"pragma busy_timeout = {HASTY_MILLISECONDS}")
        connection.exec_driver_sql(f"begin {mode}")

    def end(self, connection: sqlite3.Connection, record: ConnectionPoolEntry) -> None:
        """Give the turn on, once the connection is back in its pool: by then its transaction is over."""
        if record.info.pop("is_hasty", False):
            connection.execute(f"pragma busy_timeout = {BUSY_SECONDS * 1000}")
        if record.info.pop("has_turn", False):
            self._lock.release()
            self._checkpoints.note_write()


def _set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
    # The driver's own transactions begin too late to take the write lock; _begin does it instead.
    connection.isolation_level = None
    for pragma in (
        "journal_mode = wal",
        "foreign_keys = on",
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        "synchronous = normal",
        f"wal_autocheckpoint = {BACKSTOP_PAGES}",
    ):
        connection.execute(f"pragma {pragma}")


def _add_casefold(connection: sqlite3.Connection, _record: Any) -> None:
    # SQLite's own lower() knows the letters of English alone.
    connection.create_function("casefold", 1, str.casefold, deterministic=True)


class casefold(GenericFunction[str]):  # noqa: N801 (it is SQL's name that it goes by)
    """A text in which capitals are like small letters, on either engine."""

    type = String()
    inherit_cache = True


@compiles(casefold, "postgresql")
def _lower(element: casefold, compiler: SQLCompiler, **options: Any) -> str:
    return f"lower{compiler.process(element.clause_expr, **options)}"


def init_app(app: Flask, url: str) -> None:
    """Give the app an engine and a session a request."""
    engine = make_engine(url)
    app.extensions["engine"] = engine
    app.extensions["reader"] = Reader(url)
    app.extensions["sessions"] = sessionmaker(engine, expire_on_commit=False)
    app.teardown_appcontext(_close_session)


def close(app: Flask) -> None:
    """Close the connections of an app that is needed no more."""
    app.extensions["reader"].close()
    app.extensions["engine"].dispose()


def get_session() -> Session:
    """Return this request's session, made when first asked for."""
    if "session" not in g:
        g.session = current_app.extensions["sessions"]()
    session: Session = g.session
    return session


def read_rows(statement: Select[Any], **values: object) -> Sequence[Row[Any]]:
    """Return the rows of a single statement on tables, its values bound."""
    reader: Reader = current_app.extensions["reader"]
    return reader.ask(statement, values)


def begin_write(session: Session) -> Connection:
    """Begin a transaction that will write, so that SQLite takes its lock at once; what was read before is over.

    Returns the connection that it is on.
    """
    if session.in_transaction():
        session.commit()
    return session.connection(execution_options={"sqlite_begin": WRITE})


def begin_hasty_write(session: Session) -> None:
    """Begin a transaction that will write, as long as nobody else keeps it waiting; otherwise SQLAlchemy's OperationalError is raised."""
    session.commit()
    session.connection(execution_options={"sqlite_begin": WRITE, "is_hasty": True})
    if read_engine(session) == "postgresql":
        session.execute(text(f"set local lock_timeout = {HASTY_MILLISECONDS}"))


def read_engine(session: Session) -> str:
    """Return the name of a session's engine: sqlite or postgresql."""
    return session.get_bind().dialect.name


def make_insert(engine: str, table: type[Base]) -> Insert:
    """Return an insert of an engine's own kind, which can say what happens where the row is there already."""
    insert: Insert = (sqlite if engine == "sqlite" else postgresql).insert(table)
    return insert


def _close_session(_error: BaseException | None) -> None:
    session = g.pop("session", None)
    if session is not None:
        session.close()
