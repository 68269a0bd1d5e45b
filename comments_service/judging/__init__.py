"""Whether a new or edited comment may be seen at once: ordered phases, each of which says what it found and by what."""

import logging
from collections.abc import Callable, Iterator

from comments_service.judging import phases
from comments_service.judging.case import Case, Finding, Rules

__all__ = ["PHASES", "Case", "Finding", "Rules", "judge"]

PHASES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    phases.pulls_the_brake,
    phases.holds_by_default,
    phases.shouts,
    phases.draws_out,
    phases.is_mostly_links,
    phases.repeats,
    phases.uses_listed_words,
    phases.has_many_links,
    phases.comes_too_quickly,
    phases.fills_the_trap,
    phases.floods,
    phases.looks_like_a_moderator,
)
"""The phases in their order."""


LOG = logging.getLogger(__name__)


def judge(case: Case) -> list[Finding]:
    """Return what speaks against publishing at once, in the phases' order; nothing, where nothing does.

    A phase that fails speaks against it too: what could not be judged waits for somebody who can.
    """
    return [finding for phase in PHASES for finding in _apply(phase, case)]


def _apply(phase: Callable[[Case], Iterator[Finding]], case: Case) -> list[Finding]:
    try:
        return list(phase(case))
    except Exception:
        LOG.exception("The phase %s failed.", phase.__name__)
        return [Finding("failed", phase.__name__)]
