"""Aliases and tombstones → what stands at the addresses of old ids: the way to the new page, or why there is none any more."""

from collections.abc import Iterator
from dataclasses import dataclass

from noticeboard.checks.links import FOLDERS
from noticeboard.moves import GONE, MOVED, Move
from noticeboard.site.pages import Page, Row, Site
from wording import gettext, gettext_noop

Key = tuple[str, str]
WITH_FEEDS = ("forces", "topics")
NAMES = {
    "areas": gettext_noop("area of policing"),
    "forces": gettext_noop("force"),
    "guides": gettext_noop("page about the record"),
    "inspectors": gettext_noop("inspector"),
    "notices": gettext_noop("notice"),
    "recommendations": gettext_noop("recommendation"),
    "stories": gettext_noop("story"),
    "topics": gettext_noop("topic"),
}
"""What pages are about, by their table."""


@dataclass(frozen=True)
class OldIds:
    """Ids that the record had before: which id stands in the place of which, and what was taken out."""

    aliases: dict[Key, Key]
    gone: dict[Key, Row]

    def __iter__(self) -> Iterator[Key]:
        """Yield those that had pages."""
        yield from (key for key in (*self.aliases, *self.gone) if key[0] in NAMES)

    def follow(self, key: Key) -> Key:
        """Return the id that stands in the place of an old one in the end."""
        while key in self.aliases:  # the checks let none lead back to itself
            key = self.aliases[key]
        return key


def read_old_ids(site: Site) -> OldIds:
    """Read the ids that the record had before."""
    return OldIds(
        {(row["table_name"], row["alias"]): (row["table_name"], row["id"]) for row in site.ask("all_aliases")},
        {(row["table_name"], row["tombstone"]): row for row in site.ask("all_tombstones")},
    )


def list_moves(old: OldIds) -> Iterator[Move]:
    """Yield what became of every address that the site had before and has no more, feeds included."""
    for key in old:
        end = old.follow(key)
        for file in ("", "feed.atom") if key[0] in WITH_FEEDS else ("",):
            yield make_move(key, end, file, is_gone=end in old.gone)


def make_move(key: Key, end: Key, file: str, *, is_gone: bool) -> Move:
    """Return the move of a page or of a file below it; what is gone is told on the page at its old address."""
    address = address_of(key)
    target = address if is_gone else address_of(end) + file
    return Move(address + file, target, GONE if is_gone else MOVED)


def moved_pages(old: OldIds) -> Iterator[Page]:
    """Yield a page for each old address, which tells what any web server can show of its move."""
    for key in old:
        end = old.follow(key)
        yield gone_page(key, old.gone[end]) if end in old.gone else moved_page(key, address_of(end))


def moved_page(key: Key, target: str) -> Page:
    """Return the page that leads to where a page stands now."""
    context = {"title": gettext("This %(kind)s has moved", kind=gettext(NAMES[key[0]])), "target": target}
    return Page(f"{address_of(key)[1:]}index.html", "moved.html", context, is_indexed=False, same_as=target)


def gone_page(key: Key, gone: Row) -> Page:
    """Return the page that says what was there, since when it is gone, and why."""
    kind = gettext(NAMES[key[0]])
    context = {"title": gettext("This %(kind)s is gone", kind=kind), "id": key[1], "gone": gone, "kind": kind}
    return Page(f"{address_of(key)[1:]}index.html", "gone.html", context, is_indexed=False)


def address_of(key: Key) -> str:
    """Return the address of a row's page."""
    table, name = key
    return f"/{FOLDERS[table]}{name}/"
