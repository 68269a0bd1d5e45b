"""Narrowing a list: at once and in combination with scripts, by a page for each choice without."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def choose(page: Page, group: str, choice: str) -> None:
    """Open a group of choices if it is folded, and take one."""
    summary = page.get_by_role("navigation", name="Narrow").get_by_text(group, exact=True)
    if not summary.locator("..").evaluate("details => details.open"):
        summary.click()
    link_to(page, choice).click()


def link_to(page: Page, choice: str):
    """Return the link that makes a choice."""
    return page.get_by_role("navigation", name="Narrow").get_by_role("link", name=choice, exact=True)


def count_beside(page: Page, choice: str) -> int:
    """Return the number beside a choice."""
    return int(link_to(page, choice).locator("xpath=following-sibling::*").text_content())


def shown(page: Page) -> int:
    """Return how many rows of the list are to be seen."""
    return page.locator("tbody tr:visible").count()


def test_a_choice_narrows_the_list_at_once_to_as_many_as_it_said(phone: Page, site: Site):
    phone.goto("/recommendations/")
    expected = count_beside(phone, "Closed")

    choose(phone, "How it stands", "Closed")

    expect(phone).to_have_url(f"{site.url}/recommendations/?status=closed")
    expect(phone.get_by_role("status").first).to_have_text(f"{expected} of 90 shown")
    assert shown(phone) == expected
    expect(link_to(phone, "Closed")).to_have_attribute("aria-current", "true")


def test_choices_of_two_kinds_combine_and_the_counts_follow(phone: Page):
    phone.goto("/recommendations/")
    alone = count_beside(phone, "Closed")

    choose(phone, "Force", "Staffordshire Police")
    together = count_beside(phone, "Closed")
    choose(phone, "How it stands", "Closed")

    assert (together, shown(phone)) == (7, 7)
    assert alone > together


def test_taking_a_choice_again_takes_it_back(phone: Page):
    phone.goto("/recommendations/")

    choose(phone, "How it stands", "Closed")
    choose(phone, "How it stands", "Closed")

    assert (shown(phone), phone.url.partition("?")[2]) == (90, "")


def test_the_back_button_goes_back_one_choice(phone: Page):
    phone.goto("/notices/")
    choose(phone, "Area of policing", "Custody")
    one = shown(phone)
    choose(phone, "Year of the notice", "2022")
    assert shown(phone) < one

    phone.go_back()

    assert shown(phone) == one
    expect(phone).to_have_url(re.compile(r"/notices/\?area=custody$"))


def test_the_address_of_a_narrowed_list_can_be_shared(phone: Page):
    phone.goto("/notices/")
    choose(phone, "Area of policing", "Custody")
    choose(phone, "Year of the notice", "2022")
    told, shared = phone.get_by_role("status").first.text_content(), phone.url

    phone.goto("/")
    phone.goto(shared)

    expect(phone.get_by_role("status").first).to_have_text(told)


def test_a_choice_is_taken_by_the_keyboard(phone: Page):
    phone.goto("/recommendations/")
    link_to(phone, "Closed").focus()

    phone.keyboard.press("Enter")

    assert shown(phone) == count_beside(phone, "Closed")
    expect(link_to(phone, "Closed")).to_be_focused()


def test_on_a_narrowed_page_a_choice_leads_to_a_page(phone: Page, site: Site):
    phone.goto("/recommendations/by/status/closed/")

    choose(phone, "How it stands", "Open")

    expect(phone).to_have_url(f"{site.url}/recommendations/by/status/open/")


def test_without_scripts_each_choice_leads_to_its_page(plain: Page):
    plain.goto("/recommendations/")
    links = plain.get_by_role("navigation", name="Narrow").locator("a").evaluate_all("all => all.map((a) => a.href)")

    choose(plain, "How it stands", "Closed")

    expect(plain).to_have_url(re.compile("/recommendations/by/status/closed/$"))
    expect(link_to(plain, "Closed")).to_have_attribute("aria-current", "page")
    assert shown(plain) == count_beside(plain, "Closed")
    assert {plain.request.head(link).status for link in links} == {200}
