import asyncio
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from datasette.app import Datasette

from noticeboard.served.present_data import PresentData, close

# Python itself takes the exit of a thread as its end; pytest does not.
pytestmark = pytest.mark.filterwarnings("ignore:Exception in thread:pytest.PytestUnhandledThreadExceptionWarning")


def write_force(path, name):
    """Put a new database with one force in a path's place, as a build does."""
    draft = path.with_suffix(".draft")
    with closing(sqlite3.connect(draft)) as db:
        db.execute("create table forces (name text primary key) strict")
        db.execute("insert into forces values (?)", [name])
        db.commit()
    draft.rename(path)


@pytest.fixture
def file(tmp_path):
    write_force(tmp_path / "data.db", "Northshire Police")
    return tmp_path / "data.db"


@pytest.fixture
def data(file):
    # One thread, so that it holds the file open from the first answer on.
    return PresentData(file, lambda: Datasette(immutables=[str(file)], settings={"num_sql_threads": 1}))


def read_force(ask, data):
    return ask(data, "/data/forces.json", query="_shape=arrayfirst").body


def test_a_new_build_is_read_at_once(ask, data, file):
    before = read_force(ask, data)

    write_force(file, "Westmere Constabulary")

    assert (before, read_force(ask, data)) == (b'["Northshire Police"]', b'["Westmere Constabulary"]')


def test_datasette_is_made_once_a_build(ask, file):
    made = []
    data = PresentData(file, lambda: made.append(Datasette(immutables=[str(file)])) or made[-1])

    for _ in range(3):
        read_force(ask, data)

    assert len(made) == 1


def test_the_last_build_goes_on_while_two_are_swapped(ask, data, file):
    read_force(ask, data)

    file.unlink()

    assert read_force(ask, data) == b'["Northshire Police"]'


def test_an_earlier_builds_file_is_let_go(ask, file):
    before = set(threading.enumerate())
    datasette = Datasette(immutables=[str(file)])
    read_force(ask, datasette.app())
    assert file in open_files()
    own = set(threading.enumerate()) - before

    asyncio.run(close(datasette))

    for thread in own:  # what a thread holds open goes with it
        thread.join(timeout=5)
    assert file not in open_files()


def test_an_earlier_builds_threads_end(ask, file):
    before = set(threading.enumerate())
    datasette = Datasette(immutables=[str(file)])
    read_force(ask, datasette.app())
    own = set(threading.enumerate()) - before
    assert len(own) > 1

    asyncio.run(close(datasette))

    for thread in own:
        thread.join(timeout=5)
    assert own & set(threading.enumerate()) == set()


def open_files():
    """The files that this process holds open."""
    links = Path("/proc/self/fd").iterdir()
    return [link.readlink() for link in links if link.exists()]


def test_readers_who_come_at_once_find_it_started(data):
    async def start(scope_of_each):
        await asyncio.gather(*(data(scope, None, None) for scope in scope_of_each))

    async def answer(scope, receive, send):
        started.append(data._datasette._startup_invoked)

    started = []
    asyncio.run(start([]))
    data.make = lambda: Answering(answer)

    asyncio.run(start([{}, {}, {}]))

    assert started == [True, True, True]


class Answering:
    """A Datasette whose start takes a while."""

    def __init__(self, app):
        self._app = app
        self._startup_invoked = False

    async def invoke_startup(self):
        await asyncio.sleep(0.01)
        self._startup_invoked = True

    def app(self):
        return self._app
