"""Slow senders hold none of the service's threads, and are told that they are slow."""

import asyncio
import socket
import time

import pytest
from a2wsgi import WSGIMiddleware
from flask import Flask, request

from noticeboard.served.whole_bodies import WholeBodies

JSON = b'{"error":{"code":"too-slow","message":"That took too long to arrive. Please send it again."}}'


@pytest.fixture
def service():
    """A service of one thread that answers with what it was sent."""
    app = Flask("comments")
    app.config["MAX_CONTENT_LENGTH"] = 100

    @app.route("/", methods=["GET", "POST"])
    def answer():
        return request.get_data()

    return WholeBodies(WSGIMiddleware(app, workers=1), most=100, seconds=1)


@pytest.fixture
def connect(service, listening):
    """Connect to the service, with no more than the head of a request."""
    port = listening(service)

    def send_head(method, *headers):
        connection = socket.create_connection(("127.0.0.1", port), timeout=5)
        connection.sendall("\r\n".join([f"{method} / HTTP/1.1", "Host: x", *headers, "\r\n"]).encode())
        return connection

    return send_head


def read_answer(connection):
    """Return the status and the body of all that is sent before a connection ends."""
    head, _, body = b"".join(iter(lambda: connection.recv(10_000), b"")).partition(b"\r\n\r\n")
    return int(head.split()[1]), body


def test_a_body_reaches_the_service_whole_though_it_comes_in_pieces(connect):
    with connect("POST", "Content-Length: 9", "Connection: close") as connection:
        for piece in (b"Too", b" lo", b"ng."):
            connection.sendall(piece)
            time.sleep(0.05)

        assert read_answer(connection) == (200, b"Too long.")


@pytest.mark.parametrize(
    ("accept", "body"),
    [
        ("application/json", JSON),
        ("*/*", JSON),
        ("text/html,application/xhtml+xml", b"That took too long to arrive. Please send it again."),
    ],
)
def test_a_slow_sender_is_told_so_and_the_connection_ends(connect, accept, body):
    with connect("POST", "Content-Length: 9", f"Accept: {accept}") as connection:
        connection.sendall(b"T")

        assert read_answer(connection) == (408, body)


def test_what_drips_is_slow_however_often_it_drips(connect):
    with connect("POST", "Content-Length: 90") as connection:
        for _ in range(5):
            connection.sendall(b"T")
            time.sleep(0.1)

        assert read_answer(connection)[0] == 408


def test_others_are_answered_while_senders_are_slow(connect):
    slow = [connect("POST", "Content-Length: 9") for _ in range(20)]

    with connect("GET", "Connection: close") as connection:
        assert read_answer(connection) == (200, b"")

    for connection in slow:
        with connection:
            assert read_answer(connection)[0] == 408


@pytest.mark.parametrize(
    ("method", "header", "status"),
    [
        ("POST", "Content-Length: 101", 413),
        ("POST", "Transfer-Encoding: chunked", 200),
        ("GET", "Content-Length: 9", 400),
    ],
)
def test_what_the_service_does_not_take_is_never_waited_for(connect, method, header, status):
    with connect(method, header, "Connection: close") as connection:
        assert read_answer(connection)[0] == status


def test_nothing_is_done_for_a_sender_who_goes_away():
    messages = [{"type": "http.request", "body": b"T", "more_body": True}, {"type": "http.disconnect"}]
    scope = {"type": "http", "method": "POST", "headers": [(b"content-length", b"9")]}

    async def receive():
        return messages.pop(0)

    async def fail(*_):
        raise AssertionError

    asyncio.run(WholeBodies(fail, 100)(scope, receive, fail))

    assert messages == []
