"""What the phases go by, gathered before they judge: they ask nobody themselves."""

from dataclasses import dataclass

from comments_service.models import Mode


@dataclass(frozen=True)
class Finding:
    """What a phase says against a comment: the rule, and the evidence that it goes by."""

    rule: str
    evidence: str = ""


@dataclass(frozen=True)
class Case:
    """A comment before it is kept: its words, where it would stand, and what has happened there lately."""

    name: str
    text: str
    page: str
    mode: Mode
    brake: str = ""
