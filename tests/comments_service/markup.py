"""Which elements and attributes the service's templates have: whatever else a page holds came with somebody's words."""

import re
from collections import defaultdict
from functools import cache

from bs4 import BeautifulSoup

from comments_service.rendering import TAGS
from tests.conftest import PROJECT

MADE = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
ADDRESSES = {"href", "src", "action", "formaction"}
OWN_ADDRESS = re.compile(r"(?!//)[/#?].*")
WORDS_ADDRESS = re.compile(r"https?://.*|(?!//)/.*")
DESCRIBED = {"aria-describedby", "aria-invalid"}
"""What a macro puts on fields, outside of any element of its template."""


@cache
def read_own():
    """Return the attributes that each element has in any template."""
    own = defaultdict(set, dict.fromkeys(("input", "textarea"), DESCRIBED.copy()))
    for path in (PROJECT / "comments_service/templates").rglob("*.html"):
        for tag in parse(MADE.sub("", path.read_text(encoding="utf-8"))).find_all(True):
            own[tag.name] |= tag.attrs.keys()
    return own


def parse(page):
    return BeautifulSoup(page, "html.parser")


def find_strange(page):
    """Return the elements of a page that are neither its templates' own nor such as the words of a comment may have."""
    tree = parse(page)
    within = {id(tag) for tag in tree.select(".comment__text *")}
    return [tag for tag in tree.find_all(True) if not (is_plain(tag) if id(tag) in within else is_own(tag))]


def is_plain(tag):
    return tag.name in TAGS and tag.attrs.keys() <= {"href", "rel"} and leads_to(tag, WORDS_ADDRESS)


def is_own(tag):
    is_known = tag.name in read_own() and tag.attrs.keys() <= read_own()[tag.name]
    return is_known and leads_to(tag, OWN_ADDRESS) and (tag.name != "script" or tag.has_attr("src"))


def leads_to(tag, address):
    return all(address.fullmatch(tag[name]) for name in ADDRESSES & tag.attrs.keys())


def list_shapes(page):
    """Return what a page is made of, without its words: each kind of element with the names of its attributes."""
    return {(tag.name, tuple(sorted(tag.attrs))) for tag in parse(page).find_all(True)}
