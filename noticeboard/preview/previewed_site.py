"""The newest edition over HTTP: each page with what is wrong with the files, and with a script that keeps it fresh."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.types import Scope

from noticeboard.preview.preview import Preview
from noticeboard.served.static_site import TYPES, StaticSite

PARTS = Path(__file__).parent.parent.parent / "theme/edit"
OWN = "/-/edit/"
STATES = OWN + "states"
FILES = ("edit.css", "edit.js")
END = b"</body>"
CONDITIONS = (b"if-none-match", b"if-modified-since")


@dataclass(frozen=True)
class PreviewedSite(StaticSite):
    """Serves a preview's newest edition as the site will be served; nothing is kept by the browser."""

    preview: Preview

    async def answer(self, scope: Scope) -> Response:
        """Answer one request."""
        path = scope["path"]
        if path == STATES:
            return StreamingResponse(
                self.send_states(), headers={"cache-control": "no-store"}, media_type="text/event-stream"
            )
        if path.removeprefix(OWN) in FILES:
            file = PARTS / path.removeprefix(OWN)
            return FileResponse(file, headers={"cache-control": "no-store"}, media_type=TYPES[file.suffix])
        return await self.answer_from_edition(path, scope)

    async def answer_from_edition(self, path: str, scope: Scope) -> Response:
        """Answer from the newest edition that can show an address, or with the faults alone where there is none."""
        edition = await self.preview.prepare(path)
        state = self.preview.state
        if edition is None:
            return send(self.render("faults.html", state=state), 500)
        site = StaticSite(edition.site, self.fragments, self.today)
        response = await site.answer({**scope, "headers": without_conditions(scope)})
        if response.media_type != TYPES[".html"]:
            return response
        is_draft = path in edition.drafts
        # Where no draft is shown, what keeps them out is told on every page.
        unready = edition.unready if is_draft or not edition.drafts else []
        bar = self.render("bar.html", state=state, is_draft=is_draft, unready=unready)
        return send(put_before_end(bytes(response.body), bar), response.status_code)

    def render(self, template: str, **values: Any) -> bytes:
        """Fill one of the templates of what only an editor sees."""
        loader = FileSystemLoader(PARTS)
        env = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
        return env.get_template(template).render(faults=self.preview.faults, **values).encode()

    async def send_states(self) -> AsyncIterator[str]:
        """Yield each state as a server-sent event; a browser that lost the way asks again after half a second."""
        yield "retry: 500\n\n"
        async for state in self.preview.follow():
            yield f"data: {state}\n\n"


def put_before_end(page: bytes, bar: bytes) -> bytes:
    """Put a bar before the end of a page's body."""
    body, end, rest = page.rpartition(END)
    return body + bar + end + rest


def send(page: bytes, status: int) -> Response:
    """Answer with a page that the browser does not keep."""
    return Response(page, status, {"cache-control": "no-store"}, TYPES[".html"])


def without_conditions(scope: Scope) -> list[tuple[bytes, bytes]]:
    """Leave out that the browser holds a copy already: it may be that of a build, at the same address."""
    return [(name, value) for name, value in scope["headers"] if name not in CONDITIONS]
