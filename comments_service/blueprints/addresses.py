"""What may stand within an address: a page's id (notices/staffordshire-2022-03), a private token."""

import re

from werkzeug.routing import BaseConverter

WORD = r"[a-z0-9]+(?:-[a-z0-9]+)*"
PAGE = rf"(?:notices|recommendations|forces|news)/{WORD}"
PAGE_ID = re.compile(PAGE)
NUMBER = re.compile("[0-9]{1,9}")
"""The number of a comment, as far as the database counts."""


class PageConverter(BaseConverter):
    """Matches the ids of pages that can have a thread, and nothing that could be another path."""

    regex = PAGE
    part_isolating = False


class WordConverter(BaseConverter):
    """Matches what names a force."""

    regex = WORD


class TokenConverter(BaseConverter):
    """Matches the token of a private status link."""

    regex = r"[A-Za-z0-9_-]{32}"


class NumberConverter(BaseConverter):
    """Matches the number of a comment."""

    regex = NUMBER.pattern

    def to_python(self, value: str) -> int:
        """Return the number."""
        return int(value)


CONVERTERS = {"page": PageConverter, "word": WordConverter, "token": TokenConverter, "number": NumberConverter}
"""The converters by the names that addresses use."""
