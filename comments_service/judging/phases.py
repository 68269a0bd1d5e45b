"""The phases: each is pure, takes a time that grows with the words alone, and finds what speaks against a comment."""

import re
from collections.abc import Iterator
from itertools import groupby

from comments_service.judging.case import Case, Finding
from comments_service.judging.folding import fold_letters, fold_words
from comments_service.models import Mode

LINK = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]]*", re.IGNORECASE)

SHOUTED_LETTERS = 20
SHOUTED_SHARE = 0.7
RUN = 10
"""How often one character stands in a row where nobody spells so."""

FEW = 4
FEW_FROM = 30
"""From how many characters on so few different ones are no words."""

WORDS_TO_A_LINK = 3
SHOWN = 5
"""How many of the words that were found are named as evidence."""

RESERVED = frozenset(
    "".join(fold_words(name))
    for name in (
        "admin administrator administrators editor editors hmicfrs inspectorate mod moderator moderators noticeboard staff"
        " webmaster"
    ).split()
)
"""Names, and words of names, that people who work here might have."""


def pulls_the_brake(case: Case) -> Iterator[Finding]:
    """Nothing is published at once while the site's brake is on."""
    if case.brake:
        yield Finding("brake", case.brake)


def holds_by_default(case: Case) -> Iterator[Finding]:
    """Nothing is published at once where comments wait for a moderator."""
    if case.mode is Mode.HOLD:
        yield Finding("hold-by-default")


def shouts(case: Case) -> Iterator[Finding]:
    """A comment is not mostly in capitals."""
    letters = [letter for letter in LINK.sub(" ", case.text) if letter.lower() != letter.upper()]
    share = sum(map(str.isupper, letters)) / len(letters) if len(letters) >= SHOUTED_LETTERS else 0
    if share >= SHOUTED_SHARE:
        yield Finding("shouting", f"{share:.0%}")


def draws_out(case: Case) -> Iterator[Finding]:
    """A comment is not made of one character, or of a few, again and again."""
    for character, run in groupby(LINK.sub(" ", case.text).casefold()):
        length = sum(1 for _ in run)
        if length >= RUN and (character.isalpha() or character in "!?"):
            yield Finding("drawn-out", f"{character} x {length}")
            return
    whole = "".join(case.words)
    if len(whole) >= FEW_FROM and len(set(whole)) <= FEW:
        yield Finding("drawn-out", " ".join(sorted(set(whole))))


def is_mostly_links(case: Case) -> Iterator[Finding]:
    """A comment says something about what it links to."""
    links, words = len(LINK.findall(case.text)), len(LINK.sub(" ", case.text).split())
    if words < links * WORDS_TO_A_LINK:
        yield Finding("mostly-links", str(links))


def repeats(case: Case) -> Iterator[Finding]:
    """The same words are not sent again: by one browser ever, by anybody within a day."""
    if case.own_repeat:
        yield Finding("own-repeat", str(case.own_repeat))
    elif case.repeat:
        yield Finding("repeat", str(case.repeat))


def uses_listed_words(case: Case) -> Iterator[Finding]:
    """None of the words that a moderator wants to see first is in the comment or its name."""
    found = case.rules.words.find([*fold_words(case.name), "", *case.words, "", *case.seen_words])
    if found:
        yield Finding("word-list", ", ".join(found[:SHOWN]))


def has_many_links(case: Case) -> Iterator[Finding]:
    """A comment has fewer links than hold it."""
    links = max(len(LINK.findall(case.text)), case.html.count("<a "))
    if links >= case.rules.links:
        yield Finding("links", str(links))


def comes_too_quickly(case: Case) -> Iterator[Finding]:
    """Between a form and what is sent with it lies the time that it takes to write."""
    if case.age is not None and case.age < case.rules.seconds:
        yield Finding("too-quick", f"{case.age:.0f}")


def fills_the_trap(case: Case) -> Iterator[Finding]:
    """The field that people are told to leave empty is empty."""
    if case.trap:
        yield Finding("trap", case.trap[:200])


def floods(case: Case) -> Iterator[Finding]:
    """Not much was held of the same browser or network lately, and the thread is not filling up."""
    for flood in case.floods:
        yield Finding(f"flood {flood}")


def looks_like_a_moderator(case: Case) -> Iterator[Finding]:
    """Nobody's name can be taken for that of somebody who works here."""
    whole = fold_letters(case.name)
    if whole in case.moderators or not RESERVED.isdisjoint([whole, *fold_words(case.name)]):
        yield Finding("reserved-name", case.name)
