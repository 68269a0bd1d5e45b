"""The kinds of things that an editor adds, and how the id of each follows from what is said of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from noticeboard.checks.sources import host_of
from noticeboard.checks.subjects import notices_of_causes, notices_of_recommendations
from noticeboard.editing.ids import next_letter, next_number
from noticeboard.problems import did_you_mean
from noticeboard.record import Record
from noticeboard.table_writer import Cells

Derive = Callable[[Record, Cells], Cells]


class Refused(Exception):
    """Nothing was written; `messages` say each reason and how to mend it."""

    def __init__(self, *messages: str) -> None:
        self.messages = messages
        super().__init__("\n".join(messages))


def derive_nothing(_record: Record, _given: Cells) -> Cells:
    """Return no cells: an editor says everything of such a thing."""
    return {}


def derive_notice(_record: Record, given: Cells) -> Cells:
    """Name a notice by its force and the month of its publication, where the editor names it not otherwise."""
    if given.get("notice"):
        return {}
    if not given.get("published_on"):
        raise Refused("the notice has no id. Say when it was published, or give its id with --notice.")
    return {"notice": f"{given['force']}-{given['published_on'][:7]}"}


def derive_cause(record: Record, given: Cells) -> Cells:
    """Name a cause by its notice and the next letter."""
    begin = f"{given['notice']}-"
    letter = next_letter(record, "causes", begin)
    if not letter:
        raise Refused(f"after {begin}z there is no letter left. Make a second notice.")
    return {"cause": begin + letter}


def derive_recommendation(record: Record, given: Cells) -> Cells:
    """Number a recommendation within the notice of its cause; nothing where the cause is not known."""
    notice = notices_of_causes(record).get(given["cause"])
    if not notice:
        return {}
    number = next_number(record, "recommendations", f"{notice}-")
    return {"recommendation": f"{notice}-{number}", "number": str(number)}


def derive_update(record: Record, given: Cells) -> Cells:
    """Number an update within the notice of what it is about, and say which of the three that is."""
    subject = given["subject"]
    notices: dict[str, Mapping[str, str | None]] = {
        "notice": {notice: notice for notice in record.keys("notices")},
        "cause": notices_of_causes(record),
        "recommendation": notices_of_recommendations(record),
    }
    for field, known in notices.items():
        if notice := known.get(subject):
            return {field: subject, "update_id": f"{notice}-u{next_number(record, 'updates', f'{notice}-u')}"}
    near = did_you_mean(subject, [key for known in notices.values() for key in known])
    raise Refused(f"no notice, cause or recommendation is called {subject!r}.{near} Write its id.")


def derive_source(_record: Record, given: Cells) -> Cells:
    """Take the host of a page's address as its publisher."""
    return {"publisher": host_of(given["source"])}


@dataclass(frozen=True)
class Kind:
    """A kind of thing: its table, the fields that are said first, those that follow, and the kind that it never comes without."""

    name: str
    table: str
    arguments: tuple[str, ...]
    derive: Derive = derive_nothing
    derived: tuple[str, ...] = ()
    companion: str = ""
    may_be_draft: bool = False


KINDS = {
    kind.name: kind
    for kind in (
        Kind("notice", "notices", ("force", "published_on"), derive_notice, companion="cause"),
        Kind("cause", "causes", ("notice",), derive_cause, ("cause",)),
        Kind("recommendation", "recommendations", ("cause",), derive_recommendation, ("recommendation", "number")),
        Kind("update", "updates", ("subject",), derive_update, ("update_id", "notice", "cause", "recommendation")),
        Kind("stage", "stages", ("force", "started_on")),
        Kind("story", "stories", ("story",), may_be_draft=True),
        Kind("press", "press", ("press",)),
        Kind("source", "sources", ("source",), derive_source, ("publisher",)),
        Kind("publisher", "publishers", ("publisher",)),
        Kind("inspector", "inspectors", ("inspector",)),
        Kind("correction", "corrections", ("correction",)),
    )
}
"""Every kind by its name, in the order in which the commands list them."""
