"""A reader's, a commenter's, a moderator's and a data user's way through the real site, with and without scripts."""

import csv
import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def test_from_the_front_page_to_a_published_comment_and_the_data(page: Page, site: Site, request):
    words = f"Who checked this? ({request.node.callspec.id})"

    # A reader finds the force, its notice, and what became of it.
    page.goto("/")
    expect(page.get_by_role("heading", name="In engage when the record ends")).to_be_visible()
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Forces").click()
    page.get_by_role("link", name="Staffordshire Police").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Staffordshire Police")
    page.get_by_role("region", name="Notices about Staffordshire Police").get_by_role("link").click()
    expect(page.get_by_text("Recommendations: 7 closed")).to_be_visible()
    expect(page.get_by_role("heading", name="In Other News")).to_be_visible()
    notice = page.url

    # She leaves a comment, and is told that it waits.
    before = count(page)
    page.get_by_role("link", name="Leave a Comment").click()
    page.get_by_label("Name", exact=True).fill("Ada")
    page.get_by_label("Comment", exact=True).fill(words)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("waits for a moderator").last).to_be_visible()
    page.goto(notice)
    assert count(page) == before
    expect(page.locator(".comment", has_text=words)).to_have_count(0)

    # A moderator publishes it.
    page.goto("/comments/desk/")
    page.get_by_label("Name").fill("ruth")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Find").click()
    page.get_by_label("Words of the text").fill(words)
    page.get_by_role("button", name="Find").click()
    page.get_by_role("article").filter(has_text=words).get_by_role("button", name="Publish the comment by Ada").click()
    expect(page.get_by_role("status").first).to_contain_text("published the comment by")

    # Everybody reads it.
    page.goto(notice)
    assert count(page) == before + 1
    expect(page.locator(".comment", has_text=words)).to_be_visible()

    # A data user takes the recommendations away.
    page.get_by_role("link", name=re.compile("as data")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("of a notice")
    page.goto("/data/recommendations")
    address = page.get_by_role("link", name="CSV").first.get_attribute("href")
    rows = list(csv.DictReader(page.request.get(address).text().splitlines()))
    assert len(rows) == 90
    assert rows[0]["recommendation"]


def test_a_comment_that_is_refused_keeps_its_words(page: Page, site: Site):
    page.goto("/forces/durham/")
    page.get_by_label("Name", exact=True).fill("\u200b")
    page.get_by_label("Comment", exact=True).fill("Precious words.")
    page.get_by_role("button", name="Send").click()

    expect(page.get_by_text("Please give a name; any name you like.").first).to_be_visible()
    expect(page.get_by_label("Comment", exact=True)).to_have_value("Precious words.")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("address", ["/", "/notices/", "/notices/west-mercia-2019-09/", "/recommendations/", "/forces/",
                                     "/forces/staffordshire/", "/news/staffordshire-early-warning/", "/method/",
                                     "/downloads/", "/downloads/dictionary/", "/downloads/latest/"])  # fmt: skip
def test_no_page_is_wider_than_the_screen(page: Page, site: Site, address: str, width: int):
    page.set_viewport_size({"width": width, "height": 800})

    page.goto(address)

    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width


def count(page: Page) -> int:
    """Return the number that the link "View Comments" shows."""
    return int(page.get_by_role("link", name="View Comments").text_content().rpartition(" ")[2])
