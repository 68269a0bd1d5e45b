"""Looks at many pages one after the other, as a phone shows them."""

from collections.abc import Iterable

from playwright.sync_api import Page

from tests.browser.axe import bring_axe, find_faults

NARROW = {"width": 320, "height": 740}
PHONE = {"width": 360, "height": 740}


def sweep(page: Page, addresses: Iterable[str]) -> dict[str, list[str]]:
    """Return what is wrong with each page with which something is wrong."""
    bring_axe(page.context)
    return {address: faults for address in addresses if (faults := look_at(page, address))}


def look_at(page: Page, address: str) -> list[str]:
    """Return what is wrong with a page, at 360 pixels by axe and at 320 by its width."""
    page.goto(address)
    faults = find_faults(page)
    page.set_viewport_size(NARROW)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size(PHONE)
    return faults if width <= NARROW["width"] else [*faults, f"is {width} pixels wide on a screen of 320"]
