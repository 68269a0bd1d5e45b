"""What axe says of each kind of page, on a phone and a desk, in the light and in the dark."""

from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser, Page

from comments_service import db
from comments_service.services import moderation
from noticeboard.server import make_comments
from tests.browser.addresses import DATA, KINDS, longest_and_emptiest
from tests.browser.axe import bring_axe, find_faults
from tests.browser.conftest import PASSWORD, Site, open_phone
from tests.comments_service.factories import make_comment, status_path

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

TALKED_ABOUT = "forces/cleveland"
WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def page(chromium: Browser, site: Site) -> Iterator[Page]:
    """One page for all of this file, so that axe is fetched once."""
    with open_phone(chromium, site) as page:
        bring_axe(page.context)
        yield page


@pytest.fixture(scope="module")
def unscripted(chromium: Browser, site: Site) -> Iterator[Page]:
    """A phone that gets the site's own scripts empty: where all scripts are off, axe is too."""
    with open_phone(chromium, site) as page:
        page.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
        bring_axe(page.context)
        yield page


@pytest.fixture(scope="module")
def statuses(site: Site) -> Iterator[dict[str, str]]:
    """The status page of a comment in each state, by that state; what waited is rejected in the end."""
    app = make_comments(site.root, site.root / "output")
    with app.extensions["sessions"]() as session:
        comments = {
            state: make_comment(session, page=TALKED_ABOUT, state=state, text="Who *checked* this?\n\n> Nobody.")
            for state in ("pending", "published", "rejected", "removed")
        }
        yield {state: status_path(comment) for state, comment in comments.items()}
        moderation.reject(session, comments["pending"], by="ruth", reason="is spam")
    db.close(app)


def assert_sound(page: Page) -> None:
    """Assert that axe finds nothing on the open page, at any width and in any scheme."""
    for width, scheme in product(WIDTHS, SCHEMES):
        page.set_viewport_size({"width": width, "height": 740})
        page.emulate_media(color_scheme=scheme)

        assert (width, scheme, find_faults(page)) == (width, scheme, [])


@pytest.mark.parametrize("kind", [*KINDS, *DATA])
def test_axe_finds_nothing_on_a_page_of_each_kind(page: Page, kind: str):
    page.goto((KINDS | DATA)[kind])

    assert_sound(page)


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_where_scripts_do_not_come(unscripted: Page, kind: str):
    unscripted.goto(KINDS[kind])

    assert find_faults(unscripted) == []


def test_axe_finds_nothing_on_the_longest_page_and_the_emptiest(page: Page, site: Site):
    for address in longest_and_emptiest(site):
        page.goto(address)

        assert_sound(page)


def test_axe_finds_nothing_on_a_thread(page: Page, statuses):
    page.goto(f"/{TALKED_ABOUT}/")
    assert page.locator(".comment").count() == 1

    assert_sound(page)


@pytest.mark.parametrize("state", ["pending", "published", "rejected", "removed"])
def test_axe_finds_nothing_where_a_comment_stands(page: Page, statuses, state):
    page.goto(statuses[state])

    assert_sound(page)


def test_axe_finds_nothing_on_the_desk(page: Page, statuses):
    page.goto("/comments/desk/sign-in")
    assert_sound(page)

    page.get_by_label("Name").fill("ruth")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("Who checked this?").first.wait_for()
    assert_sound(page)

    page.goto(f"/comments/desk/threads/{TALKED_ABOUT}")
    assert_sound(page)


def test_axe_finds_nothing_on_what_was_found(page: Page):
    page.goto("/search/?q=custody")
    page.locator(".search-results__item").first.wait_for()

    assert_sound(page)


def test_axe_finds_nothing_on_a_comment_that_was_refused(page: Page):
    page.goto(f"/{TALKED_ABOUT}/")
    page.get_by_label("Name", exact=True).fill("\u200b")
    page.get_by_label("Comment", exact=True).fill("Precious words.")
    page.get_by_role("button", name="Send").click()
    page.get_by_text("Please give a name").first.wait_for()

    assert_sound(page)
