"""Server-side includes, as nginx has them: fragments of the comment service take their places in a page."""

import asyncio
import logging
import re
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Scope

BLOCK = re.compile(rb'<!--# block name="([a-z0-9-]+)" -->(.*?)<!--# endblock -->', re.DOTALL)
INCLUDE = re.compile(rb'<!--# include virtual="([^"]*)"(?: stub="([a-z0-9-]+)")? -->')
LONGEST_ARGS = 200
LOCAL = ("/comments/", "/related/")

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Fragments:
    """The comment service as an ASGI app in this process, and how many seconds a page waits for it."""

    app: ASGIApp
    seconds: float = 2.0

    async def fill(self, page: bytes, scope: Scope) -> tuple[bytes, bytes]:
        """Put each included fragment in its place, or its stub where the service gives none; give the tags of all as well.

        A form in a fragment differs from one reading to the next; the fragment's own tag says whether anything else does.
        """
        stubs = dict(BLOCK.findall(page))
        pieces = INCLUDE.split(BLOCK.sub(b"", page))
        addresses, names = pieces[1::3], pieces[2::3]
        fragments = await asyncio.gather(*(self.fetch(address.decode(), scope) for address in addresses))
        filled = [fragment or (stubs.get(name, b""), b"stub") for fragment, name in zip(fragments, names, strict=True)]
        body = b"".join(part for (text, _), after in zip(filled, pieces[3::3], strict=True) for part in (text, after))
        return pieces[0] + body, b" ".join(tag for _, tag in filled)

    async def fetch(self, address: str, scope: Scope) -> tuple[bytes, bytes] | None:
        """Return the fragment at a local address and its tag; nothing when the service fails, refuses or is slow.

        $args stands for the query that the page was asked with, so that a reader's choice reaches the fragment.
        """
        address = address.replace("$args", read_args(scope))
        if not address.startswith(LOCAL):
            logger.error("A page includes %r, which is none of %s; its stub stands.", address, ", ".join(LOCAL))
            return None
        try:
            async with asyncio.timeout(self.seconds):
                return await _get(self.app, address, scope)
        except Exception:  # whatever the service raises, the page is complete without it
            logger.exception("%s could not be had; its stub stands.", address)
            return None


async def _get(app: ASGIApp, address: str, scope: Scope) -> tuple[bytes, bytes] | None:
    """Ask an app for an address on behalf of a page's reader; a fragment is the same for all, so no cookie goes along."""
    path, _, query = address.partition("?")
    headers = [(name, value) for name, value in scope["headers"] if name == b"host"]
    request = {"method": "GET", "path": unquote(path), "raw_path": path.encode(), "query_string": query.encode()}
    answer: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        answer.append(message)

    await app({**scope, **request, "headers": headers}, receive, send)
    if answer[0]["status"] != 200:
        logger.warning("%s answered %s; its stub stands.", address, answer[0]["status"])
        return None
    body = b"".join(message.get("body", b"") for message in answer[1:])
    return (body, Headers(raw=answer[0]["headers"]).get("etag", "").encode() or body) if body else None


def read_args(scope: Scope) -> str:
    """Return the query that a page was asked with; none where it is longer than any of ours."""
    query: bytes = scope.get("query_string", b"")
    return query.decode("latin-1") if len(query) <= LONGEST_ARGS else ""


def has_includes(page: bytes) -> bool:
    """Tell whether a page has places for fragments."""
    return INCLUDE.search(page) is not None
