"""Finding things in the site's own index, and without scripts in the database."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

RESULTS = ".search-results__item"


def search(page: Page, words: str) -> None:
    """Type words into the search page's box, and send them by the keyboard."""
    page.goto("/search/")
    page.get_by_role("searchbox").fill(words)
    page.keyboard.press("Enter")


def test_a_search_shows_the_words_where_they_were_found(phone: Page):
    search(phone, "custody healthcare")

    expect(phone.get_by_role("status")).to_contain_text("found")
    expect(phone.locator(RESULTS).first).to_contain_text("custody")
    expect(phone.locator(RESULTS).first.locator("mark").first).to_be_visible()


def test_results_come_while_one_types(phone: Page):
    phone.goto("/search/")

    phone.keyboard.press("Tab")
    phone.get_by_role("searchbox").press_sequentially("Staffordshire")

    expect(phone.get_by_role("link", name="Staffordshire Police", exact=True)).to_be_visible()


@pytest.mark.parametrize("words", ["“Wiltshire\u2019s custody”", "Wiltshire's custody!", "wiltshire\u2019s, custody?", '"WILTSHIRE\'S" custody…'])  # fmt: skip
def test_quotes_and_punctuation_are_forgiven(phone: Page, words: str):
    search(phone, words)

    expect(phone.get_by_role("link", name="Healthcare and use of force in Wiltshire's custody suites")).to_be_visible()


def test_what_is_nowhere_is_said_not_to_be_found(phone: Page):
    search(phone, "xylophone")

    expect(phone.get_by_role("status")).to_have_text("Nothing found. Try fewer or other words.")
    expect(phone.locator(RESULTS)).to_have_count(0)


def test_a_result_leads_to_its_page_by_the_keyboard(phone: Page):
    search(phone, "Staffordshire Police early warning")
    phone.locator(RESULTS).first.wait_for()

    phone.keyboard.press("Tab")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")

    expect(phone.get_by_role("heading", level=1)).to_contain_text("Staffordshire")


def test_the_address_of_a_search_can_be_shared(phone: Page):
    search(phone, "custody")
    phone.locator(RESULTS).first.wait_for()
    found = phone.locator(RESULTS).all_text_contents()
    shared = phone.url

    phone.goto("/")
    phone.goto(shared)

    expect(phone.get_by_role("searchbox")).to_have_value("custody")
    expect(phone.locator(RESULTS)).to_have_text(found)


def test_the_front_page_leads_to_what_was_found(page: Page, site: Site):
    page.goto("/")
    page.get_by_role("searchbox").fill("custody")
    page.get_by_role("button", name="Search").click()

    expect(page.locator("[name=q]")).to_have_value("custody")
    expect(page.get_by_role("main")).to_contain_text("Custody in Greater Manchester")


@pytest.mark.parametrize("address", ["/", "/search/"])
def test_without_scripts_the_form_asks_the_database(plain: Page, site: Site, address: str):
    plain.goto(address)
    plain.get_by_role("searchbox").fill("“custody”, healthcare")
    plain.get_by_role("button", name="Search").click()

    expect(plain).to_have_url(f"{site.url}/data/search?q=%E2%80%9Ccustody%E2%80%9D%2C+healthcare")
    expect(plain.get_by_role("rowheader").or_(plain.get_by_role("cell")).first).to_be_visible()
