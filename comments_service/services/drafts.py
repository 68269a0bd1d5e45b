"""What a reader wants to say: cleaned, checked and rendered before anything is kept."""

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
)


@dataclass(frozen=True)
class Draft:
    """A name and a text in the words that would be kept, and the HTML that readers would see."""

    name: str
    text: str
    html: str


def check_draft(name: str, text: str, settings: Settings) -> Draft:
    """Return a draft in the words that would be kept; raises FormRefusal with everything that is wrong."""
    name, text = clean_name(name), clean_text(text)
    faults = [*_check_name(name, settings.name_limit), *_check_text(text, settings.text_limit)]
    if faults:
        raise FormRefusal(faults)
    try:
        return Draft(name, text, render(text))
    except TooDeep:
        sentence = "Quotes and lists stand too deep in one another. Please use fewer levels."
        raise FormRefusal([Fault("text", "deep-text", sentence)]) from None


def _check_name(name: str, limit: int) -> Iterator[Fault]:
    if not name:
        yield Fault("name", "no-name", "Please give a name; any name you like.")
    if len(name) > limit:
        yield Fault("name", "long-name", f"The name has {len(name)} characters. Please keep it to {limit}.")


def _check_text(text: str, limit: int) -> Iterator[Fault]:
    if not has_words(text):
        yield Fault("text", "no-text", "Please write something before you send it.")
    if len(text) > limit:
        yield Fault("text", "long-text", f"The comment has {len(text)} characters. Please keep it to {limit}.")
    if count_links(text) > LINK_LIMIT:
        sentence = f"The comment has {count_links(text)} links. Please keep it to {LINK_LIMIT}."
        yield Fault("text", "many-links", sentence)
    if count_markup(text) > MARKUP_LIMIT:
        most = f"Please keep lines and signs such as * [ > ` to {MARKUP_LIMIT} in all."
        yield Fault("text", "much-markup", f"The comment has {count_markup(text)} of Markdown's signs. {most}")
