"""The feeds of the real record, read as a feed reader reads them, and of the example site where it is plainer."""

import html
import re
from datetime import datetime

import feedparser
import pytest

import noticeboard
from noticeboard.queries import Queries
from noticeboard.site.atom import Imprint
from noticeboard.site.feeds import NEWEST, describe_press, describe_story
from tests.conftest import EXAMPLE, PROJECT, copy_site

SITE_URL = "http://127.0.0.1:8000"
IMPRINT = Imprint("Noticeboard", SITE_URL, "Source: HMICFRS.", "2026-06-30")
ALTERNATE = re.compile(r'<link rel="alternate" href="(/[^"]+\.atom)" type="application/atom\+xml" title="([^"]+)">')


@pytest.fixture(scope="module")
def feeds(published):
    """Every feed of the real record, by its address."""
    return read_feeds(published)


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    """The feeds of the example site, by their addresses."""
    root = copy_site(EXAMPLE, tmp_path_factory.mktemp("feeds") / "root")
    noticeboard.build(root, root / "output")
    return read_feeds(root / "output/site")


def read_feeds(site):
    return {f"/{path.relative_to(site)}": feedparser.parse(path.read_bytes()) for path in sorted(site.rglob("*.atom"))}


def titles(feed):
    return [entry.title for entry in feed.entries]


def test_everything_each_list_each_force_and_each_topic_has_a_feed(feeds, record_db):
    keys = "select 'forces/' || force from forces union all select 'topics/' || topic from topics"
    folders = ["", "notices/", "updates/", "news/", *(f"{key}/" for (key,) in record_db.execute(keys))]

    assert feeds.keys() == {"/changes.atom", *(f"/{folder}feed.atom" for folder in folders)}


def test_a_feed_reader_takes_every_feed_without_complaint(feeds):
    assert {address: feed.bozo for address, feed in feeds.items() if feed.bozo or feed.version != "atom10"} == {}


def test_every_feed_and_entry_has_an_id_of_its_own_that_tells_no_address(feeds):
    ids = [feed.feed.id for feed in feeds.values()]
    repeated = [
        address for address, feed in feeds.items() if len({entry.id for entry in feed.entries}) != len(feed.entries)
    ]
    known = {(entry.id, entry.title, entry.updated) for feed in feeds.values() for entry in feed.entries}

    assert (len(ids), repeated) == (len(set(ids)), [])
    assert len(known) == len({name for name, _, _ in known})
    assert [
        name for name in [*ids, *(name for name, _, _ in known)] if not name.startswith("tag:noticeboard,2025:")
    ] == []


def test_every_feed_knows_its_own_address_and_page(feeds, published):
    for address, feed in feeds.items():
        links = {link.rel: link.href for link in feed.feed.links}

        assert links["self"] == SITE_URL + address
        assert (published / links["alternate"].removeprefix(f"{SITE_URL}/") / "index.html").is_file()


def test_every_entry_leads_to_a_page_of_ours_or_to_a_publisher(feeds, published):
    links = {entry.link for feed in feeds.values() for entry in feed.entries}
    ours = {link.removeprefix(SITE_URL).lstrip("/") for link in links if link.startswith(SITE_URL)}

    assert [page for page in ours if not (published / page / "index.html").is_file()] == []
    assert {link.partition(":")[0] for link in links if not link.startswith(SITE_URL)} <= {"http", "https"}


def test_a_feed_holds_its_newest_entries_the_newest_first(feeds):
    for feed in feeds.values():
        days = [entry.updated for entry in feed.entries]

        assert days == sorted(days, reverse=True)
        assert len(days) <= NEWEST
    assert len(feeds["/updates/feed.atom"].entries) == NEWEST


def test_no_entry_is_newer_than_the_record_but_our_own_stories_and_releases(feeds):
    dated = [feed for address, feed in feeds.items() if address != "/changes.atom"]

    late = {entry.tags[0].term for feed in dated for entry in feed.entries if entry.updated > "2025-09"}

    assert late == {"story"}


def test_an_entry_bears_the_same_instant_in_the_feed_that_is_asked_of_the_data(feeds, record_db):
    query = Queries(PROJECT / "data/queries").by_name["updates_feed"]
    rows = record_db.execute(query.sql, {"force": "", "notice": ""})

    asked = {key: datetime.fromisoformat(updated) for key, _, updated, *_ in rows}

    baked = {entry.id: datetime.fromisoformat(entry.updated) for entry in feeds["/updates/feed.atom"].entries}
    assert {key: asked[key] for key in baked} == baked


def test_each_page_names_its_feeds_as_they_name_themselves(feeds, published):
    named = {
        (url, html.unescape(title))
        for path in published.rglob("*.html")
        for url, title in ALTERNATE.findall(path.read_text())
    }

    assert {url for url, _ in named} == feeds.keys()
    assert [link for link in named if feeds[link[0]].feed.title != link[1]] == []


@pytest.mark.parametrize(
    ("page", "feed"),
    [
        ("", "/feed.atom"),
        ("notices/", "/notices/feed.atom"),
        ("updates/", "/updates/feed.atom"),
        ("news/", "/news/feed.atom"),
        ("forces/durham/", "/forces/durham/feed.atom"),
        ("topics/custody/", "/topics/custody/feed.atom"),
    ],
)
def test_a_page_shows_its_feed_and_names_it_in_its_head(published, page, feed):
    head, body = (published / page / "index.html").read_text().split("</head>")

    assert f'<link rel="alternate" href="{feed}"' in head
    assert f'<a href="{feed}" type="application/atom+xml">Follow ' in body


def test_the_feed_of_everything_holds_notices_updates_and_stories(example):
    assert titles(example["/feed.atom"]) == [
        "Northshire told to mend its cells",
        "Healthcare in custody at Northshire: cause closed, 1 May 2026",
        "Healthcare in custody at Northshire: progress, 1 May 2026",
        "Healthcare in custody at Northshire: standing: open, 1 May 2026",
        "Neighbourhood policing at Westmere: published, March 2026",
        "Healthcare in custody at Northshire: policing body response (a formal reply), February 2026",
        "Healthcare in custody at Northshire: change of stage: engage, January 2026",
        "Healthcare in custody at Northshire: published, 12 January 2026",
        "Healthcare in custody at Northshire: inspection, November 2025",
    ]


def test_a_month_stands_at_its_last_day_and_is_told_as_a_month(example):
    (entry,) = example["/forces/westmere/feed.atom"].entries

    assert entry.title == "Neighbourhood policing at Westmere: published, March 2026"
    assert (entry.updated, entry.get("published")) == ("2026-03-31T00:00:00+00:00", None)


def test_a_day_is_told_as_the_day_of_publication(example):
    entry = example["/notices/feed.atom"].entries[-1]

    assert (entry.published, entry.updated) == ("2026-01-12T00:00:00+00:00", "2026-01-12T00:00:00+00:00")
    assert entry.summary == (
        "<p>Detainees waited too long for a nurse, and nobody kept count of force. Two causes of concern were published early."
        '</p><p>Source: <a href="https://inspectorate.example/northshire-custody">The Inspectorate</a></p>'
    )


def test_a_topic_has_notices_our_stories_and_what_others_published(example):
    kinds = {entry.tags[0].term for entry in example["/topics/custody/feed.atom"].entries}

    assert kinds == {"published", "story", "press item"}


def test_an_unconfirmed_notice_is_in_no_feed(example):
    assert [address for address, feed in example.items() if "westmere-2026-05" in str(feed)] == []


PRESS = {
    "press": "a",
    "source": "https://gazette.example/a",
    "label": "A",
    "publisher_name": "Gazette",
    "summary": "A.",
}


@pytest.mark.parametrize(
    ("on", "basis", "title", "updated", "published"),
    [
        ("2026-03-02", "stated", "A (Gazette, 2 March 2026)", "2026-03-02", "2026-03-02"),
        ("2026-03-02", "inferred", "A (Gazette, about 2 March 2026)", "2026-03-02", None),
        ("2026-03", "stated", "A (Gazette, March 2026)", "2026-03-31", None),
        ("2026", "stated", "A (Gazette, 2026)", "2026-06-30", None),
    ],
)
def test_a_press_item_is_as_new_as_its_date_can_mean_and_no_newer_than_the_record(on, basis, title, updated, published):
    entry = describe_press(PRESS | {"published_on": on, "published_basis": basis}, IMPRINT)

    assert (entry.title, entry.updated, entry.published) == (title, updated, published)
    assert (entry.url, entry.author) == ("https://gazette.example/a", "Gazette")


def test_a_story_is_whole_and_its_links_stand_alone():
    row = {"story": "cells", "title": "Cells", "summary": "A < B", "date": "2026-07-01", "modified": "2026-07-03",
           "body": "See [Northshire](/forces/northshire/)."}  # fmt: skip

    entry = describe_story(row, IMPRINT)

    assert entry.content == f'<p>See <a href="{SITE_URL}/forces/northshire/">Northshire</a>.</p>'
    assert (entry.published, entry.updated, entry.summary) == ("2026-07-01", "2026-07-03", "<p>A &lt; B</p>")
