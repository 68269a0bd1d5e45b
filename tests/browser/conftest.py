"""The real record, built and served as one process, and a real browser to look at it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright

from tests.conftest import PROJECT

STEP = 10_000
"""The milliseconds that any one step of the browser may take."""

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "correct horse battery"


class Site:
    """A running site: its address, and the folder that it keeps its state in."""

    def __init__(self, root: Path, port: int) -> None:
        self.root = root
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def run(self, *args: str, stdin: str = "") -> str:
        """Run one of the project's commands on this site."""
        command = [sys.executable, "-m", "noticeboard.cli", *args]
        done = subprocess.run(
            command, check=False, cwd=self.root, env=self.environment, input=stdin, text=True, capture_output=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its commands: nothing of ours but what makes the project importable."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith("COMMENTS_")}
        return ours | {"PYTHONPATH": str(PROJECT), "PYTHONUNBUFFERED": "1"}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The whole site on the real record, with a moderator called Ruth."""
    with serve(PROJECT, tmp_path_factory.mktemp("site")) as site:
        site.run("moderator", "ruth", "--role", "moderator", "--password-stdin", stdin=f"{PASSWORD}\n")
        yield site


@contextmanager
def serve(record: Path, root: Path) -> Iterator[Site]:
    """Build the site of a record and serve it, with what it keeps in a root of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    site = Site(root, port)
    site.run("build", "--root", str(record), "--output", "output")
    command = [sys.executable, "-m", "noticeboard.cli", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=site.root, env=site.environment) as process:
        wait_until_up(site.url)
        yield site
        process.terminate()


def wait_until_up(url: str) -> None:
    """Wait, half a minute at most, until the site answers."""
    for _ in range(300):
        try:
            httpx.get(f"{url}/comments/health").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(f"{url} did not come up")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium, as the machine has it; for a file of tests and no longer, since Playwright holds the thread's event loop."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def open_phone(chromium: Browser, site: Site, **options: Any) -> Iterator[Page]:
    """Open a phone's page; what no page should ever do fails the test."""
    context = chromium.new_context(base_url=site.url, **{"viewport": {"width": 360, "height": 740}} | options)
    context.set_default_timeout(STEP)
    troubles = watch(context, site)
    yield context.new_page()
    context.close()
    assert troubles == []


def watch(context: BrowserContext, site: Site) -> list[str]:
    """Return a list that fills with the faults that pages tell of, and with what they ask of others."""
    troubles: list[str] = []
    own = (site.url, "data:", f"blob:{site.url}")
    context.on("console", lambda said: troubles.append(f"{said.text} {said.location}") if is_trouble(said) else None)
    context.on("weberror", lambda fault: troubles.append(f"{fault.error} on {fault.page and fault.page.url}"))
    context.on("request", lambda asked: None if asked.url.startswith(own) else troubles.append(asked.url))
    context.on(
        "response", lambda answer: troubles.append(f"{answer.status} {answer.url}") if is_missing(answer) else None
    )
    return troubles


def is_trouble(message: ConsoleMessage) -> bool:
    """Whether the console tells of a fault that no answer of the server tells of."""
    return message.type == "error" and "the server responded with a status" not in message.text


def is_missing(answer: Response) -> bool:
    """Whether the server lacks what a page asked for by itself; that a comment or its form was refused is an answer."""
    is_refusal = answer.request.method == "POST" and answer.status in {403, 422}
    return answer.status >= 400 and not is_refusal and not answer.request.is_navigation_request()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(request: pytest.FixtureRequest, chromium: Browser, site: Site) -> Iterator[Page]:
    """A phone's page with scripts and one without."""
    with open_phone(chromium, site, java_script_enabled=request.param) as page:
        yield page


@pytest.fixture
def phone(chromium: Browser, site: Site) -> Iterator[Page]:
    """A phone's page with scripts."""
    with open_phone(chromium, site) as page:
        yield page


@pytest.fixture
def plain(chromium: Browser, site: Site) -> Iterator[Page]:
    """A phone's page without scripts."""
    with open_phone(chromium, site, java_script_enabled=False) as page:
        yield page
