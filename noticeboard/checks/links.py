"""Whether links lead to pages, and which pages there are."""

import re
from collections.abc import Iterator

from noticeboard.checks.faults import at
from noticeboard.checks.sources import host_of
from noticeboard.checks.texts import lines_of_texts
from noticeboard.problems import Problem, did_you_mean
from noticeboard.record import Record

LINK = re.compile(r"(?:\]\(|^ {0,3}\[[^\]]+\]:)\s*<?([^()<>\s]*(?:\([^()]*\)[^()<>\s]*)*)")
"""The target of a link in Markdown, in place or below the text."""

FOLDERS = {
    "notices": "notices/",
    "recommendations": "recommendations/",
    "forces": "forces/",
    "stories": "news/",
    "guides": "",
    "areas": "areas/",
    "topics": "topics/",
    "inspectors": "inspectors/",
}
"""The tables whose rows have pages, and the folder of the site in which they stand."""

LISTS = {
    "as-it-stood",
    "changes",
    "coverage",
    "downloads",
    "downloads/dictionary",
    "downloads/latest",
    "overdue",
    "press",
    "questions",
    "search",
    "updates",
    "years",
}
"""The pages that are there whatever rows there are, but for the list of each folder."""

PARTS = {"comments", "components", "data", "pagefind", "related", "theme"}
"""What else is served at the top of the site, and no text links to."""


def links_lead_to_pages(record: Record) -> Iterator[Problem]:
    """A link within the site, in any text, leads to a page that exists."""
    known = set(page_addresses(record))
    unjudged = tuple(f"/{FOLDERS[table]}" for table in FOLDERS if _lacks_pages(record, table))
    for path, number, line in lines_of_texts(record):
        for target in LINK.findall(line):
            if not _leads_somewhere(target, known) and not (unjudged and target.startswith(unjudged)):
                remedy = "Link to an existing page or to an https:// address."
                message = f"the link {target!r} leads nowhere.{did_you_mean(target, known)} {remedy}"
                yield Problem(path, number, message)


def _leads_somewhere(target: str, known: set[str]) -> bool:
    path = target.partition("#")[0]
    is_served = path == "/data" or path.startswith(("/data/", "/data.", "/changes/", "/comments/", "/downloads/"))
    return bool(host_of(target)) or not path or is_served or path in known


def page_addresses(record: Record) -> Iterator[str]:
    """Yield the address of every page that a text may count on: not of those for one year, one month or one choice."""
    yield "/"
    yield from (f"/{name}/" for name in LISTS)
    yield from (f"/{folder}" for folder in FOLDERS.values() if folder)
    for table, folder in FOLDERS.items():
        yield from (f"/{folder}{key}/" for key in _keys_with_pages(record, table))


def _keys_with_pages(record: Record, table: str) -> set[str]:
    """Return the keys of the rows that have pages; of areas and inspectors, those of a confirmed notice."""
    confirmed = {row["notice"]: row for row in record["notices"] if row["is_confirmed"]}
    if table == "areas":
        return {row["area"] for row in record["causes"] if row["notice"] in confirmed}
    if table == "inspectors":
        return {row["inspector"] for row in confirmed.values() if row["inspector"]}
    return record.keys(table)


def _lacks_pages(record: Record, table: str) -> bool:
    needed = {table, "causes", "notices"} if table in ("areas", "inspectors") else {table}
    return not record.lacking.isdisjoint(needed)


def corrections_are_of_pages(record: Record) -> Iterator[Problem]:
    """A correction names a page that exists, or none."""
    known = [address.strip("/") for address in page_addresses(record)]
    for row in record["corrections"] if not record.lacking else ():
        if row["page"] and row["page"] not in known:
            message = f"page {row['page']!r} does not exist.{did_you_mean(row['page'], known)}"
            yield at(row, f"{message} Write it as notices/<id>, without slashes at its ends.")


def guides_have_an_address_of_their_own(record: Record) -> Iterator[Problem]:
    """A guide does not take the place of a part of the site."""
    served = PARTS | {name.partition("/")[0] for name in (*LISTS, *FOLDERS.values())}
    for row in record["guides"]:
        if row["guide"] in served:
            yield at(row, f"/{row['guide']}/ is a part of the site already. Give the file another name.")
