"""What is far too long or far too many still fits a phone."""

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import STEP, serve
from tests.strange_site import make_strange_site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def strange(tmp_path_factory):
    """The strange site, served."""
    folder = tmp_path_factory.mktemp("strange")
    (folder / "served").mkdir()
    with serve(make_strange_site(folder / "record"), folder / "served") as site:
        yield site


@pytest.fixture
def phone(chromium: Browser, strange):
    """A phone that looks at the strange site."""
    context = chromium.new_context(base_url=strange.url, viewport={"width": 360, "height": 740})
    context.set_default_timeout(STEP)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/notices/",
        "/notices/westmere-2026-03/",
        "/notices/northshire-custody-2026/",
        "/recommendations/westmere-2026-03-1/",
        "/forces/gwyr/",
        "/forces/northshire/",
        "/forces/westmere/",
        "/updates/",
        "/coverage/",
    ],
)
def test_no_strange_page_is_wider_than_a_phone(phone, address):
    phone.goto(address)

    assert phone.evaluate("document.documentElement.scrollWidth") == 360
