"""Whether texts hold only what belongs in them."""

import re
from collections.abc import Iterator

from noticeboard.problems import Problem
from noticeboard.record import Record
from noticeboard.schema import Field, Table

PICTURE = re.compile(r"!\[[^\]]*\][\[(]")

TAG = re.compile(r"<(?:!--|/?[a-zA-Z][a-zA-Z0-9-]*(?:\s[^<>]*)?/?>)")

GATHERING = "excerpt|snippet|stored cop(?:y|ie)|cached cop(?:y|ie)|look-?up|crawl|scrape"
"""Words by which a text would tell how its facts were gathered instead of what is known, and from which page."""

GATHERED = re.compile(rf"\b(?:{GATHERING})(?:s|d|ed|ing)?\b", re.IGNORECASE)

HINT = re.compile(GATHERING)
"""Found in a text without capitals four times as fast, and only then is it worth looking for the words themselves."""


def texts_show_no_pictures(record: Record) -> Iterator[Problem]:
    """A text shows no picture: the site has none of its own, and no page may ask another site for one."""
    for path, number, line in lines_of_texts(record):
        if PICTURE.search(line):
            yield Problem(path, number, "a picture stands in the text. Take it out, or write a link to it.")


def texts_are_not_html(record: Record) -> Iterator[Problem]:
    """A text in Markdown holds no HTML, which readers would see as it stands."""
    for path, number, line in lines_of_texts(record):
        if found := TAG.search(line):
            yield Problem(path, number, f"HTML stands in the text: {found[0]!r}. Readers would see it. Write Markdown.")


def texts_tell_what_is_known(record: Record) -> Iterator[Problem]:
    """No text that is shown speaks of how its facts were gathered."""
    for path, number, line in _shown_texts(record):
        if HINT.search(line.casefold()) and (found := GATHERED.search(line)):
            remedy = "Say what is known or unknown, and name the page it stands on."
            yield Problem(path, number, f"the text speaks of how facts were gathered: {found[0]!r}. {remedy}")


def _shown_texts(record: Record) -> Iterator[tuple[str, int, str]]:
    """Yield the path, the line and the text of all prose: cells, front matter and the lines of Markdown."""
    yield from lines_of_texts(record)
    for table in record.schema.tables.values():
        fields = [field for field in table.fields if _is_prose(field, table)]
        for row in record[table.name]:
            for field in fields:
                path, line = (row.text_path, 1) if field.written_in else (row.path, row.line)
                yield path, line, row[field.name] or ""


def _is_prose(field: Field, table: Table) -> bool:
    """Whether people write the field's text in words: ids, vocabularies, addresses and Markdown are left out."""
    keys = {name for key in table.foreign_keys for name in key.fields} | set(table.primary_key)
    has_form = field.enum or field.pattern or field.format or field.written_in == "body" or field.type != "string"
    return not has_form and field.name not in keys


def lines_of_texts(record: Record) -> Iterator[tuple[str, int, str]]:
    """Yield the path, the number and the text of every line of Markdown."""
    for table in record.schema.tables.values():
        for row in record[table.name] if table.files else ():
            for number, line in enumerate((row["body"] or "").split("\n"), start=row.text_line):
                yield row.text_path, number, line
