"""Reads a built page as tests ask of it: its ids, links, headings, tables, languages and what it would load."""

from html.parser import HTMLParser
from pathlib import Path

LOADS = {"img": "src", "script": "src", "iframe": "src", "source": "src", "video": "src"}
LOADED_LINKS = {"stylesheet", "icon", "apple-touch-icon", "manifest", "preload", "modulepreload"}
"""What a link element may be to a page for a browser to fetch it; the others are there to be followed."""

SCRIPTS = {"", "module", "text/javascript", "importmap", "speculationrules"}


class PageReader(HTMLParser):
    """What a page holds, in the order of the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[dict[str, str]] = []
        self.headings: list[int] = []
        self.languages: list[tuple[str, str]] = []
        self.followed: list[str] = []
        self.loads: list[str] = []
        self.styled: list[str] = []
        self.cells: list[tuple[str, str]] = []
        self.text = ""
        self._columns: list[str] = []
        self._column = 0
        self._has_cards = False
        self._in_head_cell = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a test may ask of one element."""
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a":
            self.links.append(values)
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.headings.append(int(tag[1]))
        if "lang" in values:
            self.languages.append((tag, values["lang"]))
        self._note_addresses(tag, values)
        if is_inline(tag, values):
            self.styled.append(self.get_starttag_text() or tag)
        self._note_cell(tag, values)

    def _note_addresses(self, tag: str, values: dict[str, str]) -> None:
        if tag in LOADS and LOADS[tag] in values:
            self.loads.append(values[LOADS[tag]])
        if tag == "link":
            is_loaded = not LOADED_LINKS.isdisjoint(values["rel"].split())
            (self.loads if is_loaded else self.followed).append(values["href"])
        if tag in ("a", "area", "form"):
            self.followed += [values[name] for name in ("href", "action") if name in values]

    def _note_cell(self, tag: str, values: dict[str, str]) -> None:
        if tag == "div" and "table" in values.get("class", "").split():
            self._has_cards = "table--cards" in values["class"].split()
        elif tag == "table":
            self._columns = []
        elif tag == "tr":
            self._column = 0
        elif tag == "th" and values.get("scope") == "col":
            self._columns.append("")
            self._in_head_cell = True
        elif tag in ("th", "td"):
            if tag == "td" and self._has_cards:
                self.cells.append((self._columns[self._column], values.get("data-label", "")))
            self._column += 1

    def handle_endtag(self, tag: str) -> None:
        """Note where a head cell ends."""
        if tag == "th":
            self._in_head_cell = False

    def handle_data(self, data: str) -> None:
        """Gather the text, and the name of a column."""
        self.text += data
        if self._in_head_cell:
            self._columns[-1] += data


def is_inline(tag: str, values: dict[str, str]) -> bool:
    """Whether an element is, or bears, a style or a script of its own; data in a script element is neither."""
    is_script = tag == "script" and "src" not in values and values.get("type", "module") in SCRIPTS
    return is_script or tag == "style" or "style" in values or any(name.startswith("on") for name in values)


def read_pages(site: Path) -> dict[str, PageReader]:
    """Read every page of a built site, by address."""
    return {
        address_of(path, site): PageReader(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))
    }


def address_of(path: Path, site: Path) -> str:
    """Return the address at which a file of the site is served."""
    return "/" + path.relative_to(site).as_posix().removesuffix("index.html")
