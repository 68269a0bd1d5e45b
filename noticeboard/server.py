"""All parts in one process: the port, the parts themselves, the addresses to look at."""

import errno
import os
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Literal

import uvicorn
from flask import Flask
from starlette.types import ASGIApp

from comments_service import create_app
from comments_service.config import ConfigError
from comments_service.migrating import upgrade
from comments_service.services.rendering_anew import render_anew
from noticeboard.datasette_config import make_datasette
from noticeboard.front import MakeSite, create_front
from noticeboard.served.bounded_http import BoundedHttp
from noticeboard.served.present_data import PresentData
from noticeboard.served.static_site import StaticSite
from wording import LOCALE, spoken

ADDRESS = "http://127.0.0.1:8000"
CHOOSE = "choose another with make {0} PORT=8001 or noticeboard {0} --port 8001."
PROXIES = "NOTICEBOARD_PROXIES"


def serve(root: Path, output: Path, host: str, port: int, before: Callable[[], None] = lambda: None) -> None:
    """Serve until interrupted; raises SystemExit, with a sentence that says why, where that is not possible.

    What must be done before, such as a build, is done once the port is ours.
    """
    with listen(host, port) as listener:
        before()
        refuse_without_build(output)
        address = name_address(host, listener)
        config = make_config(make_app(root, output, address))
        Server(config, lambda: print(addresses(address), flush=True)).serve_on(listener)


def make_config(app: ASGIApp, lifespan: Literal["on", "off"] = "on") -> uvicorn.Config:
    """Say how an app is served: quietly, and with our own words for what is refused."""
    return uvicorn.Config(
        app,
        lifespan=lifespan,
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_level="warning",
        http=BoundedHttp,
        timeout_graceful_shutdown=3,
    )


def name_address(host: str, listener: socket.socket) -> str:
    """Return the address of the site behind a port that is ours."""
    return f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"


class Server(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(self, config: uvicorn.Config, when_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.when_ready = when_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self.when_ready()

    def serve_on(self, listener: socket.socket) -> None:
        """Serve on a port that is ours until interrupted."""
        with suppress(KeyboardInterrupt):
            self.run(sockets=[listener])


def listen(host: str, port: int, command: str = "serve") -> socket.socket:
    """Take the port for a command; nothing else is started when it cannot be had."""
    choose = CHOOSE.format(command)
    if not 0 <= port <= 65535:
        raise SystemExit(f"There is no port {port}; {choose}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be had ({error})"
        raise SystemExit(f"Port {port} on {host} {reason}; {choose}") from None
    # Each connection takes this over; without it an answer in two parts waits 40 ms for the reader's receipt.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def refuse_without_build(output: Path) -> None:
    """Raise SystemExit where nothing was built yet."""
    if not (output / "data.db").exists():
        raise SystemExit(f"There is no site in {output} yet. Build it first: make build, or noticeboard build.")


def make_app(root: Path, output: Path, address: str, make_site: MakeSite = StaticSite) -> ASGIApp:
    """Make all parts."""
    data = PresentData(output / "data.db", partial(make_datasette, output))
    comments = make_comments(root, output, address)
    return create_front(output / "site", comments, data, proxies=read_proxies(), make_site=make_site)


def make_comments(root: Path = Path(), output: Path = Path("output"), address: str = ADDRESS) -> Flask:
    """Make the comment service with a database that is up to date; what the environment sets comes before our own."""
    var = root / "var"
    var.mkdir(exist_ok=True)
    own = {
        "COMMENTS_BASE_URL": address,
        "COMMENTS_DATABASE_URL": f"sqlite:///{var / 'comments.db'}",
        "COMMENTS_SITE_DB": str(output / "data.db"),
        "COMMENTS_LOCALE": str(LOCALE),
        "COMMENTS_LANGUAGE": spoken().tag,
    }
    if "COMMENTS_SECRET_KEY" not in os.environ:
        own["COMMENTS_SECRET_KEY"] = read_secret_key(var / "secret-key")
    try:
        app = create_app(own | dict(os.environ))
    except ConfigError as error:
        raise SystemExit(str(error)) from None
    upgrade(app.extensions["engine"])
    with app.extensions["sessions"]() as session:
        render_anew(session)
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
