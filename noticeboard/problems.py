"""Faults that an editor can mend: what is wrong, where, and how to mend it."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from difflib import get_close_matches
from heapq import nlargest
from itertools import pairwise


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in the files, at a line of a path that is relative to the root."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class BuildError(Exception):
    """The files have faults, so nothing was built; `problems` holds them all, in order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def to_json(problems: Iterable[Problem]) -> str:
    """Return faults as a JSON array of {"path", "line", "message"}, in their order."""
    return json.dumps([asdict(problem) for problem in problems], indent=1, ensure_ascii=False) + "\n"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a sentence that names the known word nearest to this one, or nothing."""
    nearest = get_close_matches(word, _most_alike(word, known), n=1)
    return f" Did you mean {nearest[0]!r}?" if nearest else ""


def _most_alike(word: str, known: Iterable[str]) -> list[str]:
    """Return the few words that share most pairs of letters: to compare hundreds of addresses in full takes seconds."""
    pairs = _pairs(word)

    def likeness(other: str) -> tuple[float, str]:
        others = _pairs(other)
        return len(pairs & others) / (len(pairs) + len(others) or 1), other

    return nlargest(8, known, key=likeness)


def _pairs(word: str) -> set[tuple[str, str]]:
    return set(pairwise(word))
