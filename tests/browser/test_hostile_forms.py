"""What attacks sanitisers elsewhere comes through the real forms, and does nothing on any page of the service, not even without a policy."""

import re
import threading
from collections.abc import Iterator

import httpx
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

import comments_service
from comments_service import db
from comments_service.migrating import upgrade
from comments_service.models import Role
from comments_service.services import moderators
from tests.browser.conftest import PASSWORD, STEP, Site
from tests.browser.test_hostile_comments import ATTACKS, PLACE
from tests.comments_service.conftest import FREE
from tests.comments_service.factories import SECRET_KEY
from tests.comments_service.markup import find_strange

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

TOKEN = re.compile(r'name="token" value="([^"]+)"')
THREAD = f"/comments/threads/{PLACE}"
DESK = "/comments/desk/"
NO_SIGNS = str.maketrans("<>", "  ")
BATCHES = ["\n\n".join(ATTACKS[start : start + 8]) for start in range(0, len(ATTACKS), 8)]
FILL_IN_AND_SEND = """([selector, fields, button]) => {
  const form = document.querySelector(selector);
  for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
  const pressed = button && form.querySelector(button);
  if (pressed) form.action = pressed.formAction;
  HTMLFormElement.prototype.submit.call(form);
}"""


@pytest.fixture(scope="module")
def address(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The comment service alone over the pages of the real site, with an editor, and as much as one likes."""
    server = make_server("127.0.0.1", 0, Flask(__name__), threaded=True)  # the service has to know its port
    url = f"http://127.0.0.1:{server.server_port}"
    settings = FREE | {"MODE": "publish", "WRITING_SECONDS": "0", "LINKS": "100", "SECRET_KEY": SECRET_KEY}
    settings |= {"DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('hostile') / 'comments.db'}", "BASE_URL": url}
    settings |= {"SITE_DB": str(site.root / "output/data.db")}
    app = comments_service.create_app({f"COMMENTS_{name}": text for name, text in settings.items()})
    server.app = app
    upgrade(app.extensions["engine"])
    with app.extensions["sessions"]() as session:
        moderators.add(session, "edith", PASSWORD, Role.EDITOR)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield url
    server.shutdown()
    thread.join()
    server.server_close()
    db.close(app)


class Reader:
    """A browser without pages: it asks for a form and sends it."""

    def __init__(self, address: str) -> None:
        self.client = httpx.Client(
            base_url=address, headers={"Origin": address}, verify=False
        )  # to read certificates takes long

    def send(self, form: str, to: str = "", **fields: str) -> httpx.Response:
        token = TOKEN.search(self.client.get(form).text)
        assert token, form
        return self.client.post(to or form, data={"token": token[1], **fields})


class Looker:
    """A page in Chromium that no policy protects, and what went wrong on it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.faults, self.seen = page, [], 0
        page.on("dialog", lambda dialog: (self.faults.append(dialog.message), dialog.dismiss()))
        page.context.on("request", lambda asked: asked.url.startswith(address) or self.faults.append(asked.url))

    def look(self, address: str) -> str:
        self.page.goto(address)
        return self.check()

    def send(self, form: str, fields: dict[str, str], selector: str = "#comment-form", button: str = "") -> str:
        self.page.goto(form)
        with self.page.expect_navigation():
            self.page.evaluate(FILL_IN_AND_SEND, [selector, fields, button])
        return self.check()

    def check(self) -> str:
        content = self.page.content()
        self.faults += [f"{self.page.url}: {tag}" for tag in find_strange(content)]
        self.seen += 1
        return content


@pytest.fixture
def looker(chromium: Browser, address: str) -> Iterator[Looker]:
    context = chromium.new_context(base_url=address, bypass_csp=True)
    context.set_default_timeout(STEP)
    looker = Looker(context.new_page(), address)
    yield looker
    context.close()
    assert looker.faults == []


def post_all(address: str) -> list[str]:
    """Send each attack as a name and as words, once more into the field that is a trap; return the private pages."""
    links = []
    for first, is_trap in (("", False), ("again ", True)):  # once much was held of a network, the rest is held too
        for number, attack in enumerate(ATTACKS):
            name, text = f"{number} {attack.translate(NO_SIGNS)}"[:60], f"{first}{number}\n\n{attack}"
            answer = Reader(address).send(THREAD, website=attack if is_trap else "", name=name, text=text)
            assert answer.status_code in {303, 422}, answer.text
            links += [answer.headers["Location"]] if answer.status_code == 303 else []
    return links


def test_no_attack_through_the_forms_of_readers_does_anything(looker: Looker, address: str):
    links = post_all(address)
    reader = Reader(address)
    for number, link in enumerate(links[::4]):
        assert reader.send(link, f"{link}/edit", text=f"Changed\n\n{ATTACKS[number]}").status_code == 303
    thread = looker.look(THREAD)
    numbers = re.findall(r'id="comment-(\d+)"', thread)
    for number, attack in zip(numbers, ATTACKS, strict=False):
        report = f"/comments/comments/{number}/report"
        assert reader.send(report, reason="other", words=attack).status_code == 200

    last = re.search(r"Page 1 of (\d+)", thread)
    pages = [f"{THREAD}?page={number}" for number in range(2, int(last[1]) + 1)] if last else []
    forms = [f"{THREAD}/reply/{numbers[0]}", f"/comments/comments/{numbers[0]}/report"]
    for place in (*pages, *links[::5], *forms):
        looker.look(place)
    for batch in BATCHES:
        hostile = {"name": batch[:60], "text": batch, "website": batch, "parent": batch.replace("\n", " ")}
        assert "Your comment was not sent" in looker.send(THREAD, hostile | {"token": batch})
        looker.send(THREAD, hostile | {"name": "Ada"}, button="[formaction]")

    assert len(numbers) > 10
    assert len(links) > len(ATTACKS)


def test_no_attack_does_anything_at_the_desk(looker: Looker, address: str):
    sign_in = {"name": "edith", "password": PASSWORD}
    looker.send(f"{DESK}sign-in", {"name": BATCHES[0], "password": "x"}, "main form")
    queue = looker.send(f"{DESK}sign-in", sign_in, "main form")
    numbers = re.findall(r'id="comment-(\d+)"', queue)
    assert len(numbers) > 10

    for number, attack in zip(numbers[:6], ATTACKS[::7], strict=False):
        comment = f"{DESK}comments/{number}"
        looker.send(comment, {"words": attack}, f'form[action="{comment}/reject"]')
    looker.look(f"{DESK}?after={numbers[-1]}")
    for place in ("", "reported", "acts", "readers", f"threads/{PLACE}", "find?words=alert", f"comments/{numbers[-1]}"):
        looker.look(DESK + place)

    reason = " ".join([ATTACKS[0], ATTACKS[1], ATTACKS[27], ATTACKS[28], ATTACKS[29]])
    looker.send(f"{DESK}threads/{PLACE}", {"reason": reason}, 'form[action$="/close"]')
    assert "Comments are closed because" in looker.look(THREAD)
    looker.send(f"{DESK}threads/{PLACE}", {"reason": reason}, 'form[action$="/reopen"]')
    looker.look(f"{DESK}acts")
