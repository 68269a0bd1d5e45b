"""New rows → the files that hold them, all of them written or none."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from noticeboard.editing.kinds import Kind, Refused
from noticeboard.editing.rows import Given, NewRow, plan_rows
from noticeboard.frontmatter import FENCE
from noticeboard.problems import BuildError, Problem
from noticeboard.record import LEDGER, Record, read_record
from noticeboard.schema import Schema, Table
from noticeboard.table_writer import insert_rows

Texts = dict[str, str]
"""The text that each file is to have, by its path below the root."""


@dataclass(frozen=True, order=True)
class Place:
    """Where something new stands; line 0 stands for a whole file."""

    path: str
    line: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


def add(root: Path, schema: Schema, kind: Kind, given: Given) -> list[Place]:
    """Write the rows and the file of a new thing below the root; returns where they stand, in order.

    Raises BuildError where the record cannot be read whole, and Refused where the new thing is not sound or a file
    cannot be written; nothing is written then.
    """
    rows = plan_rows(_read_whole_record(root, schema), kind, given)
    texts, places = _insert(root, rows)
    if (row := rows[0]).table.files:
        path = row.table.files.replace("*", row.key[0])
        texts[path] = _make_document(row)
        places.append(Place(path))
    _write(root, texts)
    return sorted(places)


def _read_whole_record(root: Path, schema: Schema) -> Record:
    """Read the record; raises BuildError where rows could not be read, for the next id depends on all of them."""
    record, problems = read_record(root, schema)
    lacking = [table for table in (*schema.tables.values(), LEDGER) if table.name in record.lacking]
    if lacking:
        raise BuildError(problem for problem in problems if any(_is_of(problem, table) for table in lacking))
    return record


def _is_of(problem: Problem, table: Table) -> bool:
    return problem.path == table.path or fnmatch(problem.path, table.files)


def _insert(root: Path, rows: list[NewRow]) -> tuple[Texts, list[Place]]:
    """Put rows into the texts of their tables' files."""
    by_path: dict[str, list[NewRow]] = defaultdict(list)
    for row in rows:
        if row.table.columns:
            by_path[row.table.path].append(row)
    texts, places = {}, []
    for path, added in by_path.items():
        text = (root / path).read_bytes().decode()
        texts[path], lines = insert_rows(text, added[0].table, [row.cells for row in added])
        places += [Place(path, line) for line in lines]
    return texts, places


def _make_document(row: NewRow) -> str:
    """Return a Markdown file with its front matter; the text is to be written, and so is whatever is required and not known."""
    lines = list(_front_matter(row))
    return "\n".join([FENCE, *lines, FENCE, "", ""])


def _front_matter(row: NewRow) -> Iterator[str]:
    if row.table.columns:
        yield f"{row.table.primary_key[0]}: {row.key[0]}"
    for field in row.table.fields:
        text = row.cells.get(field.name, "")
        if field.written_in == "front matter" and (text or field.required):
            yield f"{field.name}: {text}".rstrip()
    if row.is_draft:
        yield "status: draft"


def _write(root: Path, texts: Texts) -> None:
    """Write each text beside its file, then put all in their places; raises Refused where one cannot be written."""
    drafts: dict[str, Path] = {}
    try:
        for path, text in texts.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            drafts[path] = root / f"{path}.new"
            drafts[path].write_bytes(text.encode())
        for path, draft in drafts.items():
            draft.replace(root / path)
    except OSError as error:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
        raise Refused(f"{path} cannot be written: {error.strerror}. Look at its folder.") from error
