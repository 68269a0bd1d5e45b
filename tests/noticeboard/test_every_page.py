"""What holds for each page of the real record: its addresses, its frame, its tables and its tongue."""

import re
import sqlite3
from contextlib import closing
from itertools import pairwise
from urllib.parse import parse_qs, urljoin, urlsplit

import feedparser
import pytest
from icalendar import Calendar

from noticeboard.build import read_sound_record
from noticeboard.checks.links import page_addresses
from noticeboard.front import COMMENTS, DATA
from noticeboard.queries import read_queries
from pelicanconf import SITEURL
from tests.conftest import PROJECT
from tests.reading import PageReader

COMPONENTS = "/components/"
"""The page that shows the examples of components, whose links lead to pages that are made up."""

UNLINKED = {"/404.html", "/500.html", COMPONENTS}
"""The pages that no other names."""

BY_VALUE = re.compile(r"/(notices|recommendations)/by/|/(years|updates|press)/.|/(changes|downloads)/(next|\d{4}-)")
"""The pages that are there as long as there are rows for them, and so are none that a text may count on."""

CSS_URL = re.compile(r"url\(\s*[\"']?([^\"')]+)")


@pytest.fixture(scope="module")
def leads_nowhere(built, pages):
    """Tell whether an address, as it stands on a page, is one of ours and there is no such page, place or file."""

    def tell(address, page="/"):
        at = urlsplit(urljoin(SITEURL + page, address))
        if (
            not f"{at.scheme}://{at.netloc}".startswith(SITEURL)
            or COMMENTS.fullmatch(at.path)
            or DATA.fullmatch(at.path)
        ):
            return False
        if at.path in pages:
            return bool(at.fragment) and at.fragment not in pages[at.path].ids
        return not (built / at.path.lstrip("/")).is_file()

    return tell


def ask(path, sql):
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return [row[0] for row in db.execute(sql)]


def columns(path):
    """The columns of each table and view."""
    tables = "select name from sqlite_master where type in ('table', 'view')"
    return {table: set(ask(path, f"select name from pragma_table_info('{table}')")) for table in ask(path, tables)}


def test_every_page_that_can_carry_a_thread_is_there(pages, record_path):
    addresses = set(ask(record_path, "select url from pages"))

    assert addresses <= pages.keys()


@pytest.mark.parametrize(
    ("folder", "sql"),
    [
        ("areas", "select area from causes_now where is_confirmed"),
        ("topics", "select topic from topics"),
        ("inspectors", "select inspector from notices where is_confirmed and inspector is not null"),
        ("years", "select substr(published_on, 1, 4) from notices where is_confirmed and published_on is not null"),
        (
            "updates",
            "select substr(happened_on, 1, 7) from timeline where is_confirmed and length(happened_on) > 4 and happened_until_on is null",
        ),
        (
            "press",
            "select substr(published_on, 1, 4) from press join sources using (source) where published_on is not null",
        ),
        ("notices/by/force", "select force from notices where is_confirmed"),
        ("notices/by/area", "select area from causes_now where is_confirmed"),
        ("notices/by/status", "select standing from notices_now where is_confirmed"),
        ("recommendations/by/status", "select status from recommendations_now where is_confirmed"),
    ],
)
def test_what_has_rows_has_a_page(pages, record_path, folder, sql):
    expected = {f"/{folder}/{value}/" for value in ask(record_path, sql)}

    assert expected
    assert expected - pages.keys() == set()


def test_a_text_may_link_to_every_page_that_lasts_and_to_no_other(pages):
    record, _ = read_sound_record(PROJECT)

    assert set(page_addresses(record)) == {address for address in pages if not BY_VALUE.match(address)} - UNLINKED


def test_every_page_is_linked_from_another(pages):
    linked = {
        urljoin(address, link).partition("#")[0]
        for address, page in pages.items()
        for link in page.followed
        if not link.startswith("#")
    }

    assert pages.keys() - linked == UNLINKED


def test_each_id_stands_once_on_a_page(pages):
    repeated = {address: page.ids for address, page in pages.items() if len(page.ids) != len(set(page.ids))}

    assert repeated == {}


def test_headings_go_down_a_step_at_a_time_from_one(pages):
    assert [address for address, page in pages.items() if page.headings.count(1) != 1] == []
    assert [
        address
        for address, page in pages.items()
        if any(now > before + 1 for before, now in pairwise([0, *page.headings]))
    ] == []


def test_every_link_inside_the_site_leads_to_a_page_and_place(pages, leads_nowhere):
    broken = [
        (address, link)
        for address, page in pages.items()
        for link in page.followed
        if address != COMPONENTS and leads_nowhere(link, address)
    ]

    assert broken == []


def test_every_link_of_a_feed_leads_somewhere(built, leads_nowhere):
    feeds = {path: feedparser.parse(path.read_bytes()) for path in sorted(built.rglob("*.atom"))}

    assert feeds
    assert [path for path, feed in feeds.items() if feed.bozo] == []
    assert [(path, link) for path, feed in feeds.items() for link in links_of(feed) if leads_nowhere(link)] == []


def links_of(feed):
    """The addresses that a feed and its entries name, within their words too."""
    named = [link.href for part in (feed.feed, *feed.entries) for link in part.get("links", ())]
    words = [
        text.value
        for entry in feed.entries
        for text in (entry.get("summary_detail"), *entry.get("content", ()))
        if text
    ]
    return [*named, *(link for text in words for link in PageReader(text).followed)]


def test_every_entry_of_a_calendar_has_all_that_it_must(built):
    calendars = [Calendar.from_ical(path.read_bytes()) for path in sorted(built.rglob("*.ics"))]
    entries = [entry for calendar in calendars for entry in calendar.walk("VEVENT")]

    assert len(calendars) > 44
    assert [entry for entry in entries if not {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= entry.keys()] == []


def test_every_link_that_leads_away_says_so_and_no_other_does(pages):
    wrong = [
        (address, link["href"])
        for address, page in pages.items()
        for link in page.links
        if ("external" in link.get("rel", "")) != link["href"].startswith("http")
    ]

    assert wrong == []


def test_every_link_to_data_asks_a_query_table_or_view_for_what_it_has(pages, record_path):
    queries, _ = read_queries(PROJECT / "data/queries")
    has = {name: {value.name for value in query.parameters} for name, query in queries.items()} | columns(record_path)
    links = {link for page in pages.values() for link in page.followed if link.startswith("/data/")}
    asked = [(urlsplit(link).path.removeprefix("/data/"), parse_qs(urlsplit(link).query)) for link in links]

    assert [ask for ask in asked if not set(ask[1]) <= has[ask[0].partition(".")[0]] | {"_shape", "_size"}] == []


def test_every_page_loads_only_files_of_the_site(built, pages, leads_nowhere):
    loaded = {load for page in pages.values() for load in page.loads}
    drawn = {load for path in built.rglob("*.css") for load in CSS_URL.findall(path.read_text(encoding="utf-8"))}

    assert "/theme/css/site.css" in loaded
    assert [load for load in loaded | drawn if not load.startswith("/") or leads_nowhere(load)] == []


def test_no_page_bears_a_style_or_a_script_of_its_own(pages):
    assert {address: page.styled for address, page in pages.items() if page.styled} == {}


def test_every_cell_that_may_stand_alone_bears_the_name_of_its_column(pages):
    wrong = {(address, cell) for address, page in pages.items() for cell in page.cells if cell[0] != cell[1]}

    assert wrong == set()


def test_every_page_is_in_british_english(pages):
    assert {address: page.languages for address, page in pages.items() if page.languages != [("html", "en-GB")]} == {}
