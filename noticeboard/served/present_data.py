"""Datasette on the newest build, so that the data and the pages change together."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

from datasette.app import Datasette
from starlette.types import ASGIApp, Receive, Scope, Send

LAST_ANSWER = 60.0
"""The seconds after which no answer from an earlier build is still on its way."""


class PresentData:
    """An ASGI app that makes Datasette anew when another data.db has taken the place of the one it reads."""

    def __init__(self, file: Path, make: Callable[[], Datasette]) -> None:
        self.file = file
        self.make = make
        self._lock = asyncio.Lock()
        self._version: tuple[int, int] | None = None
        self._leaving: set[asyncio.Task[None]] = set()
        self._datasette: Datasette
        self._app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request from the newest build."""
        async with self._lock:
            await self._keep_up()
        await self._app(scope, receive, send)

    async def _keep_up(self) -> None:
        version = self._read_version()
        if version == self._version:
            return
        datasette = self.make()
        await datasette.invoke_startup()
        if self._version:
            self._leaving.add(leaving := asyncio.create_task(leave(self._datasette)))
            leaving.add_done_callback(self._leaving.discard)
        self._version, self._datasette, self._app = version, datasette, datasette.app()

    def _read_version(self) -> tuple[int, int] | None:
        """Tell one build's file from another's; between the two there is none for a moment, and the last one goes on."""
        try:
            status = self.file.stat()
        except FileNotFoundError:
            return self._version
        return status.st_ino, status.st_mtime_ns


async def leave(datasette: Datasette) -> None:
    """Let go of a Datasette once its last answer is given."""
    await asyncio.sleep(LAST_ANSWER)
    await close(datasette)


async def close(datasette: Datasette) -> None:
    """Let go of a Datasette's threads and files."""
    datasette.executor.shutdown(wait=False)
    await datasette.get_database("_internal").execute_write_fn(end_writing, block=False)
    for database in datasette.databases.values():
        database.close()


def end_writing(connection: sqlite3.Connection) -> None:
    """End the thread that writes what Datasette keeps in memory of the tables, which would wait for more for good."""
    connection.close()
    raise SystemExit
