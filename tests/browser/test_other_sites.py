"""What a script of another site may do in a reader's browser: read what anybody may read, and nothing else."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from comments_service import db
from comments_service.models import Comment
from noticeboard.server import make_comments
from tests.browser.conftest import STEP, Site
from tests.comments_service.factories import make_comment

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

PLACE = "recommendations/cleveland-2019-09-1"
ASK = """async ([address, options]) => {
  try {
    const answer = await fetch(address, options);
    return [answer.status, await answer.text()];
  } catch (fault) {
    return [0, ""];
  }
}"""


@pytest.fixture
def session(site: Site) -> Iterator[Session]:
    """A session of the running site's database of comments."""
    app = make_comments(site.root, site.root / "output")
    with app.extensions["sessions"]() as session:
        yield session
    db.close(app)


class Elsewhere(BaseHTTPRequestHandler):
    """A site of somebody else's, with one empty page."""

    def do_GET(self) -> None:
        """Answer with the page."""
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Elsewhere</title>")

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def elsewhere(chromium: Browser) -> Iterator[Page]:
    """A browser at a page of another site, at another host than ours."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        Thread(target=server.serve_forever).start()
        context = chromium.new_context()
        context.set_default_timeout(STEP)
        page = context.new_page()
        page.goto(f"http://localhost:{server.server_port}/")
        yield page
        context.close()
        server.shutdown()


def ask(page: Page, address: str, **options: Any) -> tuple[int, str]:
    """Let the page's own script ask, and return the status and the text; nought where the browser does not let it."""
    status, text = page.evaluate(ASK, [address, options])
    return status, text


def test_a_script_of_another_site_reads_comments_and_counts_and_nothing_else(
    elsewhere: Page, site: Site, session: Session
):
    comment = make_comment(session, "For everybody.", page=PLACE, state="published")
    api = f"{site.url}/comments/api"

    readable = [f"{api}/threads/{PLACE}", f"{api}/comments/{PLACE}/{comment.id}", f"{api}/counts?pages={PLACE}"]
    answers = [ask(elsewhere, address) for address in readable]
    private = [ask(elsewhere, f"{site.url}/comments/{path}") for path in (f"threads/{PLACE}", "desk/", "health")]
    with_cookies = ask(elsewhere, readable[0], credentials="include")

    assert [status for status, _ in answers] == [200, 200, 200]
    assert ["For everybody." in text for _, text in answers] == [True, True, False]
    assert [*private, with_cookies] == [(0, "")] * 4


def test_a_script_of_another_site_writes_nothing(elsewhere: Page, site: Site, session: Session):
    before = session.scalar(select(func.count()).select_from(Comment))
    form = "name=Eve&text=Hi.&token=x"

    for kind in ("application/x-www-form-urlencoded", "text/plain", "application/json"):
        options = {"method": "POST", "body": form, "headers": {"Content-Type": kind}}
        assert ask(elsewhere, f"{site.url}/comments/threads/{PLACE}", **options) == (0, "")
    elsewhere.set_content(
        f'<form method="post" action="{site.url}/comments/threads/{PLACE}"><input name="text" value="Hi."><button>Go'
    )
    elsewhere.get_by_role("button").click()
    elsewhere.wait_for_url(f"{site.url}/**")
    assert "This did not come from a page of ours, so nothing was done." in elsewhere.inner_text("main")

    session.rollback()
    assert session.scalar(select(func.count()).select_from(Comment)) == before
