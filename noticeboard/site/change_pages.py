"""The tables of releases and changes → the pages and the feed of what changed."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import escape

from noticeboard.contents import Row
from noticeboard.schema import Schema
from noticeboard.site.atom import Entry, Feed
from noticeboard.site.display import show_partial
from noticeboard.site.pages import Page, Site
from noticeboard.site.vocabulary import show_word
from wording import gettext, gettext_noop, ngettext

FEED = "changes.atom"
FEED_KEY = "changes"

NEXT = "next"
"""The address of what is not released yet, below /changes/."""

LONGEST_LIST = 10
LONGEST_VALUE = 120
STANDINGS = {
    "causes_now": gettext_noop("Standing of causes of concern"),
    "forces_now": gettext_noop("Stages of forces"),
    "notices_now": gettext_noop("Standing of notices"),
    "recommendations_now": gettext_noop("Standing of recommendations"),
}
"""What readers are told of the views that tell how things stand; they come before the tables, in this order."""

COUNTS: dict[tuple[str, str], Callable[[int], str]] = {
    ("table", "added"): lambda number: ngettext("%(num)s table added", "%(num)s tables added", number),
    ("table", "removed"): lambda number: ngettext("%(num)s table removed", "%(num)s tables removed", number),
    ("column", "added"): lambda number: ngettext("%(num)s column added", "%(num)s columns added", number),
    ("column", "removed"): lambda number: ngettext("%(num)s column removed", "%(num)s columns removed", number),
    ("row", "added"): lambda number: ngettext("%(num)s row added", "%(num)s rows added", number),
    ("row", "changed"): lambda number: ngettext("%(num)s row changed", "%(num)s rows changed", number),
    ("row", "removed"): lambda number: ngettext("%(num)s row removed", "%(num)s rows removed", number),
}


@dataclass(frozen=True)
class Item:
    """One line of what changed: whom it is about, the page about that, and what happened."""

    subject: str
    url: str | None
    told: list[str]


@dataclass(frozen=True)
class Section:
    """What changed in one table: its title, the number of changes of each kind, and each of them."""

    table: str
    title: str
    counts: str
    items: list[Item]

    @property
    def is_long(self) -> bool:
        """Whether the list is folded away until a reader asks for it."""
        return len(self.items) > LONGEST_LIST


def change_pages(site: Site, schema: Schema) -> Iterator[Page]:
    """Yield the list of versions and a page for each, with what changed."""
    versions = [describe_version(site, schema, row) for row in site.ask("all_releases")]
    released = [version for version in versions if version["released_on"]]
    draft = next((version for version in versions if not version["released_on"]), None)
    listed = {"title": gettext("What changed"), "released": released, "draft": draft}
    yield Page("changes/index.html", "changes.html", listed)
    for version in versions:
        title = gettext("Not released yet")
        if version["released_on"]:
            title = gettext("What changed with %(version)s", version=version["version"])
        yield Page(f"{version['url'].strip('/')}/index.html", "release.html", {"title": title, "release": version})


def describe_version(site: Site, schema: Schema, row: Row) -> Row:
    """Return a version with its address and what changed with it, table by table."""
    name = row["version"]
    rows = site.of("changes_of_version", "version", name)
    sections = [describe_table(schema, table, list(group)) for table, group in groupby(rows, _table_of)]
    sections.sort(key=lambda section: section.table not in STANDINGS)
    return row | {"url": f"/changes/{name if row['released_on'] else NEXT}/", "sections": sections}


def _table_of(row: Row) -> str:
    return str(row["table_name"])


def describe_table(schema: Schema, name: str, rows: list[Row]) -> Section:
    """Return what changed in one table."""
    title = schema.tables[name].title if name in schema.tables else gettext(STANDINGS.get(name, name))
    lines = groupby(rows, lambda row: (row["what"], row["change"], row["row_key"]))
    return Section(name, title, count_changes(rows), [describe_change(list(group)) for _, group in lines])


def count_changes(rows: Iterable[Row]) -> str:
    """Return how much of a table was added, changed and removed, in words."""
    found = dict.fromkeys((row["what"], row["change"], row["row_key"] or row["field"]) for row in rows)
    counts: dict[tuple[str, str], int] = {}
    for what, change, _ in found:
        counts[what, change] = counts.get((what, change), 0) + 1
    return ", ".join(COUNTS[kind](number) for kind, number in counts.items())


def describe_change(rows: list[Row]) -> Item:
    """Return one line for the changes of one row, or for a table or columns that came or went."""
    first = rows[0]
    change = show_word(first["change"], "change")
    if first["what"] == "table":
        rows_in_words = ngettext("%(num)s row", "%(num)s rows", int(first["after"] or first["before"]))
        return Item(gettext("The table"), None, [f"{change}, {rows_in_words}"])
    if first["what"] == "column":
        return Item(gettext("Columns"), None, [f"{change}: {', '.join(row['field'] for row in rows)}"])
    subject = first["subject"] or first["row_key"]
    if first["change"] == "changed":
        return Item(subject, first["url"], [_tell_value(row) for row in rows])
    return Item(subject, first["url"], [": ".join(filter(None, [change, shorten(first["words"])]))])


def _tell_value(row: Row) -> str:
    name = row["field"].removesuffix("_on").replace("_", " ")
    before, after = (shorten(row[when]) or gettext("empty") for when in ("before", "after"))
    return f"{name}: {before} → {after}"


def shorten(text: str | None) -> str:
    """Return a text on one line, cut where it is long."""
    line = " ".join((text or "").split())
    return line if len(line) <= LONGEST_VALUE else line[: LONGEST_VALUE - 1].rstrip() + "…"


def release_feed(site: Site, schema: Schema) -> Feed:
    """Return the feed of releases, newest first."""
    released = [describe_version(site, schema, row) for row in site.ask("all_releases") if row["released_on"]]
    about = gettext("Each release of the record, with what it added, changed and removed.")
    entries = [describe_release(version) for version in released]
    return Feed(FEED_KEY, FEED, "/changes/", f"{schema.title}: {gettext('what changed')}", about, entries)


def describe_release(version: Row) -> Entry:
    """Return a release as an entry of the feed."""
    return Entry(
        key=f"{FEED_KEY}:{version['version']}",
        url=version["url"],
        title=gettext("Version %(version)s", version=version["version"]),
        summary=summarise_version(version),
        updated=version["released_on"],
        published=version["released_on"],
    )


def summarise_version(version: Row) -> str:
    """Return what changed with a version as a short list in HTML."""
    ends = gettext("The record ends on %(day)s.", day=show_partial(version["as_on"]))
    if not version["previous"]:
        return f"<p>{ends} {gettext('The first release.')}</p>"
    lines = "".join(f"<li>{escape(section.title)}: {section.counts}</li>" for section in version["sections"])
    told = f"<ul>{lines}</ul>" if lines else f"<p>{gettext('Nothing changed in the files.')}</p>"
    since = gettext("Changes since %(version)s:", version=version["previous"])
    return f"<p>{ends} {since}</p>{told}"
