"""What a reader wants to say, and how it was sent: cleaned, checked and rendered before anything is kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from comments_service.config import Settings
from comments_service.errors import Fault, FormRefusal
from comments_service.rendering import (
    LINK_LIMIT,
    MARKUP_LIMIT,
    TooDeep,
    clean_name,
    clean_text,
    count_links,
    count_markup,
    has_words,
    render,
    show_plainly,
)
from comments_service.senders import Sender
from wording import gettext, ngettext


@dataclass(frozen=True)
class Draft:
    """A name and a text in the words that would be kept, and the HTML that readers would see."""

    name: str
    text: str
    html: str


@dataclass(frozen=True)
class Submission:
    """A draft as it was sent: for which page, as an answer to what, by whom; the same key again is the same submission.

    age is that of its form in seconds, where it came from one; trap what stood in the field that people leave empty.
    """

    page: str
    draft: Draft
    sender: Sender
    key: str
    parent_id: int | None = None
    age: float | None = None
    trap: str = ""


def check_draft(name: str, text: str, settings: Settings) -> Draft:
    """Return a draft in the words that would be kept; raises FormRefusal with everything that is wrong."""
    name, text = clean_name(name), clean_text(text)
    faults = [*_check_name(name, settings.name_limit), *_check_text(text, settings.text_limit)]
    if faults:
        raise FormRefusal(faults)
    try:
        html = render(text)
    except TooDeep:
        sentence = gettext("Quotes and lists stand too deep in one another. Please use fewer levels.")
        raise FormRefusal([Fault("text", "deep-text", sentence)]) from None
    if count_markup(text) and not has_words(show_plainly(html)):  # nothing but markup
        raise FormRefusal([_miss_words()])
    return Draft(name, text, html)


def _check_name(name: str, limit: int) -> Iterator[Fault]:
    if not has_words(name):
        yield Fault("name", "no-name", gettext("Please give a name; any name you like."))
    if "<" in name or ">" in name:
        yield Fault("name", "name-with-signs", gettext("Please give a name without the signs < and >."))
    if len(name) > limit:
        sentence = ngettext(
            "The name has %(num)s character. Please keep it to %(limit)s.",
            "The name has %(num)s characters. Please keep it to %(limit)s.",
            len(name),
            limit=limit,
        )
        yield Fault("name", "long-name", sentence)


def _miss_words() -> Fault:
    return Fault("text", "no-text", gettext("Please write something before you send it."))


def _check_text(text: str, limit: int) -> Iterator[Fault]:
    if not has_words(text):
        yield _miss_words()
    if len(text) > limit:
        sentence = ngettext(
            "The comment has %(num)s character. Please keep it to %(limit)s.",
            "The comment has %(num)s characters. Please keep it to %(limit)s.",
            len(text),
            limit=limit,
        )
        yield Fault("text", "long-text", sentence)
    if count_links(text) > LINK_LIMIT:
        sentence = ngettext(
            "The comment has %(num)s link. Please keep it to %(limit)s.",
            "The comment has %(num)s links. Please keep it to %(limit)s.",
            count_links(text),
            limit=LINK_LIMIT,
        )
        yield Fault("text", "many-links", sentence)
    if count_markup(text) > MARKUP_LIMIT:
        sentence = ngettext(
            "The comment has %(num)s of Markdown's signs. Please keep lines and signs such as * [ > ` to %(limit)s in all.",
            "The comment has %(num)s of Markdown's signs. Please keep lines and signs such as * [ > ` to %(limit)s in all.",
            count_markup(text),
            limit=MARKUP_LIMIT,
        )
        yield Fault("text", "much-markup", sentence)
