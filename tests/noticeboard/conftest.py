import asyncio
from contextlib import suppress
from dataclasses import dataclass

import pytest
from starlette.datastructures import Headers


@dataclass
class Answer:
    status: int
    headers: Headers
    body: bytes


async def call(app, scope):
    messages = []
    requests = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive():
        return next(requests, None) or await asyncio.Future()  # the reader stays and sends nothing more

    async def send(message):
        messages.append(message)

    with suppress(ValueError):  # a server answers before it logs what an app raised
        await app(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in messages[1:])
    return Answer(messages[0]["status"], Headers(raw=messages[0]["headers"]), body)


@pytest.fixture
def ask():
    """Ask an ASGI app for a path, as it stands after decoding, with headers as keywords."""

    def ask_app(app, path, method="GET", query="", **headers):
        sent = {"host": "noticeboard.test"} | {name.replace("_", "-"): value for name, value in headers.items()}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
            "client": ("192.0.2.7", 50000),
            "server": ("127.0.0.1", 8000),
        }
        return asyncio.run(call(app, scope))

    return ask_app
