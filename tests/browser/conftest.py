"""The real record, built and served as one process, and a real browser to look at it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

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
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    site = Site(tmp_path_factory.mktemp("site"), port)
    site.run("build", "--root", str(PROJECT), "--output", "output")
    site.run("moderator", "ruth", "--password-stdin", stdin=f"{PASSWORD}\n")
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


def is_trouble(message: ConsoleMessage) -> bool:
    """Whether the console tells of a fault; that a comment was refused (422) is an answer and none."""
    return message.type == "error" and "status of 422" not in message.text


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def page(request: pytest.FixtureRequest, chromium: Browser, site: Site) -> Iterator[Page]:
    """A phone's page with scripts and one without; what it should never do fails the test."""
    context = chromium.new_context(
        base_url=site.url, java_script_enabled=request.param, viewport={"width": 360, "height": 740}
    )
    context.set_default_timeout(STEP)
    page = context.new_page()
    troubles: list[str] = []
    page.on(
        "console",
        lambda message: troubles.append(f"{message.text} {message.location}") if is_trouble(message) else None,
    )
    page.on("request", lambda asked: None if asked.url.startswith((site.url, "data:")) else troubles.append(asked.url))
    yield page
    context.close()
    assert troubles == []
