"""The preview as one process: the watch, the newest edition, comments and data beside it."""

import signal
import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import uvicorn

from noticeboard.preview.preview import Preview
from noticeboard.preview.previewed_site import PreviewedSite
from noticeboard.server import Server, addresses, listen, make_app, make_config, name_address

WATCHED = ("content", "data")
THEME = Path(__file__).parent.parent.parent / "theme"


def edit(root: Path, host: str, port: int) -> None:
    """Serve the site as it is edited until interrupted; raises SystemExit, with a sentence that says why, where that is not possible."""
    refuse_without_files(root)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that the folder is removed then too
    with listen(host, port, "edit") as listener, TemporaryDirectory(prefix="noticeboard-") as folder:
        address = name_address(host, listener)
        watched = [*(root / name for name in WATCHED), THEME]
        preview = Preview(root.resolve(), Path(folder).resolve(), watched, say=partial(click.echo, err=True))
        app = make_app(root, preview.output, address, partial(PreviewedSite, preview=preview))
        PreviewServer(
            make_config(app, lifespan="off"), preview, lambda: print(addresses(address), flush=True)
        ).serve_on(listener)


def refuse_without_files(root: Path) -> None:
    """Raise SystemExit where a folder to edit is missing."""
    for name in WATCHED:
        if not (root / name).is_dir():
            remedy = "Run the command in the folder that holds it, or name that folder as --root."
            raise SystemExit(f"There is no folder {root / name}. {remedy}")


class PreviewServer(Server):
    """A server that starts and stops its preview with itself."""

    def __init__(self, config: uvicorn.Config, preview: Preview, when_ready: Callable[[], None]) -> None:
        super().__init__(config, when_ready)
        self.preview = preview

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start with a first edition."""
        await self.preview.start()
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop without waiting for pages that wait for news."""
        await self.preview.stop()
        await super().shutdown(sockets)
