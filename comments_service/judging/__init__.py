"""Whether a new or edited comment may be seen at once: ordered phases, each of which says what it found and by what."""

from collections.abc import Callable, Iterator

from comments_service.judging.case import Case, Finding
from comments_service.judging.phases import holds_by_default, pulls_the_brake

__all__ = ["PHASES", "Case", "Finding", "judge"]

PHASES: tuple[Callable[[Case], Iterator[Finding]], ...] = (pulls_the_brake, holds_by_default)
"""The phases in their order."""


def judge(case: Case) -> list[Finding]:
    """Return what speaks against publishing at once, in the phases' order; nothing, where nothing does."""
    return [finding for phase in PHASES for finding in phase(case)]
