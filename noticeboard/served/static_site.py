"""The built site's files over HTTP: clean addresses, validators, fragments, the banner until its last day is past."""

import hashlib
import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from email.utils import formatdate, parsedate
from pathlib import Path
from urllib.parse import quote

from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from noticeboard.includes import Fragments, has_includes
from noticeboard.moves import GONE, Move, read_moves
from wording import gettext, gettext_noop

BANNER = re.compile(rb"<!-- banner until (\d{4}-\d{2}-\d{2}) -->.*?<!-- /banner -->", re.DOTALL)

FAILED = gettext_noop("Something went wrong on our side. Please try again later.")

# Stated here, because Python's own table depends on the machine.
TYPES = {
    ".atom": "application/atom+xml",
    ".cff": "application/yaml",
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".db": "application/vnd.sqlite3",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".ics": "text/calendar; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".md": "text/markdown; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}


@dataclass(frozen=True)
class StaticSite:
    """Serves the files of a folder; today tells the day (UTC) on which a banner may have ended."""

    folder: Path
    fragments: Fragments
    today: Callable[[], date]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        response = await self.answer(scope)
        await response(scope, receive, send)

    async def answer(self, scope: Scope) -> Response:
        """Answer with what became of an old address, a file, a redirect to a folder's slash, or the page for what is not there."""
        if scope["method"] not in ("GET", "HEAD"):
            return PlainTextResponse(gettext("This page can only be read."), 405, {"Allow": "GET, HEAD"})
        path = scope["path"]
        if move := self.find_move(path):
            return await self.send_move(move, scope)
        file = self.find(path + "index.html" if path.endswith("/") else path)
        if file:
            return await self.send_file(file, scope)
        if self.find(path + "/index.html"):
            return redirect_to_folder(scope)
        return await self.send_missing(scope)

    def find(self, path: str) -> Path | None:
        """Find the file with an address below the folder, if there is one."""
        try:
            file = Path(os.path.realpath(self.folder / path.lstrip("/")))
            is_file = stat.S_ISREG(file.stat().st_mode)
        except (OSError, ValueError):  # too long, or not a possible name
            return None
        return file if is_file and file.is_relative_to(os.path.realpath(self.folder)) else None

    def find_move(self, path: str) -> Move | None:
        """Find what became of an address, with or without its slash, if it is an old one."""
        moves = read_moves(self.folder)
        return moves.get(path) or moves.get(path + "/")

    async def send_move(self, move: Move, scope: Scope) -> Response:
        """Answer with where a page stands now, or that it is gone and why."""
        if move.status != GONE:
            return redirect_to(move.target, move.status, scope)
        page = self.find(move.target + "index.html")
        if page is None:
            return PlainTextResponse(gettext("This page is gone."), GONE)
        return await self.send_page(page, scope, status=GONE)

    async def send_file(self, file: Path, scope: Scope) -> Response:
        """Answer with a file, or with 304 when the reader has it already."""
        if file.suffix == ".html":
            response = await self.send_page(file, scope)
        else:
            media_type = TYPES.get(file.suffix, "application/octet-stream")
            response = FileResponse(file, media_type=media_type, stat_result=await run_sync(file.stat))
            response.headers["cache-control"] = "no-cache"
        return not_modified(response) if is_known(response.headers, Headers(scope=scope)) else response

    async def send_page(self, file: Path, scope: Scope, status: int = 200) -> Response:
        """Answer with a page, its fragments in place and without a banner that has ended."""
        page = await run_sync(file.read_bytes)
        current = self.drop_past_banner(page)
        body, tags = await self.fragments.fill(current, scope)
        tag = hashlib.blake2b(current + tags, digest_size=16).hexdigest()
        # It is kept by nobody on the way, and its tag is weak, where it has fragments: a form in them is one reader's.
        is_shared = not has_includes(page)
        headers = {
            "cache-control": "no-cache" if is_shared else "private, no-cache",
            "etag": f'"{tag}"' if is_shared else f'W/"{tag}"',
        }
        if is_shared and not BANNER.search(page):
            headers["last-modified"] = formatdate((await run_sync(file.stat)).st_mtime, usegmt=True)
        return Response(body, status, headers, TYPES[".html"])

    async def send_missing(self, scope: Scope) -> Response:
        """Answer that there is no such page, with the site's own words where it has them."""
        page = self.find("/404.html")
        if page is None:
            return PlainTextResponse(gettext("There is no such page."), 404)
        return await self.send_page(page, scope, status=404)

    async def send_failure(self, scope: Scope) -> Response:
        """Answer that something went wrong, with the site's own words where it has them and the reader takes pages."""
        page = self.find("/500.html")
        if page is None or "text/html" not in Headers(scope=scope).get("accept", ""):
            return JSONResponse({"error": {"code": "failed", "message": gettext(FAILED)}}, 500)
        return await self.send_page(page, scope, status=500)

    def drop_past_banner(self, page: bytes) -> bytes:
        """Take out a banner whose last day is past."""
        today = self.today().isoformat().encode()
        return BANNER.sub(lambda found: found[0] if today <= found[1] else b"", page)


def redirect_to_folder(scope: Scope) -> Response:
    """Redirect to the same address with a slash at its end, always on this host."""
    return redirect_to("/" + quote(scope["path"].strip("/")) + "/", 308, scope)


def redirect_to(path: str, status: int, scope: Scope) -> Response:
    """Redirect to another address with the same query."""
    query = scope["query_string"].decode("latin-1")
    return Response(status_code=status, headers={"location": f"{path}?{query}" if query else path})


def is_known(answer: Headers, request: Headers) -> bool:
    """Tell whether the reader's own copy is this answer, by its tag or, where no tag is sent, by its date."""
    if (tags := request.get("if-none-match")) is not None:
        return (
            answer["etag"].removeprefix("W/") in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
            or tags.strip() == "*"
        )
    since = parsedate(request.get("if-modified-since"))
    changed = parsedate(answer.get("last-modified"))
    return since is not None and changed is not None and changed <= since


def not_modified(response: Response) -> Response:
    """Return the answer that says to use one's own copy of a response."""
    kept = ("cache-control", "etag", "last-modified")
    return Response(
        status_code=304, headers={name: response.headers[name] for name in kept if name in response.headers}
    )
