import feedparser
import pytest

from noticeboard.site.atom import Entry, Feed, Imprint, make_atom

IMPRINT = Imprint("Noticeboard", "https://noticeboard.example", "Source: HMICFRS.", "2026-06-30")
STORY = Entry("news/cells", "/news/cells/", "Cells & nurses", "<p>Nobody <b>counted</b>.</p>", "2026-03-31")


def parse(*entries):
    feed = Feed("feed:news", "news/feed.atom", "/news/", "Noticeboard: our stories", "What we wrote.", list(entries))
    return feedparser.parse(make_atom(feed, IMPRINT).writeString("utf-8").encode())


def test_a_feed_says_what_it_is_and_where():
    read = parse(STORY)

    assert (read.bozo, read.version, read.feed.id) == (False, "atom10", "tag:noticeboard,2025:feed:news")
    assert (read.feed.title, read.feed.author, read.feed.rights) == (
        "Noticeboard: our stories", "Noticeboard", "Source: HMICFRS.")  # fmt: skip
    assert {link.rel: link.href for link in read.feed.links} == {
        "alternate": "https://noticeboard.example/news/",
        "self": "https://noticeboard.example/news/feed.atom",
    }


def test_a_feed_is_as_new_as_its_newest_entry_and_without_any_as_the_record():
    assert parse(STORY).feed.updated == "2026-03-31T00:00:00+00:00"
    assert parse().feed.updated == "2026-06-30T00:00:00+00:00"


def test_an_entry_says_when_it_was_published_only_where_that_is_known():
    dated = Entry("news/b", "/news/b/", "B", "<p>B.</p>", "2026-03-31", published="2026-03-29")

    first, second = parse(STORY, dated).entries

    assert "published" not in first
    assert (second.published, second.updated) == ("2026-03-29T00:00:00+00:00", "2026-03-31T00:00:00+00:00")


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("/news/cells/", "https://noticeboard.example/news/cells/"),
        ("https://gazette.example/cells", "https://gazette.example/cells"),
    ],
)
def test_an_entry_leads_to_a_page_of_ours_or_of_its_publisher(url, link):
    (entry,) = parse(Entry("news/cells", url, "Cells & nurses", "<p>Told.</p>", "2026-03-31")).entries

    assert (entry.id, entry.link, entry.title) == ("tag:noticeboard,2025:news/cells", link, "Cells & nurses")
