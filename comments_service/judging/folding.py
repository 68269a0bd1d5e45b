"""Words as repeats and listed words are found: without case, spaces, accents and what cannot be seen, look-alikes as one."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from comments_service.rendering import BLANKS, MARKS, UNSEEN

UNSEEN_CATEGORIES = MARKS | {"Cf"}
"""Marks on letters, and characters that only say how others look."""

WORD = re.compile(r"[^\W_]+")
SPELT_OUT = 3
"""From how many single letters in a row a word is spelt out: v i a g r a."""


def _read_lookalikes() -> dict[int, str]:
    """Return for each character that looks like another one of Unicode's confusables.txt what it looks like.

    The package lists each pair at both of its characters. Those that several others look like are what a character is
    brought to; of a pair that stands alone, it is the first one.
    """
    source = files("confusable_homoglyphs") / "confusables.json"
    pairs = {one: [other["c"] for other in others] for one, others in json.loads(source.read_text("utf-8")).items()}
    found = {}
    for one, others in pairs.items():
        target = _show_plainly(others[0])
        is_target = len(others) > 1 or (len(pairs[others[0]]) == 1 and one < others[0])
        if len(one) == 1 and not is_target and _may_stand_for(one, target):
            found[ord(one)] = target
    return found


def _may_stand_for(one: str, target: str) -> bool:
    """Tell whether a character may be read as another one: it has no plainer form, and m is not read as rn."""
    is_plain = _show_plainly(one).strip() in {"", one}
    return is_plain and (len(target) == 1 or (bool(target) and target.isascii() and not one.isascii()))


def _show_plainly(text: str) -> str:
    """Return a text in Unicode's plainest form, without marks on letters and what cannot be seen."""
    return "".join(character for character in unicodedata.normalize("NFKD", text) if not _is_unseen(character))


def _is_unseen(character: str) -> bool:
    is_blank = character in BLANKS or UNSEEN.match(character) is not None
    return is_blank or unicodedata.category(character) in UNSEEN_CATEGORIES


LOOKALIKES = _read_lookalikes()

ONE_LETTER = str.maketrans("i", "l")
"""I, l and 1 look alike, so without case i is one with them."""


def fold(text: str) -> str:
    """Return a text without case, accents and what cannot be seen, with one character for all that look like it.

    Each character is folded alone, and each kind once: a text costs what its length is, whatever it is made of.
    """
    return text.translate({ord(character): _fold_character(character) for character in set(text)})


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    plain = _show_plainly(character).strip() or character
    return _show_plainly(plain.translate(LOOKALIKES)).casefold().translate(ONE_LETTER)


def fold_words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text; letters that stand alone in a row are also one word, after the last of them."""
    return tuple(_join_spelt_out(WORD.findall(fold(text))))


def _join_spelt_out(words: Iterable[str]) -> Iterable[str]:
    letters: list[str] = []
    for word in [*words, ""]:
        if len(word) != 1:
            if len(letters) >= SPELT_OUT:
                yield "".join(letters)
            letters = []
        else:
            letters.append(word)
        if word:
            yield word


def fold_letters(text: str) -> str:
    """Return the letters and digits of a folded text, and nothing between them: a name with a tick is the same name."""
    return "".join(filter(str.isalnum, fold(text)))


def fold_whole(text: str) -> str:
    """Return the letters, digits and pictures of a folded text, and nothing between them."""
    return "".join(character for character in fold(text) if character.isalnum() or _is_picture(character))


def _is_picture(character: str) -> bool:
    return unicodedata.category(character) == "So"


def digest_words(text: str) -> str | None:
    """Return the digest by which the same words are found again; a text without letters, digits and pictures has none."""
    whole = fold_whole(text)
    return hashlib.sha256(whole.encode()).hexdigest() if whole else None
