"""What was found against a comment, in sentences: whole ones for the desk, milder ones for the comment's author."""

from dataclasses import dataclass

from comments_service.models import Comment, Verdict
from wording import gettext, gettext_noop


@dataclass(frozen=True)
class Wording:
    """A rule in words: for the desk with its evidence, and for the author, who need not learn what to get round."""

    desk: str
    author: str


LOOKS_UNUSUAL = gettext_noop("It looks unusual, so a moderator reads it first.")
ASKED_FIRST = gettext_noop("Some of its words are ones that a moderator reads first.")
MUCH_AT_ONCE = gettext_noop("Much is being sent just now, so a moderator reads it first.")

WORDINGS = {
    "brake": Wording(gettext_noop("The brake is on for the whole site: %(evidence)s."), MUCH_AT_ONCE),
    "hold-by-default": Wording(
        gettext_noop("Every comment here waits for a moderator."),
        gettext_noop("Every comment here waits for a moderator."),
    ),
    "failed": Wording(
        gettext_noop("A rule could not be applied, and the service's log says why: %(evidence)s."), LOOKS_UNUSUAL
    ),
    "shouting": Wording(
        gettext_noop("%(evidence)s of its letters are capitals."),
        gettext_noop("It is mostly in capitals, so a moderator reads it first."),
    ),
    "drawn-out": Wording(gettext_noop("The same characters come again and again: %(evidence)s."), LOOKS_UNUSUAL),
    "mostly-links": Wording(
        gettext_noop("It is mostly links: %(evidence)s, with few words beside them."),
        gettext_noop("It has links with few words beside them, so a moderator reads it first."),
    ),
    "own-repeat": Wording(
        gettext_noop("The same browser sent the same words before, as comment %(evidence)s."),
        gettext_noop("You seem to have sent the same words before, so a moderator reads it first."),
    ),
    "repeat": Wording(
        gettext_noop("Somebody sent the same words within a day, as comment %(evidence)s."),
        gettext_noop("The same words were sent before, so a moderator reads it first."),
    ),
    "word-list": Wording(gettext_noop("It has words from the list: %(evidence)s."), ASKED_FIRST),
    "links": Wording(
        gettext_noop("It has many links: %(evidence)s."),
        gettext_noop("It has several links, so a moderator reads it first."),
    ),
    "too-quick": Wording(
        gettext_noop("It came %(evidence)s s after its form, sooner than people write."),
        LOOKS_UNUSUAL,
    ),
    "trap": Wording(
        gettext_noop("The field that people leave empty was filled in: %(evidence)s."),
        gettext_noop("A field that was to be left empty was filled in, so a moderator reads it first."),
    ),
    "flood by browser": Wording(gettext_noop("Much from this browser was held lately."), MUCH_AT_ONCE),
    "flood by network": Wording(gettext_noop("Much from this network was held lately."), MUCH_AT_ONCE),
    "flood in thread": Wording(gettext_noop("This page gets many comments just now."), MUCH_AT_ONCE),
    "reserved-name": Wording(
        gettext_noop("The name may be taken for that of somebody who works here: %(evidence)s."),
        gettext_noop("The name may be taken for that of somebody who works here, so a moderator reads it first."),
    ),
}
"""Each rule's wording, by the rule's name."""


def tell_desk(verdict: Verdict) -> str:
    """Return what a rule found, for moderators."""
    return gettext(WORDINGS[verdict.rule].desk, evidence=verdict.evidence)


def tell_author(comment: Comment) -> list[str]:
    """Return why a comment waits as it stands now, for its author; what comes to the same is said once."""
    rules = (verdict.rule for verdict in comment.verdicts if verdict.revision == comment.revision)
    return list(dict.fromkeys(gettext(WORDINGS[rule].author) for rule in rules))
