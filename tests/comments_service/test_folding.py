"""Folding: what reads the same is the same."""

import unicodedata
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments_service.judging.folding import LOOKALIKES, digest_words, fold, fold_whole, fold_words

BLANKS = "\u200b\u200d\u00ad\u2060\ufeff\u202e\u2066\u3164\u2800\u0335 \n\t"
LOOKS = {
    letter: [chr(other) for other, target in LOOKALIKES.items() if target == letter]
    for letter in "abcdefghijklnopqrstuvwxyz"
}


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Well said.", "wellsald"),
        ("WELL  SAID!", "wellsald"),
        ("W\u0435ll \u0455\u0430id", "wellsald"),
        ("\uff37\uff45\uff4c\uff4c \uff53\uff41\uff49\uff44", "wellsald"),
        ("\U0001d51a\U0001d522\U0001d529\U0001d529 \U0001d530\U0001d51e\U0001d526\U0001d521", "wellsald"),
        ("W\u200be\u00adl\u2060l s\u202eaid", "wellsald"),
        ("Wé̴̡ll sáid", "wellsald"),
        ("We11 sa1d", "wellsald"),
        ("corner", "corner"),
        ("تعليق", "تعليق"),
        ("👍", "👍"),
        ("… !", ""),
    ],
)
def test_what_reads_the_same_is_folded_to_the_same(text, whole):
    assert fold_whole(text) == whole


def test_only_i_and_the_digits_one_and_nought_stand_for_another_plain_letter():
    plain = "abcdefghijklmnopqrstuvwxyz0123456789"

    assert {one: fold(one) for one in plain if fold(one) != one} == {"i": "l", "0": "o", "1": "l"}


def test_words_are_found_and_letters_that_spell_one_out_are_one():
    assert fold_words("Buy v-i_a.g r a now, a b") == ("buy", "v", "l", "a", "g", "r", "a", "vlagra", "now", "a", "b")


def test_a_text_without_anything_to_say_has_no_digest():
    assert [digest_words(text) for text in ("", " \u200b", "... !!!")] == [None] * 3


@given(st.text(alphabet=st.characters(codec="utf-8")), st.data())
def test_blanks_that_are_put_in_change_nothing(text, data):
    at = data.draw(st.integers(0, len(text)))
    blank = data.draw(st.sampled_from(BLANKS))

    assert digest_words(text[:at] + blank + text[at:]) == digest_words(text)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_case_changes_nothing(text):
    assert digest_words(text.upper()) == digest_words(text) == digest_words(text.swapcase())


@given(st.text(alphabet="abcdefghijklnopqrstuvwxyz", min_size=1), st.data())
def test_a_look_alike_in_place_of_a_letter_changes_nothing(text, data):
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from(LOOKS[text[at]] or [text[at]]))

    assert digest_words(text[:at] + other + text[at + 1 :]) == digest_words(text)


@given(st.text())
def test_every_text_can_be_folded(text):
    assert not [character for character in fold(text) if unicodedata.category(character) in {"Mn", "Me", "Cf"}]


HOSTILE = ["a", "\u0f73", "a\u0301", "\ufdfa", "v i a g r a ", "\U0001d586", "\u200b"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_time_that_folding_takes_grows_as_the_text_does(piece):
    short, long = (piece * (size // len(piece)) for size in (20_000, 160_000))

    assert measure(fold_words, long) < 16 * measure(fold_words, short) + 0.01


def measure(act, *given):
    """Return the least processor time of a few tries."""
    times = []
    for _ in range(3):
        begun = process_time()
        act(*given)
        times.append(process_time() - begun)
    return min(times)
