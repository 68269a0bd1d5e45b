"""Lists of words that hold a comment: a file with one word or phrase a line, matched on folded words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from comments_service.judging.folding import fold_words

SHIPPED = Path(__file__).with_name("words.txt")
LONGEST = 8
"""The most words that a phrase may have."""


class BadWordList(ValueError):
    """A list that cannot be used; the message says where, what is wrong and how to mend it."""


@dataclass(frozen=True)
class WordList:
    """Words and phrases: each one's folded words, and how the list writes it."""

    phrases: Mapping[tuple[str, ...], str]

    def find(self, words: Sequence[str]) -> list[str]:
        """Return which of the list stand among folded words, each once, in their order there."""
        lengths = sorted({len(phrase) for phrase in self.phrases})
        spans = ((start, start + length) for start in range(len(words)) for length in lengths)
        found = (self.phrases.get(tuple(words[start:end])) for start, end in spans)
        return list(dict.fromkeys(phrase for phrase in found if phrase))


def read_words(path: Path) -> WordList:
    """Read a list: one word or phrase a line, # begins a line that is none; raises BadWordList with the first fault."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise BadWordList(f"{path} cannot be read. Name a file of words, one a line") from error
    phrases: dict[tuple[str, ...], str] = {}
    for number, line in enumerate(lines, 1):
        for written, words in _read_line(line, f"{path}:{number}"):
            if words in phrases:
                raise BadWordList(f"{path}:{number}: {written!r} reads like {phrases[words]!r}. Take one of them out")
            phrases[words] = written
    return WordList(phrases)


def _read_line(line: bytes, where: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what a line holds as it is written and in folded words; nothing for an empty line or a note."""
    try:
        written = line.decode("utf-8").strip()
    except UnicodeDecodeError as error:
        raise BadWordList(f"{where}: it is not UTF-8. Save the file as UTF-8") from error
    if written and not written.startswith("#"):
        words = fold_words(written)
        if not 1 <= len(words) <= LONGEST:
            raise BadWordList(f"{where}: {written!r} has {len(words)} words. Write 1 to {LONGEST} on a line")
        yield written, words
