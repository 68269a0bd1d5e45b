"""Finding things in the site's own index, and without scripts in the database."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, open_phone

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

RESULTS = ".search-results__item"

FIRST_FOUND = [
    # A force's name, by any of its spellings or its beginning
    ("Staffordshire", "Force", "Staffordshire Police"),
    ("staffordshire police", "Force", "Staffordshire Police"),
    ("Staffs", "Force", "Staffordshire Police"),
    ("Wiltshire", "Force", "Wiltshire Police"),
    ("Derby", "Force", "Derbyshire Constabulary"),
    ("Greater Manchester", "Force", "Greater Manchester Police"),
    ("West Midlands", "Force", "West Midlands Police"),
    ("Metropolitan Police", "Force", "Metropolitan Police Service"),
    ("the Met", "Force", "Metropolitan Police Service"),
    ("Devon & Cornwall", "Force", "Devon and Cornwall Police"),
    ("devon, cornwall", "Force", "Devon and Cornwall Police"),
    ("“Devon and Cornwall”", "Force", "Devon and Cornwall Police"),
    ("Dyfed-Powys", "Force", "Dyfed-Powys Police"),
    ("Dyfed\N{EN DASH}Powys", "Force", "Dyfed-Powys Police"),
    ("dyfed powys", "Force", "Dyfed-Powys Police"),
    ("Dyfedpowys", "Force", "Dyfed-Powys Police"),
    ("Dŷfed-Pôwys", "Force", "Dyfed-Powys Police"),
    ("Heddlu Dyfed-Powys", "Force", "Dyfed-Powys Police"),
    # A subject, which has a page of its own
    ("custody", "Area of policing", "Custody"),
    ("crime recording", "Area of policing", "Recording data about crime"),
    ("recordin", "Area of policing", "Recording data about crime"),
    ("counter-corruption", "Area of policing", "Counter-corruption and standards"),
    ("stop-and-search", "Topic", "Stop and search and use of force"),
    ("domestic abuse", "Topic", "Domestic abuse"),
    ("women\u2019s", "Topic", "Violence against women and girls"),
    ("victims' code", "Topic", "Victims and the Victims' Code"),
    ("commissioner", "Topic", "Commissioner or mayor response"),
    ("Andy Cooke", "Inspector", "Andy Cooke"),
    ("house rules", "Guide", "House rules for comments"),
    ("privacy", "Guide", "Privacy"),
    # A notice, a story, a recommendation
    ("wiltshire\u2019s custody", "Notice", "Healthcare and use of force in Wiltshire's custody suites"),
    ("custody Surrey", "Notice", "Reviews of detention and privacy in Surrey's custody suites"),
    ("18,900 crimes", "Notice", "Crime recording and sexual offenders in Devon and Cornwall"),
    ("2023", "Notice", "Missing children and risk of exploitation: Metropolitan Police"),
    ("custody Staffordshire", "Story", "Commissioners have 56 days to answer; four formal replies are known"),
    ("engage", "Story", "Cleveland, first force to fail in all three pillars, leaves engage"),
    ("56 days", "Story", "Commissioners have 56 days to answer; four formal replies are known"),
    ("early warning", "Story", "Inspectors sound an early warning over Staffordshire Police"),
    ("command-and-control system", "Recommendation", "Review and introduce a command-and-control system that can find and send resources in time."),
    ("lines of inquiry", "Recommendation", "Each investigation should have a plan that sets direction and lines of inquiry early on."),
    # What others published
    ("The Guardian", "Press item, The Guardian", "Weak vetting and missing exhibits at the Met"),
    ("Falmouth Packet", "Press item, Falmouth Packet", "Devon and Cornwall left 18,900 crimes unrecorded"),
]  # fmt: skip

FOUND_NOWHERE = [
    "zzqxw",
    "blorptang",
    "Blackpool",
    "Heddlu",
    "xylophone zzqxw",
    "women\u2019s safety",
    "<blorptang>",
    "!!!",
]


@pytest.fixture(scope="module")
def searching(chromium: Browser, site: Site) -> Iterator[Page]:
    """A phone's search page, which is loaded once for many questions."""
    with open_phone(chromium, site) as page:
        page.goto("/search/")
        yield page


def ask(page: Page, words: str) -> None:
    """Put words into the search page's box in place of others, and send them by the keyboard."""
    box = page.get_by_role("searchbox")
    box.fill("")
    expect(page.get_by_role("status")).to_be_empty()
    box.fill(words)
    box.press("Enter")


def search(page: Page, words: str) -> None:
    """Open the search page and ask it for words."""
    page.goto("/search/")
    ask(page, words)


@pytest.mark.parametrize(("words", "kind", "title"), FIRST_FOUND)
def test_what_is_most_likely_meant_comes_first(searching: Page, words: str, kind: str, title: str):
    ask(searching, words)

    first = searching.locator(RESULTS).first
    expect(first.get_by_role("link")).to_have_text(title)
    expect(first.locator(".search-results__kind")).to_have_text(kind)
    expect(first.locator("mark").first).to_be_visible()


@pytest.mark.parametrize("words", FOUND_NOWHERE)
def test_what_is_nowhere_is_said_not_to_be_found(searching: Page, words: str):
    ask(searching, words)

    expect(searching.get_by_role("status")).to_have_text(f"Nothing found for “{words}”.")
    expect(searching.locator(RESULTS)).to_have_count(0)
    expect(searching.get_by_text("the lists of forces, notices, recommendations and topics")).to_be_visible()


def test_a_word_that_is_nowhere_is_left_out_and_named(searching: Page):
    ask(searching, "Heddlu Dyfed-Powys zzqxw")

    expect(searching.get_by_role("status")).to_have_text("1 found. Left out, since no page has it: Heddlu, zzqxw.")
    expect(searching.get_by_text("What may help:")).to_be_hidden()


def test_words_that_are_nowhere_together_are_offered_one_by_one(searching: Page):
    ask(searching, "women\u2019s safety")

    single = searching.get_by_text("one of the words alone:")
    expect(single.get_by_role("link")).to_have_text(["women's", "safety"])
    expect(single.get_by_role("link").last).to_have_attribute("href", "?q=safety")


def test_the_search_over_every_table_can_be_asked_the_same(searching: Page, site: Site):
    ask(searching, "Devon & Cornwall")

    link = searching.get_by_role("link", name="search over every table")
    expect(link).to_have_attribute("href", f"{site.url}/data/search?q=Devon+%26+Cornwall")


def test_a_force_comes_before_its_notices_stories_recommendations_and_press_items(searching: Page):
    ask(searching, "Staffordshire")
    searching.get_by_role("heading", name="Press items").wait_for()

    kinds = [text.split(",")[0] for text in searching.locator(".search-results__kind").all_text_contents()]
    assert list(dict.fromkeys(kinds)) == [
        "Force", "Notice", "Story", "Recommendation", "Topic", "Inspector", "Press item",
    ]  # fmt: skip


def test_a_publisher_finds_press_items_and_not_what_cites_them(searching: Page):
    ask(searching, "eastbourneherald")

    expect(searching.get_by_role("status")).to_have_text("Nothing found for “eastbourneherald”.")


def test_a_search_fetches_only_what_it_needs(phone: Page):
    phone.goto("/search/")
    fetched: list[str] = []
    phone.on("request", lambda asked: fetched.append(asked.url.partition("/pagefind/")[2]))

    ask(phone, "Dyfed-Powys")
    phone.locator(RESULTS).first.wait_for()

    assert sum(path.startswith("index/") for path in fetched) <= 2
    assert sum(path.startswith("fragment/") for path in fetched) == 1


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
