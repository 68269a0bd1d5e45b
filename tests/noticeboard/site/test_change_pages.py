"""Readers see what changed with each release, in words, on pages and in a feed."""

import re

import feedparser
import pytest

import noticeboard
from noticeboard.releases.archives import read_releases
from noticeboard.releases.new import make_release
from noticeboard.schema import read_schema
from noticeboard.site.change_pages import describe_change, describe_table, shorten
from tests.conftest import EXAMPLE, PROJECT, copy_site
from tests.factories import change_record
from tests.moved_site import RELEASES, make_released_site

FIRST, SECOND = RELEASES
SCHEMA = read_schema(PROJECT / "data/datapackage.yaml")


def build(site):
    noticeboard.build(site, site / "output")
    return site / "output/site"


def read(built, page):
    return (built / page / "index.html").read_text(encoding="utf-8")


def lines(page):
    return re.findall(r'<li class="change-list__item">(.*?)</li>', page)


def make_row(**values):
    empty = dict.fromkeys(("row_key", "field", "before", "after", "words", "subject", "url"))
    return empty | {"table_name": "areas", "what": "row", "change": "changed"} | values


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site with two releases, and their versions."""
    return make_released_site(tmp_path_factory.mktemp("change-pages") / "site")


@pytest.fixture(scope="module")
def built(site):
    return build(site)


@pytest.fixture(scope="module")
def versions(site):
    return [release.version for release in read_releases(site)]


def test_the_list_has_the_newest_release_first_with_its_changes_by_table(built, versions):
    page = read(built, "changes")

    assert re.findall(r'<th scope="row"><a href="(.*?)">', page) == [f"/changes/{name}/" for name in reversed(versions)]
    assert re.findall(r'data-label="What changed, by table">(.*?)</td>', page) == [
        "Standing of recommendations: 1 row changed; Areas: 1 column added, 1 row added; Recommendations: 1 row changed; "
        "Updates: 1 row changed, 1 row removed; Tombstones: 1 row added",
        "The first release",
    ]
    assert "Not released yet" not in page


def test_a_release_has_a_page_that_tells_each_change_and_links_to_whom_it_is_about(built, versions):
    second = '<a href="/recommendations/northshire-custody-2026-2/">northshire-custody-2026, recommendation 2</a>'

    assert lines(read(built, f"changes/{versions[1]}")) == [
        f"{second}: status: open → closed",
        "Columns: added: colour",
        "roads: added: Roads",
        f"{second}: due: 2026-04 → 2026-04-30",
        f"{second}: status: open → closed",
        f"{second}: removed: Records were fuller than before.",
        "updates / northshire-custody-2026-u3: added: It stood twice.",
    ]


def test_the_first_release_says_that_there_is_nothing_before_it(built, versions):
    assert "This is the first release: there is nothing before it to compare it with." in read(
        built, f"changes/{versions[0]}"
    )


def test_nothing_about_an_unconfirmed_notice_is_told(built, versions):
    told = [read(built, "changes"), read(built, f"changes/{versions[1]}"), (built / "changes.atom").read_text()]

    assert [page for page in told if "westmere-2026-05" in page or "Looked at again" in page] == []


def test_the_feed_has_an_entry_a_release_dated_on_its_day(built, versions):
    feed = feedparser.parse((built / "changes.atom").read_bytes())

    assert (feed.bozo, feed.version, feed.feed.id) == (False, "atom10", "tag:noticeboard,2025:changes")
    assert [(entry.id, entry.updated, entry.link) for entry in feed.entries] == [
        (f"tag:noticeboard,2025:changes:{name}", f"{day}T00:00:00+00:00", f"http://127.0.0.1:8000/changes/{name}/")
        for name, day in [(versions[1], SECOND), (versions[0], FIRST)]
    ]
    assert feed.feed.updated == "2026-08-01T00:00:00+00:00"
    assert "<li>Updates: 1 row changed, 1 row removed</li>" in feed.entries[0].summary


def test_every_page_names_the_feed(built):
    pages = sorted(built.rglob("index.html"))

    assert [path for path in pages if 'href="/changes.atom" type="application/atom+xml"' not in path.read_text()] == []


def test_without_a_release_the_page_and_the_feed_say_so(tmp_path):
    built = build(copy_site(EXAMPLE, tmp_path / "site"))

    feed = feedparser.parse((built / "changes.atom").read_bytes())

    assert "No version has been released yet, so there is nothing to compare." in read(built, "changes")
    assert (feed.bozo, feed.entries, feed.feed.updated) == (False, [], "2026-06-30T00:00:00+00:00")


def test_with_one_release_the_page_says_so_and_tells_what_is_not_released_yet(tmp_path):
    site = copy_site(EXAMPLE, tmp_path / "site")
    make_release(site, FIRST)
    change_record(site)

    built = build(site)

    page = read(built, "changes")
    assert "There is one release so far, and nothing before it to compare it with." in page
    assert '<a href="/changes/next/">What changed since then</a>: Standing of recommendations: 1 row changed; ' in page
    assert len(lines(read(built, "changes/next"))) == 7
    assert len(feedparser.parse((built / "changes.atom").read_bytes()).entries) == 1


def test_a_long_list_is_folded_away():
    rows = [make_row(row_key=f"area-{number}", field="name", before="a", after="b") for number in range(11)]

    assert [describe_table(SCHEMA, "areas", rows[:count]).is_long for count in (10, 11)] == [False, True]


@pytest.mark.parametrize(
    ("row", "subject", "told"),
    [
        (make_row(row_key="roads", field="name", before="Roads", after=None), "roads", ["name: Roads → empty"]),
        (make_row(row_key="roads", change="added"), "roads", ["added"]),
        (make_row(what="table", change="added", after="1"), "The table", ["added, 1 row"]),
        (make_row(what="table", change="removed", before="2"), "The table", ["removed, 2 rows"]),
    ],
)
def test_a_change_is_told_in_a_line(row, subject, told):
    item = describe_change([row])

    assert (item.subject, item.told) == (subject, told)


def test_a_long_value_is_cut():
    assert shorten("word " * 40) == "word " * 23 + "word…"
