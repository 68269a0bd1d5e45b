"""A data user's way: from the navigation to a file, an answer and the meaning of a field."""

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


def test_from_the_navigation_to_a_file_an_answer_and_a_meaning(page: Page):
    page.goto("/")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Data", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Data")

    # A file.
    address = page.get_by_role("link", name="All tables in one zip").get_attribute("href")
    assert page.request.get(address).body().startswith(b"PK")

    # An answer.
    page.get_by_role("link", name="Run it").click()
    expect(page.get_by_role("columnheader", name="recommendation")).to_be_visible()

    # A meaning.
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Data", exact=True).click()
    page.get_by_role("link", name="The data dictionary").click()
    page.get_by_role("link", name="recommendations_now", exact=True).first.click()
    expect(page.locator(":target")).to_have_text("recommendations_now")
    expect(page.locator(":target")).to_be_in_viewport()
