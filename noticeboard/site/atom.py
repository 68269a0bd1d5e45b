"""Entries → Atom feeds: the same bytes for the same entries, and never the clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from feedgenerator import Atom1Feed

TAG = "tag:noticeboard,2025:"
"""How feed readers know feeds and entries again, wherever the site is served."""


@dataclass(frozen=True)
class Imprint:
    """Who publishes: the name, the site's own address, the words that a licence asks for, and the record's last day."""

    name: str
    site_url: str
    attribution: str
    as_on: str


@dataclass(frozen=True)
class Entry:
    """One entry: its key, which never changes, where it leads, what it tells in HTML, and the days (UTC) it bears."""

    key: str
    url: str
    title: str
    summary: str
    updated: str
    published: str | None = None
    content: str | None = None
    author: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class Feed:
    """One feed: its key, its path below the site, the page that it follows, and its entries in order."""

    key: str
    path: str
    page: str
    title: str
    about: str
    entries: list[Entry]


class DatedFeed(Atom1Feed):  # type: ignore[misc]  # feedgenerator has no type information
    """An Atom feed that is as new as its newest entry; without any, as the record's last day."""

    def latest_post_date(self) -> datetime:
        """Return the day of the newest entry, or of the record."""
        days: list[datetime] = [item["updateddate"] for item in self.items]
        return max(days, default=begin_day(self.feed["as_on"]))


def write_feeds(feeds: Iterable[Feed], folder: Path, imprint: Imprint) -> None:
    """Write feeds to the site's folder."""
    for feed in feeds:
        path = folder / feed.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(make_atom(feed, imprint).writeString("utf-8"), encoding="utf-8")


def make_atom(feed: Feed, imprint: Imprint) -> DatedFeed:
    """Return a feed with its entries as feedgenerator writes it."""
    atom = DatedFeed(
        feed.title,
        imprint.site_url + feed.page,
        feed.about,
        language="en-GB",
        author_name=imprint.name,
        feed_url=f"{imprint.site_url}/{feed.path}",
        feed_guid=TAG + feed.key,
        feed_copyright=imprint.attribution,
        as_on=imprint.as_on,
    )
    for entry in feed.entries:
        add_entry(atom, entry, imprint.site_url)
    return atom


def add_entry(atom: DatedFeed, entry: Entry, site_url: str) -> None:
    """Add an entry; an address that begins with a slash is the site's own."""
    atom.add_item(
        entry.title,
        site_url + entry.url if entry.url.startswith("/") else entry.url,
        entry.summary,
        unique_id=TAG + entry.key,
        updateddate=begin_day(entry.updated),
        pubdate=begin_day(entry.published) if entry.published else None,
        content=entry.content,
        author_name=entry.author,
        categories=[entry.kind] if entry.kind else [],
    )


def begin_day(day: str) -> datetime:
    """Return the instant at which a day begins, in UTC."""
    return datetime.fromisoformat(day).replace(tzinfo=UTC)
