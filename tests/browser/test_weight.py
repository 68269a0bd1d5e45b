"""What a reader on a slow line has to fetch: limits in bytes as they travel, compressed, and in requests."""

import re

import httpx
import pytest
from playwright.sync_api import Page

from tests.browser.addresses import KINDS, all_addresses
from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

KB = 1024


def weigh(client: httpx.Client, address: str) -> int:
    """Return the bytes of an answer as it travels."""
    with client.stream("GET", address, headers={"accept-encoding": "gzip"}) as answer:
        answer.raise_for_status()
        return len(b"".join(answer.iter_raw()))


@pytest.fixture
def client(site: Site):
    """A client of the running site."""
    with httpx.Client(base_url=site.url) as client:
        yield client


def test_a_notice_and_all_that_is_needed_to_read_it_have_at_most_25_kb(client, site: Site):
    notices = [one for one in all_addresses(site) if re.fullmatch(r"/notices/(?!by/)[^/]+/", one)]

    weights = {address: weigh(client, address) for address in notices}

    style = weigh(client, "/theme/css/site.css")
    assert {address: weight for address, weight in weights.items() if weight + style > 25 * KB} == {}


def test_the_stylesheet_has_at_most_10_kb(client):
    assert weigh(client, "/theme/css/site.css") <= 10 * KB


def test_scripts_for_readers_have_at_most_8_kb_together(client, site: Site):
    scripts = {script.name for script in (site.root / "output/site/theme/js").glob("*.js")}

    assert sum(weigh(client, f"/theme/js/{name}") for name in scripts - {"desk.js"}) <= 8 * KB


@pytest.mark.parametrize("kind", KINDS)
def test_at_most_two_requests_come_before_the_first_paint(phone: Page, kind: str):
    phone.goto(KINDS[kind])

    blocking = phone.evaluate("""performance.getEntriesByType("resource")
      .filter((entry) => entry.renderBlockingStatus === "blocking").map((entry) => entry.name)""")

    assert 1 <= len(blocking) <= 2
