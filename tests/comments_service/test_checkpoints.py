"""SQLite's checkpoints: what its log holds moves into the database's file beside the writers."""

import shutil
import sqlite3
import threading
from contextlib import closing

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from comments_service.checkpoints import OFTEN, Checkpoints
from comments_service.db import begin_write, make_engine


@pytest.fixture
def engine(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path}/comments.db")
    with engine.begin() as connection:
        connection.execute(text("create table said (words text)"))
    yield engine
    engine.dispose()


def write(engine, times):
    with Session(engine) as session:
        for _ in range(times):
            begin_write(session).execute(text("insert into said values ('Hi.')"))
            session.commit()
            session.close()  # its connection goes back, as after a request


def wait_for_checkpoint():
    for thread in threading.enumerate():
        if thread.name == "checkpoint":
            thread.join(10)


def count_without_log(engine, folder):
    """Return how many rows the database's file has by itself."""
    alone = shutil.copy(engine.url.database, folder / "alone.db")
    with closing(sqlite3.connect(alone)) as connection:
        tables = connection.execute("select count(*) from sqlite_schema").fetchone()[0]
        return connection.execute("select count(*) from said").fetchone()[0] if tables else 0


def test_after_so_many_writes_the_file_holds_them_without_its_log(engine, tmp_path):
    write(engine, OFTEN - 1)
    before = count_without_log(engine, tmp_path)
    write(engine, 1)
    wait_for_checkpoint()

    assert (before, count_without_log(engine, tmp_path)) == (0, OFTEN)


def test_reads_bring_no_checkpoint(engine, tmp_path):
    write(engine, OFTEN - 1)
    with Session(engine) as session:
        assert session.execute(text("select count(*) from said")).scalar() == OFTEN - 1
    wait_for_checkpoint()

    assert count_without_log(engine, tmp_path) == 0


def test_one_that_cannot_be_made_is_told_and_the_next_one_is_tried(tmp_path, caplog):
    checkpoints = Checkpoints(tmp_path / "nowhere.db")

    for _ in range(2):
        for _ in range(OFTEN):
            checkpoints.note_write()
        wait_for_checkpoint()

    assert [record.message for record in caplog.records] == [
        "What the database's log holds could not be moved into its file."
    ] * 2
    assert list(tmp_path.iterdir()) == []
