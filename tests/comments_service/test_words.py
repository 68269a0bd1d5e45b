"""Lists of words: a file that is read whole or refused by line."""

import pytest

from comments_service.config import ConfigError, make_settings
from comments_service.judging.folding import fold_words
from comments_service.judging.words import SHIPPED, BadWordList, WordList, read_words


@pytest.fixture
def write(tmp_path):
    """Write a list, and return where it stands."""

    def write(content):
        path = tmp_path / "words.txt"
        path.write_bytes(content)
        return path

    return write


def test_a_list_has_a_word_or_a_phrase_a_line_and_notes(write):
    path = write("# What is sold\nCasino\n\n  Double your Möney  \r\n".encode())

    assert read_words(path) == WordList(
        {("caslno",): "Casino", ("double", "your", "money"): "Double your Möney"},
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"casino\n...\n", "2: '...' has 0 words. Write 1 to 8 on a line"),
        (b"one two three four five six seven eight nine", "1: 'one two three four five six seven eight nine' has 9 words."
         " Write 1 to 8 on a line"),
        (b"# notes\n\ncasino\nCAS1NO\n", "4: 'CAS1NO' reads like 'casino'. Take one of them out"),
        (b"casino\ncaf\xe9\n", "2: it is not UTF-8. Save the file as UTF-8"),
    ],
)  # fmt: skip
def test_a_bad_line_is_refused_by_its_number(write, content, fault):
    path = write(content)

    with pytest.raises(BadWordList) as error:
        read_words(path)

    assert str(error.value) == f"{path}:{fault}"


def test_the_service_does_not_start_with_a_bad_list(write):
    path = write(b"?\n")

    with pytest.raises(ConfigError) as error:
        make_settings({"COMMENTS_SECRET_KEY": "k" * 32, "COMMENTS_WORDS": str(path)})

    assert str(error.value) == (
        f"COMMENTS_WORDS={str(path)!r} is wrong: {path}:1: '?' has 0 words. Write 1 to 8 on a line."
    )


def test_a_list_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadWordList) as error:
        read_words(tmp_path)

    assert str(error.value) == f"{tmp_path} cannot be read. Name a file of words, one a line"


def test_an_empty_list_holds_nothing(write):
    assert read_words(write(b"")).find(fold_words("casino")) == []


def test_the_list_that_comes_with_the_service_is_sound_and_lets_plain_words_pass():
    words = read_words(SHIPPED)

    assert words.find(fold_words("Contact me on WhatsApp: crypto investment!")) == [
        "contact me on whatsapp",
        "crypto investment",
    ]
    assert words.find(fold_words("Officers working from home recovered the investment in custody.")) == []


def test_each_phrase_is_named_once_in_the_order_of_the_text():
    words = WordList({("b",): "b", ("a", "b"): "a b"})

    assert words.find(("a", "b", "b")) == ["a b", "b"]
