"""What requests send, read whole before anything is done about it, so that slow senders hold no thread of the service."""

import asyncio
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from comments_service.errors import SENTENCES
from wording import gettext

LAST = {"cache-control": "private, no-store", "connection": "close"}
"""The headers of an answer that is nobody else's, and the last one on its connection."""


@dataclass(frozen=True)
class WholeBodies:
    """Gives an app bodies of up to most bytes whole, and none of a longer one, which the app refuses by its length.

    All of a body must be there within some seconds; a comment of full length takes one or two on the slowest of phones.
    """

    app: ASGIApp
    most: float
    seconds: float = 10.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["method"] == "GET" or not 0 < read_length(scope) <= self.most:
            await self.app(scope, receive_nothing, send)
            return
        try:
            async with asyncio.timeout(self.seconds):
                body = await read_body(receive)
        except TimeoutError:
            await tell_slow(scope)(scope, receive, send)
        else:
            await self.hand_on(body, scope, send)

    async def hand_on(self, body: bytes | None, scope: Scope, send: Send) -> None:
        """Let the app answer a request that is whole; nobody waits for an answer to any other."""

        async def receive_all() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        if body is not None:
            await self.app(scope, receive_all, send)


def read_length(scope: Scope) -> int:
    """Read how long a body is by its own account; one that does not say is nothing to the service."""
    return int(Headers(scope=scope).get("content-length", "0"))


async def receive_nothing() -> Message:
    """Receive a body without any bytes."""
    return {"type": "http.request", "body": b"", "more_body": False}


async def read_body(receive: Receive) -> bytes | None:
    """Read a body to its end; there is none where its sender goes away before."""
    body = bytearray()
    while (message := await receive())["type"] == "http.request":
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)
    return None


def tell_slow(scope: Scope) -> Response:
    """Tell a sender who took too long: in a sentence to readers of pages, in the shape of every error to programs."""
    code, sentence = SENTENCES[408]
    if "text/html" in Headers(scope=scope).get("accept", ""):
        return PlainTextResponse(gettext(sentence), 408, LAST)
    return JSONResponse({"error": {"code": code, "message": gettext(sentence)}}, 408, LAST)
