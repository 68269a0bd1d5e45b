"""The rules that rows must keep beyond their own form: one function, one sentence each."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import pairwise
from urllib.parse import urlsplit

from noticeboard.dates import earliest, latest
from noticeboard.problems import Problem, did_you_mean
from noticeboard.record import Record
from noticeboard.schema import ForeignKey, Table
from noticeboard.tables import Row

LINK = re.compile(r"(?:\]\(|^ {0,3}\[[^\]]+\]:)\s*<?([^()<>\s]*(?:\([^()]*\)[^()<>\s]*)*)")
"""The target of a link in Markdown, in place or below the text."""

PICTURE = re.compile(r"!\[[^\]]*\][\[(]")
STATUS_KINDS = {"status", "cause closed"}
FOLDERS = {
    "notices": "notices/",
    "recommendations": "recommendations/",
    "forces": "forces/",
    "stories": "news/",
    "guides": "",
}
"""The tables whose rows have pages, and the folder of the site in which they stand."""

SERVED = {"comments", "data", "forces", "news", "notices", "recommendations", "related", "theme"}
"""What stands at the top of the site already, so that no guide can."""

FACT_DATES = (
    ("figures", "counted_on"), ("grade_counts", "published_on"), ("grades", "published_on"),
    ("notices", "inspected_on"), ("notices", "inspected_until_on"), ("notices", "published_not_before_on"),
    ("notices", "published_on"), ("sources", "published_on"), ("stages", "started_on"), ("stories", "event_on"),
    ("updates", "happened_on"),
)  # fmt: skip

Check = Callable[[Record], Iterator[Problem]]


def check_record(record: Record) -> list[Problem]:
    """Return every fault that the rules find in the record, in order."""
    return sorted({problem for check in CHECKS for problem in check(record)})


def _at(row: Row, message: str) -> Problem:
    return Problem(row.path, row.line, message)


def references_exist(record: Record) -> Iterator[Problem]:
    """Whatever a row points to exists."""
    for table in record.schema.tables.values():
        for key in table.foreign_keys:
            if key.table not in record.lacking:
                yield from _broken_references(record, table, key)


def _broken_references(record: Record, table: Table, key: ForeignKey) -> Iterator[Problem]:
    known = {tuple(row[name] for name in key.other_fields) for row in record[key.table]}
    other = record.schema.tables[key.table]
    nearest = cache(partial(did_you_mean, known=[" ".join(map(str, item)) for item in known]))
    for row in record[table.name]:
        value = tuple(row[name] for name in key.fields)
        if None in value or value in known:
            continue
        shown = " ".join(map(str, value))
        where = other.path if other.columns else other.files
        yield _at(row, f"unknown {key.fields[0]} {shown!r}.{nearest(shown)} {other.title} are listed in {where}.")


def updates_have_one_subject(record: Record) -> Iterator[Problem]:
    """An update is about exactly one of a notice, a cause and a recommendation."""
    for row in record["updates"]:
        subjects = [name for name in ("notice", "cause", "recommendation") if row[name]]
        if len(subjects) != 1:
            found = " and ".join(subjects) or "nothing"
            yield _at(row, f"the update is about {found}. Fill in exactly one of notice, cause and recommendation.")


def statuses_have_a_basis(record: Record) -> Iterator[Problem]:
    """A status says what it rests on, and stands on an update of a kind that has one."""
    for row in record["updates"]:
        if row["status"] and not row["basis"]:
            yield _at(row, f"the status {row['status']!r} has no basis. Say what it rests on.")
        if row["basis"] and not row["status"]:
            yield _at(row, f"the basis {row['basis']!r} has no status. Fill in the status or take the basis out.")
        if row["kind"] and (row["kind"] in STATUS_KINDS) != bool(row["status"]):
            yield _at(
                row,
                f"kind {row['kind']!r} and status {row['status'] or ''!r} do not go together. A status has the kind status or cause closed.",
            )


def statuses_are_of_causes_or_recommendations(record: Record) -> Iterator[Problem]:
    """Only a cause or a recommendation has a status, and only a recommendation is superseded."""
    for row in record["updates"]:
        if row["status"] and row["notice"]:
            yield _at(row, "a notice has no status of its own. Give the status to its causes or recommendations.")
        if row["status"] == "superseded" and not row["recommendation"]:
            yield _at(row, "only a recommendation is superseded. Choose another status.")
        if row["kind"] == "cause closed" and not row["cause"]:
            yield _at(row, "kind 'cause closed' names no cause. Fill in the cause.")


def progress_is_of_recommendations(record: Record) -> Iterator[Problem]:
    """Progress stands on updates of that kind, about a recommendation."""
    for row in record["updates"]:
        if row["kind"] and (row["kind"] == "progress") != bool(row["progress"]):
            yield _at(
                row,
                f"kind {row['kind']!r} and progress {row['progress'] or ''!r} do not go together. Fill in both or neither.",
            )
        if row["progress"] and not row["recommendation"]:
            yield _at(row, "progress names no recommendation. Fill in the recommendation.")


def replies_say_what_they_answer(record: Record) -> Iterator[Problem]:
    """A response of a policing body is a formal reply or a statement, and a formal reply says what it answers."""
    for row in record["updates"]:
        answers = row["answers_notice"] or row["answers_update"]
        if row["kind"] and (row["kind"] == "policing body response") != bool(row["reply"]):
            yield _at(
                row,
                "only a policing body response is a reply, and each is formal or a statement. Fill in kind and reply.",
            )
        elif row["reply"] == "formal" and not answers:
            yield _at(row, "the formal reply does not say what it answers. Fill in answers_notice or answers_update.")


def updates_have_one_date(record: Record) -> Iterator[Problem]:
    """A date known to the day leaves no room for a latest possible one."""
    for row in record["updates"]:
        happened, bound = row["happened_on"], row["happened_not_after_on"]
        if happened and bound and earliest(happened) > latest(bound):
            yield _at(row, f"happened_on {happened} is later than happened_not_after_on {bound}. Mend one of them.")


def nothing_is_later_than_the_record(record: Record) -> Iterator[Problem]:
    """No fact is later than the day on which the record ends."""
    as_on = next((row["as_on"] for row in record["record"] if row["as_on"]), "9999-12-31")
    for table, name in FACT_DATES:
        for row in record[table]:
            if row[name] and earliest(row[name]) > as_on:
                yield _at(
                    row,
                    f"{name} {row[name]} is later than the record, which ends on {as_on}. Mend the date, or move as_on in data/tables/record.csv.",
                )


def notices_follow_their_inspection(record: Record) -> Iterator[Problem]:
    """A notice is published after its inspection began, and an inspection ends after it began."""
    for row in record["notices"]:
        began, ended = row["inspected_on"] or "", row["inspected_until_on"] or ""
        published = latest(row["published_on"] or row["published_not_after_on"] or "9999")
        if earliest(began) > published:
            yield _at(row, f"inspected_on {began} is later than published_on {row['published_on']}. Mend one of them.")
        if ended and earliest(began) > latest(ended):
            yield _at(row, f"inspected_until_on {ended} is earlier than inspected_on {began}. Mend one of them.")


def deadlines_follow_their_notice(record: Record) -> Iterator[Problem]:
    """No recommendation falls due before its notice was published."""
    published = {row["notice"]: earliest(row["published_on"] or "") for row in record["notices"]}
    notices = {row["cause"]: row["notice"] for row in record["causes"]}
    for row in record["recommendations"]:
        since = published.get(notices.get(row["cause"], ""), "")
        if row["due_on"] and latest(row["due_on"]) < since:
            yield _at(
                row, f"due_on {row['due_on']} is earlier than the notice, published on {since}. Mend one of them."
            )


def stages_alternate(record: Record) -> Iterator[Problem]:
    """A force's next stage is another one than its last."""
    for before, row in pairwise(record["stages"]):
        if before["force"] == row["force"] and before["stage"] == row["stage"]:
            yield _at(
                row, f"{row['force']} was in {row['stage']} already, since {before['started_on']}. Take one row out."
            )


def ids_follow_their_notice(record: Record) -> Iterator[Problem]:
    """The id of a cause, a recommendation or an update begins with its notice's."""
    causes = {row["cause"]: row["notice"] for row in record["causes"]}
    recommendations = {row["recommendation"]: causes.get(row["cause"]) for row in record["recommendations"]}
    for row in record["causes"]:
        yield from _id_mismatch(row, "cause", row["notice"], "[a-z]")
    for row in record["recommendations"]:
        yield from _id_mismatch(row, "recommendation", causes.get(row["cause"]), str(row["number"] or "[0-9]+"))
    for row in record["updates"]:
        notice = row["notice"] or causes.get(row["cause"]) or recommendations.get(row["recommendation"])
        yield from _id_mismatch(row, "update_id", notice, "u[0-9]+")


def _id_mismatch(row: Row, key: str, notice: str | None, end: str) -> Iterator[Problem]:
    if notice and row[key] and not re.fullmatch(f"{re.escape(notice)}-{end}", row[key]):
        message = f"{key} {row[key]!r} is not of the form {notice}-{end}."
        yield _at(row, f"{message} An id begins with its notice's; mend one of them.")


def causes_agree_with_the_number_stated(record: Record) -> Iterator[Problem]:
    """A notice holds no more causes than it states."""
    held = Counter(row["notice"] for row in record["causes"])
    yield from _too_many(record["notices"], "notice", "causes_stated", "causes of concern", held)


def recommendations_agree_with_the_number_stated(record: Record) -> Iterator[Problem]:
    """A notice and a cause hold no more recommendations than they state."""
    by_cause = Counter(row["cause"] for row in record["recommendations"])
    notices = {row["cause"]: row["notice"] for row in record["causes"]}
    by_notice = Counter(notices.get(row["cause"], "") for row in record["recommendations"])
    yield from _too_many(record["causes"], "cause", "recommendations_stated", "recommendations", by_cause)
    yield from _too_many(record["notices"], "notice", "recommendations_stated", "recommendations", by_notice)


def _too_many(rows: list[Row], key: str, stated: str, what: str, held: Counter[str]) -> Iterator[Problem]:
    for row in rows:
        if row[stated] and held[row[key]] > row[stated]:
            yield _at(row, f"{row[key]} holds {held[row[key]]} {what} but states {row[stated]}. Mend one of them.")


def addresses_are_of_the_web(record: Record) -> Iterator[Problem]:
    """A page's address begins with http:// or https:// and names a host."""
    for table in record.schema.tables.values():
        for field in table.fields:
            if field.format == "uri":
                for row in record[table.name]:
                    if row[field.name] and not _host(row[field.name]):
                        message = f"{field.name} {row[field.name]!r} is not an address of the web."
                        yield _at(row, f"{message} Write it with https://.")


def _host(address: str) -> str:
    """Return the host of an http(s) address, or nothing where the text is not one."""
    try:
        parts = urlsplit(address)
    except ValueError:  # such as http://[x
        return ""
    return parts.netloc if parts.scheme in {"http", "https"} else ""


def publishers_are_hosts(record: Record) -> Iterator[Problem]:
    """A source's publisher is the host of its address."""
    for row in record["sources"]:
        host = _host(row["source"] or "")
        if host and row["publisher"] and host != row["publisher"]:
            yield _at(row, f"publisher {row['publisher']!r} is not the host of the address. Write {host!r}.")


def dates_of_sources_have_a_basis(record: Record) -> Iterator[Problem]:
    """A source's date says whether the page states it, and nothing says so of no date."""
    for row in record["sources"]:
        if bool(row["published_on"]) != bool(row["published_basis"]):
            yield _at(row, "published_on and published_basis do not go together. Fill in both or neither.")


def links_lead_to_pages(record: Record) -> Iterator[Problem]:
    """A link within the site, in any text, leads to a page that exists."""
    known = set(page_addresses(record))
    unjudged = tuple(f"/{FOLDERS[table]}" for table in record.lacking if table in FOLDERS)
    for path, number, line in _lines_of_texts(record):
        for target in LINK.findall(line):
            if not _leads_somewhere(target, known) and not (unjudged and target.startswith(unjudged)):
                remedy = "Link to an existing page or to an https:// address."
                message = f"the link {target!r} leads nowhere.{did_you_mean(target, known)} {remedy}"
                yield Problem(path, number, message)


def _leads_somewhere(target: str, known: set[str]) -> bool:
    path = target.partition("#")[0]
    is_served = path == "/data" or path.startswith(("/data/", "/data.", "/comments/"))
    return bool(_host(target)) or not path or is_served or path in known


def page_addresses(record: Record) -> Iterator[str]:
    """Yield the address of every page that the site publishes."""
    yield from ("/", "/coverage/", "/questions/", "/as-it-stood/", "/overdue/")
    for table, folder in FOLDERS.items():
        if folder:
            yield f"/{folder}"
        yield from (f"/{folder}{key}/" for key in record.keys(table))


def texts_show_no_pictures(record: Record) -> Iterator[Problem]:
    """A text shows no picture: the site has none of its own, and no page may ask another site for one."""
    for path, number, line in _lines_of_texts(record):
        if PICTURE.search(line):
            yield Problem(path, number, "a picture stands in the text. Take it out, or write a link to it.")


def _lines_of_texts(record: Record) -> Iterator[tuple[str, int, str]]:
    """Yield the path, the number and the text of every line of Markdown."""
    for table in record.schema.tables.values():
        for row in record[table.name] if table.files else ():
            for number, line in enumerate((row["body"] or "").split("\n"), start=row.text_line):
                yield row.text_path, number, line


def guides_have_an_address_of_their_own(record: Record) -> Iterator[Problem]:
    """A guide does not take the place of a part of the site."""
    for row in record["guides"]:
        if row["guide"] in SERVED:
            yield _at(row, f"/{row['guide']}/ is a part of the site already. Give the file another name.")


def the_record_is_one_row(record: Record) -> Iterator[Problem]:
    """The record says of itself in exactly one row on which day it ends."""
    rows = record["record"]
    if len(rows) != 1 and "record" not in record.lacking:
        path = record.schema.tables["record"].path
        yield Problem(path, max([1, *(row.line for row in rows)]), f"the record has {len(rows)} rows. It has one.")


CHECKS: tuple[Check, ...] = (
    references_exist,
    updates_have_one_subject,
    statuses_have_a_basis,
    statuses_are_of_causes_or_recommendations,
    progress_is_of_recommendations,
    replies_say_what_they_answer,
    updates_have_one_date,
    nothing_is_later_than_the_record,
    notices_follow_their_inspection,
    deadlines_follow_their_notice,
    stages_alternate,
    ids_follow_their_notice,
    causes_agree_with_the_number_stated,
    recommendations_agree_with_the_number_stated,
    addresses_are_of_the_web,
    publishers_are_hosts,
    dates_of_sources_have_a_basis,
    links_lead_to_pages,
    texts_show_no_pictures,
    guides_have_an_address_of_their_own,
    the_record_is_one_row,
)
