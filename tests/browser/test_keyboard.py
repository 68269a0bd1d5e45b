"""What a reader without a mouse can reach, and sees that she has reached."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import DATA, KINDS
from tests.browser.keyboard import PRESSABLE, walk

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.mark.parametrize(
    "kind", ["home", "notice", "notices", "force", "recommendations", "story", "search", "data", "guide"]
)
def test_the_tab_key_reaches_everything_in_order_and_shows_where_it_is(phone: Page, kind: str):
    phone.goto(KINDS[kind])

    pressable, reached, unseen = walk(phone)

    assert reached == pressable
    assert unseen == []


@pytest.mark.parametrize("kind", DATA)
def test_the_tab_key_reaches_everything_in_the_data_and_is_never_caught(phone: Page, kind: str):
    phone.goto(DATA[kind])

    pressable, reached, unseen = walk(phone)

    assert reached == pressable
    assert unseen == []


def test_the_tab_key_leaves_the_page_at_its_end(phone: Page):
    phone.goto("/search/")
    for _ in phone.evaluate(PRESSABLE):
        phone.keyboard.press("Tab")

    phone.keyboard.press("Tab")

    assert phone.evaluate("document.activeElement === document.body")


@pytest.mark.parametrize("address", ["/", "/notices/staffordshire-2022-03/", "/data/notices"])
def test_the_first_key_skips_to_the_content(phone: Page, address: str):
    phone.goto(address)

    phone.keyboard.press("Tab")
    expect(phone.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    phone.keyboard.press("Enter")
    phone.keyboard.press("Tab")

    assert phone.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_enter_key_opens_what_is_folded(phone: Page):
    phone.goto("/")
    phone.get_by_text("The map as a table").focus()

    phone.keyboard.press("Enter")

    expect(phone.get_by_role("table", name="Forces by stage of monitoring")).to_be_visible()


def test_a_tile_of_the_map_leads_to_its_force_and_says_which(phone: Page):
    phone.goto("/")
    phone.get_by_role("link", name="Staffordshire Police (Staffs): ").focus()

    phone.keyboard.press("Enter")

    expect(phone.get_by_role("heading", level=1)).to_have_text("Staffordshire Police")
