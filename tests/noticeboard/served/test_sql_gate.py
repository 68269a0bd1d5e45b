"""Readers' own SQL runs in a place of its own, a few statements at once."""

import asyncio
import sqlite3
from concurrent.futures import ThreadPoolExecutor

import pytest
from datasette.database import QueryInterrupted
from starlette.responses import PlainTextResponse

from noticeboard.served.sql_gate import (
    ASKED,
    LIMITS,
    LIMITS_IN_GATE,
    MOST_CELLS,
    MOST_CHARACTERS,
    Asked,
    Places,
    SqlGate,
    TooMuch,
    asks_sql,
    limit_connection,
    refuse_too_much,
)


@pytest.fixture
def places():
    places = Places(ThreadPoolExecutor(1, "usual"), at_once=1)
    yield places
    places.shutdown()


def read_limits():
    connection = sqlite3.connect(":memory:")
    limit_connection(connection)
    limits = {limit: connection.getlimit(limit) for limit in LIMITS}
    connection.close()
    return limits


def run(places, work, *, is_sql):
    asked = Asked(is_sql)
    before = ASKED.set(asked)
    try:
        return asked, places.submit(work).result()
    except sqlite3.DatabaseError as error:
        return asked, error
    finally:
        ASKED.reset(before)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (b"sql=select+1", True),
        (b"_size=1&%73ql=select+1", True),
        (b"_where=1", True),
        (b"_where", True),
        (b"", False),
        (b"_size=1&name=sql", False),
    ],
)
def test_a_request_with_sql_of_its_own_is_known(query, expected):
    assert asks_sql({"query_string": query}) is expected


def test_readers_statements_run_with_tighter_limits(places):
    limits = [run(places, read_limits, is_sql=is_sql)[1] for is_sql in (False, True)]

    assert limits == [LIMITS, {limit: LIMITS_IN_GATE[limit] for limit in LIMITS}]


def test_statements_of_no_request_run_with_the_usual_ones(places):
    assert places.submit(read_limits).result() == LIMITS


def test_an_answer_of_too_many_cells_or_characters_is_refused(places):
    class Found:
        rows = ((1,),) * (MOST_CELLS + 1)

    asked, error = run(places, Found, is_sql=True)

    assert asked.error is error
    assert str(error) == "The answer is too large. Ask for fewer rows or columns, or download the whole database."
    with pytest.raises(TooMuch):
        refuse_too_much([("x" * MOST_CHARACTERS, "x")])


def test_what_ran_out_of_time_is_kept_in_mind(places):
    def run_out():
        raise QueryInterrupted(None, "select 1", {})

    asked = Asked()
    before = ASKED.set(asked)
    with pytest.raises(QueryInterrupted):
        places.submit(run_out).result()
    ASKED.reset(before)

    assert asked.was_interrupted


async def call(gate, query, sent):
    async def send(message):
        sent.append(message)

    await gate({"type": "http", "path": "/data.json", "query_string": query}, None, send)


async def refuse(scope, fault):
    return PlainTextResponse(fault.sentence, fault.status, fault.headers)


def test_one_too_many_is_refused_at_once_and_others_go_on(places):
    async def scene():
        finish, answers = asyncio.Event(), {"first": [], "second": [], "row": []}

        async def app(scope, receive, send):
            if scope["query_string"]:
                await finish.wait()
            await PlainTextResponse("rows")(scope, receive, send)

        gate = SqlGate(app, places, refuse)
        first = asyncio.create_task(call(gate, b"sql=select+1", answers["first"]))
        await asyncio.sleep(0)
        await call(gate, b"sql=select+2", answers["second"])
        await call(gate, b"", answers["row"])
        finish.set()
        await first
        return {name: (messages[0]["status"], messages[-1]["body"]) for name, messages in answers.items()}

    assert asyncio.run(scene()) == {
        "first": (200, b"rows"),
        "second": (
            429,
            b"As many questions in SQL are being answered as can be at once. Please try again in a few seconds.",
        ),
        "row": (200, b"rows"),
    }
    assert places.running == 0


def test_one_who_reads_slowly_keeps_nobody_out(places):
    running = []

    async def app(scope, receive, send):
        running.append(places.running)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        running.append(places.running)

    asyncio.run(call(SqlGate(app, places, refuse), b"sql=select+1", []))

    assert running == [1, 0]


def test_a_failure_makes_room_again(places):
    async def app(scope, receive, send):
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        asyncio.run(call(SqlGate(app, places, refuse), b"sql=select+1", []))

    assert places.running == 0
