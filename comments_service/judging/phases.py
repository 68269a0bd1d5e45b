"""The phases: each is pure, takes a time that grows with the words alone, and finds what speaks against a comment."""

from collections.abc import Iterator

from comments_service.judging.case import Case, Finding
from comments_service.models import Mode


def pulls_the_brake(case: Case) -> Iterator[Finding]:
    """Nothing is published at once while the site's brake is on."""
    if case.brake:
        yield Finding("brake", case.brake)


def holds_by_default(case: Case) -> Iterator[Finding]:
    """Nothing is published at once where comments wait for a moderator."""
    if case.mode is Mode.HOLD:
        yield Finding("hold-by-default")
