"""Whether ids are made as they should be, and rows agree on what they name."""

import re
from collections.abc import Iterator

from noticeboard.checks.faults import at
from noticeboard.checks.subjects import notices_of_recommendations, updates_with_notices
from noticeboard.ledger import retired_ids
from noticeboard.problems import Problem
from noticeboard.record import Record
from noticeboard.tables import Row

END = re.compile(r"(.+)-(?:([b-z])|([1-9][0-9]*))")
"""An id that ends in a letter or a number before which another must come."""


def notices_are_named_for_their_force(record: Record) -> Iterator[Problem]:
    """The id of a notice, and so the name of its file, begins with its force's id."""
    forces = _forces_of_notices(record)
    for row in record["notices"]:
        force = forces.get(row["notice"])
        if force and not row["notice"].startswith(f"{force}-"):
            message = f"notice {row['notice']!r} does not begin with its force, {force!r}."
            yield at(row, f"{message} Mend the force, or the id here and in the file's name.")


def _forces_of_notices(record: Record) -> dict[str, str]:
    """Return the force of each notice whose force exists: of one that does not, another rule tells."""
    known = record.keys("forces")
    return {row["notice"]: row["force"] for row in record["notices"] if row["notice"] and row["force"] in known}


def ids_follow_their_notice(record: Record) -> Iterator[Problem]:
    """The id of a cause, a recommendation or an update begins with its notice's."""
    notices = notices_of_recommendations(record)
    for row in record["causes"]:
        yield from _id_mismatch(row, "cause", row["notice"], "[a-z]")
    for row in record["recommendations"]:
        end = str(row["number"] or "[0-9]+")
        yield from _id_mismatch(row, "recommendation", notices[row["recommendation"]], end)
    for row, notice in updates_with_notices(record):
        yield from _id_mismatch(row, "update_id", notice, "u[0-9]+")


def _id_mismatch(row: Row, key: str, notice: str | None, end: str) -> Iterator[Problem]:
    begin = f"{notice}-"
    if notice and row[key] and not (row[key].startswith(begin) and re.fullmatch(end, row[key].removeprefix(begin))):
        message = f"{key} {row[key]!r} is not of the form {notice}-{end}."
        yield at(row, f"{message} An id begins with its notice's; mend one of them.")


def causes_and_recommendations_leave_no_gap(record: Record) -> Iterator[Problem]:
    """The causes of a notice are lettered a, b, c and its recommendations numbered 1, 2, 3, those taken out counted."""
    for table in ("causes", "recommendations"):
        key = record.schema.tables[table].primary_key[0]
        known = record.keys(table) | retired_ids(record, table)
        for row in record[table] if table not in record.lacking else ():
            if (before := _id_before(row[key])) and before not in known:
                message = f"{key} {row[key]!r} comes after {before!r}, which does not exist. Leave no gap;"
                yield at(row, f"{message} if it was taken out, add it to data/tables/tombstones.csv.")


def _id_before(key: str) -> str:
    """Return the id that must come before one; nothing before the first."""
    match = END.fullmatch(key)
    if not match or match[3] == "1":
        return ""
    notice, letter, number = match.groups()
    return f"{notice}-{chr(ord(letter) - 1) if letter else int(number) - 1}"


def rows_name_the_force_of_their_notice(record: Record) -> Iterator[Problem]:
    """A row that names a force and a notice names the force that the notice is about."""
    forces = _forces_of_notices(record)
    for table in record.schema.tables.values():
        if {"force", "notice"} <= {field.name for field in table.fields} and table.name != "notices":
            for row in record[table.name]:
                force = forces.get(row["notice"])
                if force and row["force"] and row["force"] != force:
                    message = f"the force is {row['force']!r}, but {row['notice']} is about {force!r}."
                    yield at(row, f"{message} Mend one of them.")


def stories_name_the_forces_of_their_notices(record: Record) -> Iterator[Problem]:
    """A story about a notice is about its force."""
    forces = _forces_of_notices(record)
    named = {(row["story"], row["force"]) for row in record["stories_forces"]}
    for row in record["stories_notices"]:
        force = forces.get(row["notice"])
        if force and row["story"] and (row["story"], force) not in named:
            message = f"story {row['story']!r} is about {row['notice']} but not about {force!r}."
            yield at(row, f"{message} Add the force to data/tables/stories_forces.csv.")
