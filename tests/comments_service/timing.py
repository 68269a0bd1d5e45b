"""Processor time, held against a floor of the same run: a machine that is slow or busy slows both."""

from collections.abc import Callable
from time import process_time

CALLS = 430_000
"""How many calls of a function Python makes in 50 ms on a quiet machine."""

LETTERS = "a" * 1_000


def fastest(action: Callable[[], object]) -> float:
    """Return the processor's seconds that an action takes, the best of three: another process's work is not ours."""
    return min(_measure(action) for _ in range(3))


def fifty_milliseconds() -> float:
    """Return the seconds that this machine takes just now for what takes 50 ms on a quiet one."""
    return fastest(_call_often)


def _measure(action: Callable[[], object]) -> float:
    start = process_time()
    action()
    return process_time() - start


def _call_often() -> None:
    for number in range(CALLS):
        _look(LETTERS, number % len(LETTERS))


def _look(text: str, place: int) -> int:
    return ord(text[place])
