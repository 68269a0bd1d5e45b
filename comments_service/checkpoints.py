"""SQLite's checkpoints, beside its writers: what its log holds moves into the database's file while nobody waits for the disk."""

import logging
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path
from threading import Lock, Thread

LOG = logging.getLogger(__name__)

OFTEN = 50
"""After how many writes of this process a checkpoint is due."""

BACKSTOP_PAGES = 10_000
"""At how many pages in the log a writer makes a checkpoint itself, where those beside it do not keep up."""


class Checkpoints:
    """Makes a checkpoint of a database every so many writes, in a thread of its own: most of its time is the disk's.

    It keeps nobody from reading or writing; what it does not reach because others write on, the next one does.
    """

    def __init__(self, path: Path) -> None:
        self._uri = f"{path.absolute().as_uri()}?mode=rw"
        self._writes = count(1)
        self._running = Lock()

    def note_write(self) -> None:
        """Count a write, after its transaction is over."""
        if next(self._writes) % OFTEN == 0 and self._running.acquire(blocking=False):
            Thread(target=self._run, name="checkpoint").start()

    def _run(self) -> None:
        try:
            with closing(sqlite3.connect(self._uri, uri=True)) as connection:
                connection.execute("pragma wal_checkpoint(passive)")
        except sqlite3.Error:  # the log stays as it is, and nothing in it is lost
            LOG.exception("What the database's log holds could not be moved into its file.")
        finally:
            self._running.release()
