"""A connection that asks for nothing, or never to the end, does not stay open."""

import asyncio
import socket
import time

import pytest
from starlette.responses import PlainTextResponse

PATIENCE = 0.3
WHOLE = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture
def connection(listening):
    async def answer(scope, receive, send):
        await asyncio.sleep(PATIENCE * 2 if scope["path"] == "/slow" else 0)
        await PlainTextResponse("Custody.")(scope, receive, send)

    with socket.create_connection(("127.0.0.1", listening(answer, patience=PATIENCE)), timeout=5) as connection:
        yield connection


def read_answer(connection):
    """Return an answer, which comes in one piece or in two."""
    answer = b""
    while not answer.endswith(b"Custody.") and (piece := connection.recv(1000)):
        answer += piece
    return answer


def drip(connection, data):
    """Send a byte at a time until the connection ends; return the seconds that it took, and what came back."""
    start, answer = time.monotonic(), b""
    connection.settimeout(PATIENCE / 10)
    for byte in data:
        try:
            connection.sendall(bytes([byte]))
            answer += (read := connection.recv(1000))
        except TimeoutError:
            continue
        except ConnectionError:
            break
        if not read:
            break
    return time.monotonic() - start, answer


@pytest.mark.parametrize("begun", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nAccept: "])
def test_a_request_that_never_becomes_whole_is_not_waited_for(connection, begun):
    connection.sendall(begun)

    assert connection.recv(1000) == b""


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\nX: " + b"y" * 200,
        b"\r\n" * 100,
    ],
)
def test_a_head_that_drips_is_not_waited_for(connection, data):
    seconds, answer = drip(connection, data)

    assert (seconds < PATIENCE * 10, answer) == (True, b"")


@pytest.mark.parametrize(
    ("asked", "rest"),
    [
        (WHOLE, b"\r\n" * 100),
        (WHOLE, b"GET / HTTP/1.1\r\nX: " + b"y" * 200),
        (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n", b"y" * 200),
    ],
)
def test_nothing_that_drips_after_an_answer_is_waited_for(connection, asked, rest):
    connection.sendall(asked)
    assert read_answer(connection).endswith(b"Custody.")

    seconds, answer = drip(connection, rest)

    assert (seconds < PATIENCE * 10, answer) == (True, b"")


def test_who_waits_for_an_answer_may_wait_longer(connection):
    connection.sendall(WHOLE.replace(b"/ ", b"/slow ", 1))

    assert read_answer(connection).endswith(b"Custody.")


def test_a_connection_that_asks_again_and_again_stays(connection):
    answers = []
    for _ in range(5):
        connection.sendall(WHOLE)
        answers.append(read_answer(connection)[-8:])
        time.sleep(PATIENCE / 2)

    assert answers == [b"Custody."] * 5
