"""A language in which every message shows that it was translated: what readers see without its marks was forgotten."""

import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages import Catalog
from babel.messages.pofile import read_po, write_po
from bs4 import BeautifulSoup, NavigableString

from wording import CATALOGUE, LOCALE

TAG = "cy"
"""The days and numbers of Welsh are not those of English; of its words the pseudo-language has none."""

PLACEHOLDERS = re.compile(r"(%\(\w+\)[srd]|%%|<[^>]*>|&\w+;|\{\w+\})")
WIDE = {plain: plain + 0xFEE0 for plain in (*range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1))}
PLAIN = re.compile("[A-Za-z]")
MARKED = re.compile("[⟦⟧\uff21-\uff5a]")
SEPARATORS = re.compile(r"(?: - |: |; |, |\. | · |\(|\)|“|”|\s/\s)")
MONTHS = "|".join(Locale.parse(TAG).months["format"]["wide"].values()).casefold()
DAY = re.compile(rf"(\d+ )?({MONTHS}) \d{{4}}")
CODE = re.compile(r"[a-z]|\{\w+\}|(?=\S*[\d./_-])\S+")
"""A letter that tells causes apart, what a script fills in, an id, a path or an address: the same in each language."""

SHOWN = ("alt", "aria-label", "aria-description", "data-label", "label", "placeholder", "title")
SKIPPED = ("script", "style", "code", "pre", "textarea", "template")


def disguise(message: str) -> str:
    """Return a message with marks around it and other letters, and with its placeholders and tags as they were."""
    parts = PLACEHOLDERS.split(message)
    return "⟦" + "".join(part if place % 2 else part.translate(WIDE) for place, part in enumerate(parts)) + "⟧"


def write_catalogue(folder: Path) -> Path:
    """Write the catalogue of the pseudo-language, made of the template, to a folder of catalogues; return the folder."""
    catalogue = Catalog(locale=TAG)
    with (LOCALE / "messages.pot").open("rb") as file:
        for message in read_po(file):
            if message.id:
                last = message.id[-1] if message.pluralizable else message.id
                text = (disguise(last),) * catalogue.num_plurals if message.pluralizable else disguise(last)
                catalogue.add(message.id, text, context=message.context)
    written = BytesIO()
    write_po(written, catalogue)
    path = folder / TAG / CATALOGUE
    path.parent.mkdir(parents=True)
    path.write_bytes(written.getvalue())
    return folder


def list_texts(page: str) -> Iterator[str]:
    """Yield every text that a page shows or tells: between its tags, in attributes that are read out, on buttons, in its head."""
    soup = BeautifulSoup(page, "html.parser")
    for text in soup.find_all(string=True):
        if type(text) is NavigableString and not text.find_parent(SKIPPED):
            yield text
    for element in soup.find_all(True):
        yield from (element[name] for name in SHOWN if name in element.attrs)
        if element.name == "input" and element.get("type") in ("submit", "button"):
            yield element["value"]
        if element.name == "meta" and re.search(
            "description|title|alt", element.get("name", element.get("property", ""))
        ):
            yield element["content"]
        yield from (value for name, value in element.attrs.items() if name.startswith("data-") and " " in value)


def find_forgotten(page: str, known: set[str]) -> Iterator[str]:
    """Yield each piece of a page's texts that is neither marked, nor a day or a number, nor known content."""
    for text in list_texts(page):
        for piece in MARKED.split(text):
            if PLAIN.search(piece) and not is_known(piece, known):
                yield " ".join(piece.split())


def is_known(piece: str, known: set[str]) -> bool:
    """Whether a piece of a text is known, as a whole or put together from what is."""
    text = " ".join(piece.split())
    begins = [0]
    for cut in SEPARATORS.finditer(text):
        if any(is_known_whole(text[begin : cut.start()], known) for begin in begins):
            begins.append(cut.end())
    return any(is_known_whole(text[begin:], known) for begin in begins)


def is_known_whole(text: str, known: set[str]) -> bool:
    """Whether a text is content, a day, the same in each language, or nothing to read."""
    whole = simplify(text)
    return not PLAIN.search(whole) or whole in known or bool(CODE.fullmatch(whole)) or is_day(whole)


def is_day(text: str) -> bool:
    """Whether a text is a day or a month as the language writes it."""
    return bool(DAY.fullmatch(text))


def simplify(text: str) -> str:
    """Return a text as it is compared: on one line, without signs at its ends, whatever the case of its letters."""
    return " ".join(text.split()).strip(" .,:;·()“”→▲▼-…\u2068\u2069").casefold()


def simplify_all(texts: Iterable[str]) -> set[str]:
    """Return texts as they are compared."""
    return {simplify(text) for text in texts}
