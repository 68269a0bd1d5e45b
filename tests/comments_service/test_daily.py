"""What was kept for a day goes with the first request of the next one, whatever it asks."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select, text, update

from comments_service.db import WRITE, begin_write, make_engine
from comments_service.limits import Limit, Rate, take
from comments_service.models import AddressKey, Bucket, DeskSession
from comments_service.senders import hash_network
from tests.comments_service.conftest import only_on_sqlite
from tests.comments_service.forms import URL

TODAY = datetime.now(UTC).date()


@pytest.fixture
def yesterday(session, ruth):
    """A database of which the last was heard yesterday: a key, more buckets than go at once, a session of Ruth's."""
    connection = begin_write(session)
    hash_network(connection, "192.0.2.7")
    take(connection, [Limit("post", str(number), Rate(1, 60)) for number in range(150)])
    take(connection, [Limit("post", "lasting", Rate(1, 86400 * 2))])
    session.execute(update(Bucket).values(full_at=Bucket.full_at - 86400))
    session.execute(update(AddressKey).values(day=TODAY - timedelta(days=1)))
    session.execute(update(DeskSession).values(begun_at=datetime.now(UTC) - timedelta(hours=8)))
    session.commit()


def count(session):
    """Return how many keys, buckets and desk sessions are left."""
    session.rollback()
    return tuple(len(session.execute(select(model)).all()) for model in (AddressKey, Bucket, DeskSession))


@pytest.mark.parametrize("address", ["/comments/health", "/comments/nowhere", URL, "/comments/desk/", f"{URL}/count"])
def test_whatever_the_first_request_of_a_day_asks_sweeps(make_app, session, yesterday, address):
    before = count(session)

    make_app().test_client().get(address)

    assert (before, count(session)) == ((1, 151, 1), (0, 1, 0))


def test_each_process_sweeps_once_a_day(app, session, yesterday):
    client = app.test_client()  # in which Ruth has signed in, so that it has swept today
    begun = count(session)

    client.get("/comments/health")
    same_day = count(session)
    app.extensions["daily"].due -= timedelta(days=1)
    client.get("/comments/health")

    assert (begun, same_day, count(session)) == ((1, 151, 1), (1, 151, 1), (0, 1, 0))


def test_the_next_time_is_the_beginning_of_the_next_day_in_utc(app, client):
    client.get("/comments/health")

    due = app.extensions["daily"].due
    assert due == datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC) + timedelta(days=1)


@only_on_sqlite  # where one writer keeps all others waiting
def test_a_database_that_is_locked_keeps_nobody_waiting_and_is_swept_later(make_app, session, yesterday, database_url):
    app = make_app()
    client = app.test_client()
    other = make_engine(database_url)
    with other.connect().execution_options(sqlite_begin=WRITE) as connection:
        connection.execute(text("select 1"))
        start = time.monotonic()
        status = client.get(URL).status_code
        taken = time.monotonic() - start
    other.dispose()
    locked = count(session)

    soon = client.get(URL) and count(session)
    app.extensions["daily"].due -= timedelta(minutes=1)
    client.get(URL)

    assert (status, taken < 1) == (200, True)
    assert (locked, soon, count(session)) == ((1, 151, 1), (1, 151, 1), (0, 1, 0))
    with app.extensions["engine"].connect() as connection:
        assert connection.exec_driver_sql("pragma busy_timeout").scalar() == 5000


def test_a_database_without_tables_fails_no_request(make_app, tmp_path):
    app = make_app(DATABASE_URL=f"sqlite:///{tmp_path}/none.db")

    assert app.test_client().get("/comments/health").status_code == 200


def test_reading_asks_nothing_more_once_that_is_done(app, client):
    client.get(f"{URL}/count")
    asked = []
    event.listen(app.extensions["engine"], "before_cursor_execute", lambda *given: asked.append(given[2]))

    client.get(f"{URL}/count")

    assert asked == []
