"""All parts in one process: the port, the parts themselves, the addresses to look at."""

import errno
import os
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import uvicorn
from flask import Flask
from starlette.types import ASGIApp

from comments_service import create_app
from comments_service.config import ConfigError
from comments_service.db import upgrade
from noticeboard.datasette_config import make_datasette
from noticeboard.front import create_front
from noticeboard.served.present_data import PresentData

ADDRESS = "http://127.0.0.1:8000"
CHOOSE = "choose another with make serve PORT=8001 or noticeboard serve --port 8001."
PROXIES = "NOTICEBOARD_PROXIES"
LONGEST_REQUEST = 2**21
"""The most bytes of an address and its headers that are read at all, so that one far too long is told so by our own words."""


def serve(root: Path, output: Path, host: str, port: int, before: Callable[[], None] = lambda: None) -> None:
    """Serve until interrupted; raises SystemExit, with a sentence that says why, where that is not possible.

    What must be done before, such as a build, is done once the port is ours.
    """
    with listen(host, port) as listener:
        before()
        address = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
        app = make_app(root, output, address)
        config = uvicorn.Config(
            app,
            lifespan="on",
            proxy_headers=False,
            server_header=False,
            access_log=False,
            log_level="warning",
            h11_max_incomplete_event_size=LONGEST_REQUEST,
            timeout_graceful_shutdown=3,
        )
        with suppress(KeyboardInterrupt):
            Server(config, lambda: print(addresses(address), flush=True)).run(sockets=[listener])


class Server(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, when_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.when_ready = when_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self.when_ready()


def listen(host: str, port: int) -> socket.socket:
    """Take the port; nothing else is started when it cannot be had."""
    if not 0 <= port <= 65535:
        raise SystemExit(f"There is no port {port}; {CHOOSE}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be had ({error})"
        raise SystemExit(f"Port {port} on {host} {reason}; {CHOOSE}") from None
    # Each connection takes this over; without it an answer in two parts waits 40 ms for the reader's receipt.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def make_app(root: Path, output: Path, address: str) -> ASGIApp:
    """Make all parts."""
    if not (output / "data.db").exists():
        raise SystemExit(f"There is no site in {output} yet. Build it first: make build, or noticeboard build.")
    data = PresentData(output / "data.db", partial(make_datasette, output))
    return create_front(output / "site", make_comments(root, output, address), data, proxies=read_proxies())


def make_comments(root: Path = Path(), output: Path = Path("output"), address: str = ADDRESS) -> Flask:
    """Make the comment service with a database that is up to date; what the environment sets comes before our own."""
    var = root / "var"
    var.mkdir(exist_ok=True)
    own = {
        "COMMENTS_BASE_URL": address,
        "COMMENTS_DATABASE_URL": f"sqlite:///{var / 'comments.db'}",
        "COMMENTS_SITE_DB": str(output / "data.db"),
    }
    if "COMMENTS_SECRET_KEY" not in os.environ:
        own["COMMENTS_SECRET_KEY"] = read_secret_key(var / "secret-key")
    try:
        app = create_app(own | dict(os.environ))
    except ConfigError as error:
        raise SystemExit(str(error)) from None
    upgrade(app.extensions["engine"])
    return app


def read_secret_key(path: Path) -> str:
    """Read the secret key of this folder, made when first asked for and readable by its owner alone."""
    with suppress(FileExistsError):
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def read_proxies() -> int:
    """Read how many of our own proxies stand before the front; none when the setting is absent."""
    text = os.environ.get(PROXIES, "0")
    if not text.isdecimal():
        raise SystemExit(
            f"{PROXIES} is {text!r}, which is not a number. Set it to the number of proxies, or leave it out."
        )
    return int(text)


def addresses(address: str) -> str:
    """Return what to look at, a line each."""
    return f"""
The site               {address}/
The data               {address}/data
The moderators' desk   {address}/comments/desk/   (make a moderator: make moderator NAME=ruth)

Stop with Ctrl-C."""
