"""What every answer with data has in common: who it is for, how long it holds, how it is known again."""

import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from noticeboard.served.data_faults import NO_PAGE, Fault
from noticeboard.served.sql_gate import ASKED, Asked
from wording import gettext, show_number

LONGEST_QUERY = 32_768
MOST_PARAMETERS = 100
MOST_FACETS = 10

FORMS = ("atom", "blob", "copyable", "csv", "db", "json")
FOR_PROGRAMS = re.compile(rf"/data.*\.({'|'.join(FORMS)})")
FORM = re.compile(r"^/data.*\.([^./]*)$")
READING = {"allow": "GET, HEAD, OPTIONS"}
# What a browser asks before a page elsewhere may send headers of its own, and for how long it need not ask again.
SHARED_READING = {
    "access-control-allow-methods": "GET, HEAD",
    "access-control-allow-headers": "*",
    "access-control-max-age": "86400",
}
ESCAPED = re.compile(rb"%([0-9A-Fa-f]{2})?")
PLAIN = re.compile(rb"[A-Za-z0-9_.,~-]")
# An answer that tells the time or throws dice is another one each time.
VOLATILE = re.compile(r"random|\bnow\b|current_|subsec|(date|time|day|epoch)\s*\(\s*\)", re.IGNORECASE)


@dataclass(frozen=True)
class DataAnswers:
    """Tags each answer before the work is done, and makes all readers equal."""

    app: ASGIApp
    read_version: Callable[[], str]
    refuse: Callable[[Scope, Fault], Awaitable[ASGIApp]]
    keep: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        answer = with_shared_headers(scope, send)
        if scope["method"] == "OPTIONS":
            return await Response(status_code=204, headers=READING | find_sharing(scope))(scope, receive, answer)
        if fault := find_address_fault(scope):
            return await (await self.refuse(scope, fault))(scope, receive, answer)
        return await self.answer(with_tildes(without_reader(scope)), receive, answer)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a sound request, in full or with the word that the reader's copy still holds."""
        tag = self.make_tag(scope)
        headers = {"etag": tag, "cache-control": self.keep} if tag else {"cache-control": "no-store"}
        known = Headers(scope=scope).get("if-none-match", "")
        if tag and tag in [part.strip().removeprefix("W/") for part in known.split(",")]:
            await Response(status_code=304, headers=headers)(scope, receive, send)
        else:
            await self.answer_in_full(scope, receive, send, headers)

    async def answer_in_full(self, scope: Scope, receive: Receive, send: Send, headers: dict[str, str]) -> None:
        """Answer in full; what ran out of time may be more complete next time and is not kept."""
        asked = Asked()

        async def send_tagged(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                is_whole = not asked.was_interrupted
                add_headers(message, headers if is_whole else {"cache-control": "no-store"})
            await send(message)

        before = ASKED.set(asked)
        try:
            await self.app(scope, receive, send_tagged)
        finally:
            ASKED.reset(before)

    def make_tag(self, scope: Scope) -> str:
        """Return the strong tag of an answer, or nothing for one that is another each time; links name the host."""
        query = scope["query_string"]
        if VOLATILE.search(" ".join(value for values in read_parameters(query).values() for value in values)):
            return ""
        host = Headers(scope=scope).get("host", "")
        parts = (self.read_version(), scope["scheme"], host, scope.get("raw_path") or scope["path"], query)
        return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def read_parameters(query: bytes) -> dict[str, list[str]]:
    """Read a query string as Datasette does."""
    return parse_qs(query.decode("latin-1"), keep_blank_values=True)


def find_address_fault(scope: Scope) -> Fault | None:
    """Find what is wrong with an address before anything is done for it."""
    query = scope["query_string"]
    if scope["method"] not in ("GET", "HEAD"):
        return Fault(405, gettext("The data can only be read."), READING)
    if len(query) > LONGEST_QUERY:
        sentence = gettext(
            "The address is too long; what follows its question mark may have %(most)s characters.",
            most=show_number(LONGEST_QUERY),
        )
        return Fault(414, sentence)
    if not (scope.get("raw_path") or b"").isascii() or not query.isascii():
        return Fault(400, gettext("The address has characters that must be written with a percent sign."))
    if (form := FORM.search(scope["path"])) and form[1] not in FORMS:
        return Fault(404, NO_PAGE)
    if query.count(b"&") >= MOST_PARAMETERS:
        return Fault(400, gettext("The address has more than %(most)s parameters.", most=MOST_PARAMETERS))
    return find_facet_fault(read_parameters(query))


def find_facet_fault(parameters: dict[str, list[str]]) -> Fault | None:
    """Find what is wrong with the facets that are asked for; Datasette stumbles on one that is nearly named so."""
    facets = {name: values for name, values in parameters.items() if name.startswith("_facet")}
    if any(name != "_facet" and not name.startswith("_facet_") for name in facets):
        return Fault(400, gettext("A facet is asked for by _facet, _facet_array or _facet_date."))
    if sum(len(values) for values in facets.values()) > MOST_FACETS:
        return Fault(400, gettext("The address asks for more than %(most)s facets.", most=MOST_FACETS))
    return None


def find_sharing(scope: Scope) -> dict[str, str]:
    """Return what pages elsewhere may do at an address."""
    return SHARED_READING if FOR_PROGRAMS.fullmatch(scope["path"]) else {}


def without_reader(scope: Scope) -> Scope:
    """Leave out what tells readers apart: the data is the same for all, and the site's cookies are not Datasette's."""
    headers = [(name, value) for name, value in scope["headers"] if name not in (b"cookie", b"authorization")]
    return {**scope, "headers": headers}


def with_tildes(scope: Scope) -> Scope:
    """Write in Datasette's own way what a path has escaped; it would send readers elsewhere, and take .json for a part of a key."""
    return {**scope, "raw_path": ESCAPED.sub(write_tilde, scope.get("raw_path") or quote(scope["path"]).encode())}


def write_tilde(escaped: re.Match[bytes]) -> bytes:
    """Write one escaped byte as itself, or after a tilde; a percent sign alone stands for itself."""
    code = escaped[1] or b"25"
    plain = PLAIN.fullmatch(bytes.fromhex(code.decode()))
    return plain[0] if plain else b"~" + code.upper()


def with_shared_headers(scope: Scope, send: Send) -> Send:
    """Let pages elsewhere read what is for programs, and let no answer vary with who asks."""

    async def send_shared(message: Message) -> None:
        if message["type"] == "http.response.start":
            # The server says by itself how it sends; Datasette says chunked of a file whose length it gives.
            dropped = (b"vary", b"transfer-encoding")
            message["headers"] = [pair for pair in message["headers"] if pair[0].lower() not in dropped]
            if FOR_PROGRAMS.fullmatch(scope["path"]):
                shared = {
                    "access-control-allow-origin": "*",
                    "access-control-expose-headers": "ETag, Link, Retry-After",
                }
                add_headers(message, shared)
        await send(message)

    return send_shared


def add_headers(message: Message, headers: dict[str, str]) -> None:
    """Put headers in the place of any of the same name, however that is written."""
    named = MutableHeaders(raw=[(name.lower(), value) for name, value in message["headers"]])
    named.update(headers)
    message["headers"] = named.raw
