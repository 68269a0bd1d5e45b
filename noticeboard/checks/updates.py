"""Whether an update says what it is about, and what its status, progress or reply rests on."""

from collections.abc import Iterator

from noticeboard.checks.faults import at
from noticeboard.problems import Problem
from noticeboard.record import Record

STATUS_KINDS = {"status", "cause closed"}


def updates_have_one_subject(record: Record) -> Iterator[Problem]:
    """An update is about exactly one of a notice, a cause and a recommendation."""
    for row in record["updates"]:
        subjects = [name for name in ("notice", "cause", "recommendation") if row[name]]
        if len(subjects) != 1:
            found = " and ".join(subjects) or "nothing"
            yield at(row, f"the update is about {found}. Fill in exactly one of notice, cause and recommendation.")


def statuses_have_a_basis(record: Record) -> Iterator[Problem]:
    """A status says what it rests on, and stands on an update of a kind that has one."""
    for row in record["updates"]:
        if row["status"] and not row["basis"]:
            yield at(row, f"the status {row['status']!r} has no basis. Say what it rests on.")
        if row["basis"] and not row["status"]:
            yield at(row, f"the basis {row['basis']!r} has no status. Fill in the status or take the basis out.")
        if row["kind"] and (row["kind"] in STATUS_KINDS) != bool(row["status"]):
            yield at(
                row,
                f"kind {row['kind']!r} and status {row['status'] or ''!r} do not go together. A status has the kind status or cause closed.",
            )


def statuses_are_of_causes_or_recommendations(record: Record) -> Iterator[Problem]:
    """Only a cause or a recommendation has a status, and only a recommendation is superseded."""
    for row in record["updates"]:
        if row["status"] and row["notice"]:
            yield at(row, "a notice has no status of its own. Give the status to its causes or recommendations.")
        if row["status"] == "superseded" and not row["recommendation"]:
            yield at(row, "only a recommendation is superseded. Choose another status.")
        if row["kind"] == "cause closed" and not row["cause"]:
            yield at(row, "kind 'cause closed' names no cause. Fill in the cause.")


def progress_is_of_recommendations(record: Record) -> Iterator[Problem]:
    """Progress stands on updates of that kind, about a recommendation."""
    for row in record["updates"]:
        if row["kind"] and (row["kind"] == "progress") != bool(row["progress"]):
            yield at(
                row,
                f"kind {row['kind']!r} and progress {row['progress'] or ''!r} do not go together. Fill in both or neither.",
            )
        if row["progress"] and not row["recommendation"]:
            yield at(row, "progress names no recommendation. Fill in the recommendation.")


def replies_say_what_they_answer(record: Record) -> Iterator[Problem]:
    """A response of a policing body is a formal reply or a statement, and a formal reply says what it answers."""
    for row in record["updates"]:
        answers = row["answers_notice"] or row["answers_update"]
        if row["kind"] and (row["kind"] == "policing body response") != bool(row["reply"]):
            yield at(
                row,
                "only a policing body response is a reply, and each is formal or a statement. Fill in kind and reply.",
            )
        elif row["reply"] == "formal" and not answers:
            yield at(row, "the formal reply does not say what it answers. Fill in answers_notice or answers_update.")
