"""The sitemap is complete, and says of each page no day that the record does not."""

import re
from datetime import date

import pytest

import noticeboard

URL = re.compile(r"<url><loc>(.+?)</loc>(?:<lastmod>(.+?)</lastmod>)?</url>")
SITE_URL = "http://127.0.0.1:8000"
UNLISTED = {"/404.html", "/500.html", "/components/", "/search/"}
ORDERS = {
    f"/{kind}/by/order/{order}/"
    for kind, orders in {
        "notices": ("oldest", "force", "causes"),
        "recommendations": ("oldest", "force", "due"),
    }.items()
    for order in orders
}


def read_sitemap(site):
    """The last day that the sitemap tells of each page, by address."""
    return {url.removeprefix(SITE_URL): day for url, day in URL.findall((site / "sitemap.xml").read_text())}


def read_addresses(site):
    return {"/" + path.relative_to(site).as_posix().removesuffix("index.html") for path in site.rglob("*.html")}


@pytest.fixture(scope="module")
def days(published):
    return read_sitemap(published)


def test_the_sitemap_lists_every_page_but_those_that_no_search_should_lead_to(published, days):
    assert read_addresses(published) - days.keys() == UNLISTED | ORDERS
    assert days.keys() <= read_addresses(published)
    assert list(days) == sorted(days)


def test_what_the_sitemap_lists_says_itself_that_it_stands_there(published, days):
    for path in published.rglob("*.html"):
        address = "/" + path.relative_to(published).as_posix().removesuffix("index.html")
        head = path.read_text().partition("</head>")[0]

        is_own = f'<link rel="canonical" href="{SITE_URL}{address}">' in head
        assert (is_own and 'content="noindex"' not in head) == (address in days), address


def test_a_list_in_another_order_says_where_the_list_itself_stands(published):
    head = (published / "notices/by/order/oldest/index.html").read_text()

    assert f'<link rel="canonical" href="{SITE_URL}/notices/">' in head


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("/news/staffordshire-early-warning/", "2026-11-23"),
        ("/news/", "2026-11-23"),
        ("/notices/", "2025-08-31"),
        ("/notices/by/force/staffordshire/", "2025-08-31"),
        ("/forces/durham/", "2025-08-31"),
        ("/forces/staffordshire/", "2026-11-23"),
        ("/notices/staffordshire-2022-03/", "2024-05-21"),
        ("/updates/2025-05/", "2025-05-22"),
        ("/method/", ""),
        ("/questions/", ""),
        ("/topics/vetting/", ""),
    ],
)
def test_each_kind_of_page_has_the_day_that_is_known_of_it(days, address, day):
    assert days[address] == day


def test_every_day_is_one(days):
    assert {day for day in days.values() if day and not date.fromisoformat(day)} == set()
    assert max(days.values()) == "2026-11-23"


def test_a_month_gives_a_page_no_day_and_a_correction_does(site):
    noticeboard.build(site, site / "output")

    days = read_sitemap(site / "output/site")
    assert days["/recommendations/westmere-2026-03-1/"] == ""
    assert days["/notices/westmere-2026-03/"] == "2026-06-02"
    assert days["/notices/northshire-custody-2026/"] == "2026-05-01"
