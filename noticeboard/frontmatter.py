"""A Markdown file → its fields, each with its line number, and its body."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from noticeboard.files import read_text
from noticeboard.problems import BuildError, Problem

FENCE = "---"


@dataclass(frozen=True)
class Document:
    """A Markdown file: flat `key: value` fields as they stand, their lines, and the text after them."""

    path: str
    fields: dict[str, str]
    lines: dict[str, int]
    body: str
    body_line: int


def read_document(path: Path, name: str) -> tuple[Document | None, list[Problem]]:
    """Read a Markdown file, called `name` in messages; returns no document where its front matter cannot be read."""
    try:
        return parse_document(read_text(path, name), name)
    except BuildError as error:
        return None, error.problems


def parse_document(text: str, name: str) -> tuple[Document | None, list[Problem]]:
    """Parse the text of a Markdown file with front matter."""
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        return None, [
            Problem(name, 1, "the file does not begin with front matter. Begin it with a line of three dashes.")
        ]
    end = next((i for i, line in enumerate(lines[1:], start=1) if line.rstrip() == FENCE), 0)
    if not end:
        return None, [Problem(name, 1, "the front matter has no end. Close it with a line of three dashes.")]
    fields: dict[str, str] = {}
    places: dict[str, int] = {}
    problems = []
    for number, key, value, fault in _parse_fields(lines[1:end]):
        if not fault and key in fields:
            fault = f"{key!r} stands here and on line {places[key]}. Keep one of them."
        if fault:
            problems.append(Problem(name, number, fault))
        else:
            fields[key], places[key] = value, number
    body = end + 1
    while body < len(lines) and not lines[body].strip():
        body += 1
    return Document(name, fields, places, "\n".join(lines[body:]).strip(), body + 1), problems


def _parse_fields(lines: list[str]) -> Iterator[tuple[int, str, str, str]]:
    """Yield line number, key, value and fault of each line between the fences; blank lines count for nothing."""
    for number, line in enumerate(lines, start=2):
        key, colon, value = line.partition(":")
        if not line.strip():
            continue
        if not colon or not key.strip():
            yield number, "", "", f"{line.strip()!r} is not a field. Write it as key: value."
        else:
            yield number, key.strip(), value.strip(), ""
