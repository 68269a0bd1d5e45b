"""The record's rows → the feeds that readers follow: everything, notices, updates, stories, each force, each topic.

An entry is as new as the latest day that its date can mean, and no newer than the record; its title tells the date as far as
it is known. It says when it was published only where that is known to the day. What bears no date at all is in no feed.
"""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from markupsafe import escape

from noticeboard.dates import latest
from noticeboard.site.atom import Entry, Feed, Imprint
from noticeboard.site.display import is_day, make_markdown, show_date, show_markdown
from noticeboard.site.pages import Row, Site
from noticeboard.site.vocabulary import show_word
from wording import gettext, gettext_noop

NEWEST = 50
ABOUT = gettext_noop(
    "An entry whose day is not known stands at the latest day that it can be; its title tells what is known."
)
REPLIES = {"formal": gettext_noop("%(kind)s (a formal reply)"), "statement": gettext_noop("%(kind)s (a statement)")}


def list_feeds(site: Site, imprint: Imprint) -> Iterator[Feed]:
    """Yield every feed of what the record and our stories tell."""
    timeline = site.ask("all_updates")
    details = {row["notice"]: row for row in site.ask("confirmed_notices")}
    updates = [describe_update(row, details[row["notice"]], imprint) for row in timeline]
    notices = [entry for entry, row in zip(updates, timeline, strict=True) if row["kind"] == "published"]
    stories = [describe_story(row, imprint) for row in site.ask("all_stories")]
    yield make_feed("", gettext("everything new"), [*updates, *stories])
    yield make_feed("notices/", gettext("notices"), notices)
    yield make_feed("updates/", gettext("what happened"), updates)
    yield make_feed("news/", gettext("our stories"), stories)
    yield from force_feeds(site, updates, stories)
    yield from topic_feeds(site, notices, stories, imprint)


def force_feeds(site: Site, updates: list[Entry], stories: list[Entry]) -> Iterator[Feed]:
    """Yield a feed a force: what happened with its notices, and our stories about it."""
    for force in site.ask("all_forces"):
        key = force["force"]
        about = {f"/notices/{row['notice']}/" for row in site.of("confirmed_notices", "force", key)}
        about |= {f"/news/{row['story']}/" for row in site.of("stories_of_force", "force", key)}
        yield make_feed(f"forces/{key}/", force["name"], keep(about, [*updates, *stories]))


def topic_feeds(site: Site, notices: list[Entry], stories: list[Entry], imprint: Imprint) -> Iterator[Feed]:
    """Yield a feed a topic: notices and our stories on it, and what others published."""
    pages = [(row["url"], (row["topics"] or "").split()) for row in site.ask("pages_with_threads")]
    for topic in site.ask("all_topics"):
        key = topic["topic"]
        about = {url for url, topics in pages if key in topics}
        press = [describe_press(row, imprint) for row in site.of("press_of_topic", "topic", key) if row["published_on"]]
        yield make_feed(f"topics/{key}/", topic["name"], [*keep(about, [*notices, *stories]), *press])


def keep(addresses: set[str], entries: Iterable[Entry]) -> list[Entry]:
    """Keep the entries that lead to some of our pages."""
    return [entry for entry in entries if entry.url in addresses]


def make_feed(folder: str, title: str, entries: Iterable[Entry]) -> Feed:
    """Return the feed of a folder's page: its newest entries, the newest first."""
    newest = sorted(sorted(entries, key=attrgetter("key")), key=attrgetter("updated"), reverse=True)[:NEWEST]
    key = f"feed:{folder.rstrip('/') or 'all'}"
    return Feed(key, f"{folder}feed.atom", f"/{folder}", f"Noticeboard: {title}", gettext(ABOUT), newest)


def describe_update(row: Row, notice: Row, imprint: Imprint) -> Entry:
    """Return an entry of a notice's timeline; that of its publication says what the notice is about."""
    about = notice["summary"] if row["kind"] == "published" else None
    told = " ".join(filter(None, [about, row["summary"], row["note"]]))
    is_one_day = row["happened_from"] == row["happened_to"] and is_day(row["happened_on"])
    return Entry(
        key=f"updates/{row['entry']}",
        url=f"/notices/{row['notice']}/",
        title=f"{row['notice_title']}: {name_kind(row)}, {tell_date(row)}",
        summary=_as_html(told, row["source"], row["publisher_name"]),
        updated=min(row["happened_to"], imprint.as_on),
        published=row["happened_on"] if is_one_day else None,
        kind=row["kind"],
    )


def name_kind(row: Row) -> str:
    """Return what kind of entry of a timeline it is, in words."""
    words = show_word(row["kind"], "entry")
    if row["reply"]:
        words = gettext(REPLIES[row["reply"]], kind=words)
    return f"{words}: {show_word(row['status'], row['kind'])}" if row["kind"] in ("status", "stage") else words


def tell_date(row: Row) -> str:
    """Return when it happened, as far as that is known."""
    names = ("happened_on", "happened_not_after_on", "happened_not_before_on", "happened_until_on")
    return show_date(*(row[name] for name in names))


def describe_story(row: Row, imprint: Imprint) -> Entry:
    """Return a story of ours, whole."""
    text = str(show_markdown(make_markdown(), row["body"]))
    return Entry(
        key=f"news/{row['story']}",
        url=f"/news/{row['story']}/",
        title=row["title"],
        summary=_as_html(row["summary"]),
        updated=row["modified"] or row["date"],
        published=row["date"],
        content=text.replace('href="/', f'href="{imprint.site_url}/'),
        kind="story",
    )


def describe_press(row: Row, imprint: Imprint) -> Entry:
    """Return what somebody else published, under our label; the entry leads to its publisher."""
    shown = show_date(row["published_on"], basis=row["published_basis"])
    is_stated = row["published_basis"] == "stated" and is_day(row["published_on"])
    return Entry(
        key=f"press/{row['press']}",
        url=row["source"],
        title=f"{row['label']} ({row['publisher_name']}, {shown})",
        summary=_as_html(row["summary"]),
        updated=min(latest(row["published_on"]), imprint.as_on),
        published=row["published_on"] if is_stated else None,
        author=row["publisher_name"],
        kind="press item",
    )


def _as_html(text: str, source: str | None = None, publisher: str | None = None) -> str:
    link = f'<a href="{escape(source)}">{escape(publisher)}</a>'
    return f"<p>{escape(text)}</p>" + (f"<p>{gettext('Source: %(link)s', link=link)}</p>" if source else "")
