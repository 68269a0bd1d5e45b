"""One ASGI front for all parts: the site's files, the comment service at /comments and /related, Datasette at /data."""

import ipaddress
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from a2wsgi import WSGIMiddleware
from datasette.plugins import pm as plugins
from flask import Flask
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from comments_service.security_headers import HEADERS, POLICY, write_policy
from noticeboard.includes import Fragments
from noticeboard.served.static_site import StaticSite
from noticeboard.served.whole_bodies import WholeBodies
from wording import gettext

COMMENTS = re.compile(r"/(comments|related)(/.*)?")
# Datasette's links break under a prefix, so it keeps the address / and is handed only its own paths.
DATA = re.compile(r"/data([/.].*)?|/-/static(-plugins)?/.+")
SEARCH = re.compile(r"/search/|/pagefind/.+")
UNSAFE = re.compile(r"//|\\|[\x00-\x1f\x7f]|/\.{1,2}(/|$)")

LONGEST_PATH = 8_192

UNCOMPRESSED = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/octet-stream", "application/vnd.sqlite3")

# The index of the site's search is read by a program in WebAssembly, which runs on that page and in its worker alone.
SEARCH_POLICY = POLICY | {"script-src": "'self' 'wasm-unsafe-eval'", "worker-src": "'self'"}

MakeSite = Callable[[Path, Fragments, Callable[[], date]], StaticSite]
"""Makes what serves the pages of a folder."""


def today_in_utc() -> date:
    """Return the present day, UTC."""
    return datetime.now(UTC).date()


def create_front(
    site: Path,
    comments: Flask,
    data: ASGIApp,
    today: Callable[[], date] = today_in_utc,
    proxies: int = 0,
    make_site: MakeSite = StaticSite,
) -> ASGIApp:
    """Put the parts behind one front; proxies is how many of our own stand before it and are believed."""
    print_plain_exceptions()
    service: ASGIApp = WSGIMiddleware(comments, send_queue_size=0)  # type: ignore[arg-type, assignment]
    bounded = WholeBodies(service, comments.config["MAX_CONTENT_LENGTH"] or math.inf)
    pages = make_site(site, Fragments(service), today)

    async def tell_failure(request: Request, _fault: Exception) -> Response:
        return await pages.send_failure(request.scope)

    front: ASGIApp = Front(site=pages, comments=bounded, data=data)
    front = GZipMiddleware(front, compresslevel=6, exclude_content_types=UNCOMPRESSED)
    front = ServerErrorMiddleware(ClientAddress(Heads(GzipTags(front)), proxies), handler=tell_failure)
    return DefaultHeaders(front, HEADERS)


def print_plain_exceptions() -> None:
    """Keep Datasette from printing exceptions with rich, which is slow and shows the value of every variable."""
    # Pelican brings rich; None is what Datasette itself puts here where rich is not installed.
    plugins.get_plugin("datasette.handle_exception").rich = None


@dataclass(frozen=True)
class Front:
    """Hands each request to the part whose address it names."""

    site: ASGIApp
    comments: ASGIApp
    data: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self.choose(scope)(scope, receive, send)

    def choose(self, scope: Scope) -> ASGIApp:
        """Choose the part that answers; Datasette has the lifespan, because it alone has a start of its own."""
        if scope["type"] == "lifespan":
            return self.data
        if scope["type"] == "websocket":
            return WebSocketClose()
        return self.choose_by_path(scope["path"])

    def choose_by_path(self, path: str) -> ASGIApp:
        """Choose by the address; one that could be taken for another host's or folder's is nobody's."""
        if len(path) > LONGEST_PATH:
            return PlainTextResponse(gettext("The address is too long."), 414)
        if not path.startswith("/") or UNSAFE.search(path):
            return PlainTextResponse(gettext("There is no such page."), 404)
        if COMMENTS.fullmatch(path):
            return self.comments
        if SEARCH.fullmatch(path):
            return DefaultHeaders(self.site, {"content-security-policy": write_policy(SEARCH_POLICY)})
        return self.data if DATA.fullmatch(path) else self.site


@dataclass(frozen=True)
class DefaultHeaders:
    """Adds headers to each answer that does not set them itself."""

    app: ASGIApp
    headers: Mapping[str, str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                # Datasette writes names as it likes, and they are compared in lower case; the server gives the date.
                named = [(name.lower(), value) for name, value in message["headers"]]
                headers = MutableHeaders(raw=[(name, value) for name, value in named if name != b"date"])
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                message = {**message, "headers": headers.raw}
            await send(message)

        await self.app(scope, receive, send_with_headers)


@dataclass(frozen=True)
class Heads:
    """Answers HEAD as GET without the body, so that both have the same headers whatever part answers."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_head(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        if scope.get("method") == "HEAD":
            await self.app({**scope, "method": "GET"}, receive, send_head)
        else:
            await self.app(scope, receive, send)


@dataclass(frozen=True)
class GzipTags:
    """Gives a compressed answer a strong tag of its own, and knows it again when the reader sends it back."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_with_tag(message: Message) -> None:
            if message["type"] == "http.response.start":
                mark_compressed(MutableHeaders(raw=message["headers"]), message["status"], known)
            await send(message)

        known = Headers(scope=scope).get("if-none-match", "") if scope["type"] == "http" else ""
        if known:
            headers = MutableHeaders(raw=list(scope["headers"]))
            headers["if-none-match"] = known.replace('-gzip"', '"')
            scope = {**scope, "headers": headers.raw}
        await self.app(scope, receive, send_with_tag)


def mark_compressed(headers: MutableHeaders, status: int, known: str) -> None:
    """Mark the tag of an answer that is compressed, or that says that the reader's compressed copy still holds."""
    marked = headers.get("etag", "").removesuffix('"') + '-gzip"'
    if "etag" in headers and (headers.get("content-encoding") == "gzip" or (status == 304 and marked in known)):
        headers["etag"] = marked


@dataclass(frozen=True)
class ClientAddress:
    """Believes our own proxies, and nobody else, about who is asking; what forwarding headers say goes no further."""

    app: ASGIApp
    proxies: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            scope = {**scope, **self.read(Headers(scope=scope)), "headers": without_forwarding(scope["headers"])}
        await self.app(scope, receive, send)

    def read(self, headers: Headers) -> dict[str, object]:
        """Read the client's address and scheme as the outermost of our proxies saw them."""
        found: dict[str, object] = {}
        address, scheme = self.pick(headers, "x-forwarded-for"), self.pick(headers, "x-forwarded-proto")
        if address and is_address(address):
            found["client"] = (address, 0)
        if scheme in ("http", "https"):
            found["scheme"] = scheme
        return found

    def pick(self, headers: Headers, name: str) -> str | None:
        """Pick the value that the outermost of our proxies added; each adds one at the end."""
        values = [value.strip() for line in headers.getlist(name) for value in line.split(",")]
        return values[-self.proxies] if 0 < self.proxies <= len(values) else None


def is_address(text: str) -> bool:
    """Tell whether a text is an IP address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def without_forwarding(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Leave out the headers in which a proxy, or anybody, says who is asking."""
    names = (b"x-forwarded-", b"forwarded", b"x-real-ip")
    return [(name, value) for name, value in headers if not name.startswith(names)]
