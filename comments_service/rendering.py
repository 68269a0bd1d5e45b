"""A comment's words → clean words, and its Markdown → safe HTML, once, when it is written."""

import re
import unicodedata

import nh3
from markdown_it import MarkdownIt

RENDERER_VERSION = 1
"""Goes up with every change of what rendering gives, so that stored HTML can be told apart."""

TAGS = {"p", "br", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "pre"}
LINK_REL = "nofollow ugc noopener"
MARKS_IN_A_ROW = 4

# Controls that turn the direction of the text around them, or that cannot be seen.
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\u3164\ufeff\uffa0\U000e0000-\U000e007f]"
)
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
SPACES = re.compile(r"\s+")
BLANK_LINES = re.compile(r"\n{3,}")


def _make_markdown() -> MarkdownIt:
    rules = [
        "emphasis",
        "link",
        "autolink",
        "list",
        "blockquote",
        "backticks",
        "code",
        "fence",
        "newline",
        "escape",
        "entity",
    ]
    return MarkdownIt("zero", {"breaks": True, "html": False, "maxNesting": 20}).enable(rules)


MARKDOWN = _make_markdown()


def clean_name(name: str) -> str:
    """Return a name on one line, without characters that cannot be seen or that turn the text around."""
    return SPACES.sub(" ", clean_text(name)).strip()


def clean_text(text: str) -> str:
    """Return a text in one Unicode form, without controls, and with few marks on one letter and few blank lines."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _limit_marks(CONTROLS.sub("", UNSEEN.sub("", text)))
    return BLANK_LINES.sub("\n\n", text).strip()


def _limit_marks(text: str) -> str:
    """Take out combining marks beyond a few in a row, which otherwise climb over other lines."""
    kept = []
    run = 0
    for character in text:
        run = run + 1 if unicodedata.category(character) in {"Mn", "Me"} else 0
        if run <= MARKS_IN_A_ROW:
            kept.append(character)
    return "".join(kept)


def render(text: str) -> str:
    """Return the HTML of a comment's Markdown: emphasis, links, lists, quotes and code, and nothing else."""
    return nh3.clean(
        MARKDOWN.render(text),
        tags=TAGS,
        attributes={"*": set(), "a": {"href"}},
        url_schemes={"http", "https"},
        link_rel=LINK_REL,
    ).strip()
