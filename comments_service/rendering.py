"""A comment's words → clean words, and its Markdown → safe HTML, once, when it is written."""

import html
import re
import unicodedata
from collections.abc import Iterable, Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

RENDERER_VERSION = 3
"""Goes up with every change of what rendering gives, so that stored HTML can be told apart."""

TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre"}
PLAIN_ADDRESS = re.compile(r"https?://[^/]|/(?![/\\]|%5C)", re.IGNORECASE)
LINK_REL = "nofollow ugc noopener"
LINK_START = re.compile(r"\]\((?:https?://)?|://", re.IGNORECASE)
LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)

MARKUP = "*_[]<>`&\\!\n"
MARKUP_LIMIT = 500
"""The most signs of Markdown's own, ends of lines among them, that a comment may have: what parsing costs grows with them."""

LINK_LIMIT = 20
"""The most links that a comment may have."""

DEPTH_LIMIT = 12
"""How deep quotes (one level each), lists (two each) and emphasis may stand in one another."""

MARKS = {"Mn", "Me"}
"""The categories of marks on letters."""

MARKS_IN_A_ROW = 4

# Controls that turn the direction of the text around them, or that cannot be seen. The two joiners (200c, 200d) are among
# them, but in a text they may stay: Persian and Indian scripts and some emoji are spelt with them.
JOINERS = "\u200c\u200d"
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff\uffa0\U000e0000-\U000e007f]"
)
BLANKS = "\u2800\ufffc"
"""A sign of Braille without a dot, and what stands for something that is not there: no words by themselves."""

NONCHARACTERS = "\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
"""What Unicode never gives a meaning to; a feed cannot hold some of them."""

CONTROLS = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff{NONCHARACTERS}]")
SPACES = re.compile(r"\s+")
BLANK_LINES = re.compile(r"\n{3,}")


def _make_markdown() -> MarkdownIt:
    # Without entities: they would bring back what was cleaned away, and hide words from who judges them.
    rules = "emphasis link autolink list blockquote backticks code fence newline escape".split()
    markdown = MarkdownIt("zero", {"breaks": True, "html": False, "linkify": True, "maxNesting": 20}).enable(rules)
    # Addresses as they stand, but only whole ones: the rule that looks for more reads every text to its end.
    markdown.inline.ruler.enable("linkify")
    markdown.validateLink = is_plain_address  # type: ignore[assignment]  # the library's own way to say so
    markdown.normalizeLinkText = str  # type: ignore[assignment]  # as it was written: xn-- says more than a look-alike
    return markdown


def is_plain_address(address: str) -> bool:
    """Tell whether a link leads to the same place wherever it is read: http(s) with a host, or a path of this site.

    An address without a scheme would lead elsewhere from a feed, and one that begins with two slashes hides another site.
    """
    return PLAIN_ADDRESS.match(address) is not None


MARKDOWN = _make_markdown()


def clean_name(name: str) -> str:
    """Return a name on one line, without characters that cannot be seen or that turn the text around."""
    return SPACES.sub(" ", _without_joiners(clean_text(name))).strip()


def clean_text(text: str) -> str:
    """Return a text in one Unicode form, without controls, and with few marks on one letter and few blank lines."""
    text = CONTROLS.sub("", UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    # Marks first: to bring a long run of them into Unicode's order takes time by the square of its length.
    text = unicodedata.normalize("NFC", "".join(_few_marks(text)))
    return BLANK_LINES.sub("\n\n", text).strip()


def _few_marks(text: str) -> Iterable[str]:
    """Leave out combining marks beyond a few in a row, which otherwise climb over other lines."""
    run = 0
    for character in text:
        is_mark = unicodedata.combining(character) or unicodedata.category(character) in MARKS
        run = run + 1 if is_mark else 0
        if run <= MARKS_IN_A_ROW:
            yield character


def _without_joiners(text: str) -> str:
    return text.translate(dict.fromkeys(map(ord, JOINERS)))


def has_words(text: str) -> bool:
    """Tell whether there is anything to see in a clean text."""
    return any(map(_is_seen, text))


def _is_seen(character: str) -> bool:
    return not (character.isspace() or character in JOINERS + BLANKS or unicodedata.category(character) in MARKS)


def show_plainly(rendered: str) -> str:
    """Return what readers see of a comment's HTML, without its markup."""
    return html.unescape(nh3.clean(rendered, tags=set()))


def count_markup(text: str) -> int:
    """Return how many of Markdown's own signs a text has."""
    return sum(text.count(sign) for sign in MARKUP)


def count_links(text: str) -> int:
    """Return how many links a text may have at most, without parsing it."""
    return len(LINK_START.findall(text))


class TooDeep(Exception):
    """Parts of a text stand deeper in one another than DEPTH_LIMIT."""


def render(text: str) -> str:
    """Return the HTML of a comment's Markdown: emphasis, links, lists, quotes and code; raises TooDeep."""
    tokens = MARKDOWN.parse(text)
    if _measure_depth(tokens) > DEPTH_LIMIT:  # beyond a depth of 20 the parser would leave out words without a sound
        raise TooDeep
    return nh3.clean(
        MARKDOWN.renderer.render(tokens, MARKDOWN.options, {}),
        tags=TAGS,
        attributes={"*": set(), "a": {"href"}},
        url_schemes={"http", "https"},
        link_rel=LINK_REL,
    ).strip()


def show_as_written(text: str) -> str:
    """Return the HTML of a text that cannot be rendered: its words and signs, as they were written, in one paragraph."""
    return f"<p>{html.escape(text, quote=False)}</p>"


def _measure_depth(tokens: Sequence[Token]) -> int:
    inner = (token.level + child.level for token in tokens for child in token.children or ())
    return max([*inner, *(token.level for token in tokens)], default=0)


def make_inert(rendered: str) -> str:
    """Return the HTML of a comment with the text and address of each link in its place, for nobody to follow."""
    return LINK.sub(_show_address, rendered)


def _show_address(link: re.Match[str]) -> str:
    address, text = link.groups()
    return text if text == address else f"{text} (<code>{address}</code>)"
