"""data/queries/*.sql → named questions, asked with their values bound."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from noticeboard.files import read_text
from noticeboard.problems import BuildError, Problem
from wording import gettext_noop

HEADER = re.compile(r"--\s*(title|description|group|param\s+\w+):\s*(.*)")
EXAMPLE = re.compile(r"^(?P<meaning>.*?)\s*\(example:\s*(?P<example>[^)]*)\)$")
STATEMENT = re.compile(r"(select|with)\b", re.IGNORECASE)
GROUPS = {
    "forces": gettext_noop("About forces"),
    "notices": gettext_noop("About notices"),
    "recommendations": gettext_noop("About recommendations"),
    "time": gettext_noop("About time"),
    "grades": gettext_noop("About grades"),
    "sources": gettext_noop("About sources, and what is not known"),
}
"""What questions are about, in the order in which readers are shown them."""
PLACE = re.compile(r"(?<![:\w]):(\w+)")
STUMBLED = re.compile(r'near "(\w+)"|no such \w+: (?:\w+\.)?(\w+)')


@dataclass(frozen=True)
class Parameter:
    """One value that a query asks for, what it means, and an example of it."""

    name: str
    meaning: str
    example: str


@dataclass(frozen=True)
class NamedQuery:
    """One question: its name, what it answers, its parameters, its SQL and the line where that begins; no group where pages alone ask it.

    head holds the comment lines above the statement, which tell of its columns too.
    """

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    sql: str
    group: str = ""
    line: int = 1
    head: str = ""

    @property
    def example(self) -> dict[str, str]:
        """The values with which the question can be tried."""
        return {parameter.name: parameter.example for parameter in self.parameters}


class Queries:
    """The questions of one folder, by name."""

    def __init__(self, folder: Path) -> None:
        self.by_name, problems = read_queries(folder)
        if problems:
            raise BuildError(problems)

    def run(self, db: sqlite3.Connection, name: str, **values: Any) -> list[dict[str, Any]]:
        """Ask a named question; returns one dictionary a row, in the order of the query."""
        cursor = db.execute(self.by_name[name].sql, values)
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor]


def read_queries(folder: Path) -> tuple[dict[str, NamedQuery], list[Problem]]:
    """Read every query of a folder; returns them by name, and a problem for each fault."""
    queries: dict[str, NamedQuery] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.sql")):
        name = f"data/queries/{path.name}"
        try:
            text = read_text(path, name)
        except BuildError as error:
            problems += error.problems
            continue
        queries[path.stem] = parse_query(path.stem, text)
        problems += [Problem(name, line, message) for line, message in _faults(queries[path.stem], text)]
    return queries, problems


def find_broken(db: sqlite3.Connection, queries: Iterable[NamedQuery]) -> Iterator[Problem]:
    """Yield a problem for each query that this database cannot run."""
    for query in queries:
        try:
            db.execute(f"explain {query.sql}", dict.fromkeys(query.example))
        except sqlite3.Error as error:
            name = f"data/queries/{query.name}.sql"
            yield Problem(
                name,
                _line_of_error(query, error),
                f"the query does not run: {str(error).rstrip('.')}. Mend the statement.",
            )


def _line_of_error(query: NamedQuery, error: sqlite3.Error) -> int:
    """Return the line of the word that SQLite stumbled on, or the statement's first."""
    found = STUMBLED.search(str(error))
    return query.line + (_line_of(rf"\b{re.escape(found[1] or found[2])}", query.sql) - 1 if found else 0)


def parse_query(name: str, text: str) -> NamedQuery:
    """Parse a query's header of comment lines and its one statement."""
    heads: dict[str, str] = {}
    parameters = []
    for line in text.splitlines():
        match = HEADER.match(line)
        if match and match[1].startswith("param"):
            parts = EXAMPLE.match(match[2])
            meaning, example = (parts["meaning"], parts["example"]) if parts else (match[2], "")
            parameters.append(Parameter(match[1].split()[1], meaning, example))
        elif match:
            heads[match[1]] = match[2].strip()
    lines = ["" if line.startswith("--") else line for line in text.splitlines()]
    first = next((number for number, line in enumerate(lines, 1) if line.strip()), 1)
    sql = "\n".join(lines).strip().rstrip(";")
    title, description, group = (heads.get(head, "") for head in ("title", "description", "group"))
    head = "".join(f"{line}\n" for line in text.splitlines()[: first - 1])
    return NamedQuery(name, title, description, tuple(parameters), sql, group, first, head)


def _faults(query: NamedQuery, text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and a message for each fault that can be seen without a database."""
    if not query.title or not query.description:
        yield 1, "the query has no title or no description. Begin the file with -- title: and -- description: lines."
    if not STATEMENT.match(query.sql):
        yield 1, "the file holds no question. Write one statement that begins with select or with."
    if query.group and query.group not in GROUPS:
        line = _line_of(r"-- group:", text)
        yield line, f"the group {query.group!r} is not known. Write one of: {', '.join(GROUPS)}."
    declared = {parameter.name for parameter in query.parameters}
    used = set(PLACE.findall(re.sub(r"'[^']*'", "''", query.sql)))
    for name in sorted(used - declared):
        remedy = f"Add a line -- param {name}: its meaning (example: a value)."
        yield _line_of(rf":{name}\b", text), f"the parameter :{name} is not declared. {remedy}"
    for name in sorted(declared - used):
        line = _line_of(rf"-- param {name}:", text)
        yield line, f"the parameter {name!r} is declared but not used. Take its line out."


def _line_of(pattern: str, text: str) -> int:
    match = re.search(pattern, text)
    return text.count("\n", 0, match.start()) + 1 if match else 1
