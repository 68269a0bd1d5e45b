"""What holds on each page below /notices/ and /recommendations/, about half of the site."""

import pytest
from playwright.sync_api import Page

from tests.browser.addresses import all_addresses
from tests.browser.conftest import Site
from tests.browser.sweep import sweep

pytestmark = [pytest.mark.browser, pytest.mark.timeout(420)]


def test_axe_finds_nothing_and_nothing_scrolls_sideways(phone: Page, site: Site):
    addresses = [one for one in all_addresses(site) if one.startswith(("/notices/", "/recommendations/"))]
    assert len(addresses) > 200

    assert sweep(phone, addresses) == {}
