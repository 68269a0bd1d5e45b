"""A form of the desk that could not be taken as it was: what was filled in, to be mended and sent again."""

from dataclasses import dataclass

from flask import request
from werkzeug.exceptions import HTTPException

from comments_service.errors import Refusal
from comments_service.rendering import clean_text
from comments_service.services.moderation import REASONS
from comments_service.tokens import check_origin

FAULTY = {
    "no-words": "words",
    "long-words": "words",
    "no-reason": "reason",
    "long-reason": "reason",
    "no-day": "until",
    "wrong-day": "until",
    "no-text": "text",
    "long-text": "text",
    "many-links": "text",
    "much-markup": "text",
    "deep-text": "text",
}
"""The field that a refusal is about, by the refusal's code; what none of them can mend is not shown again."""

WRITTEN = ("words", "text", "reason", "until")
"""The fields that people fill in, by what their names begin with; a reason may also be a code."""


@dataclass(frozen=True)
class Again:
    """The fields of a form, by their names: those to mend, the one at fault among them, and those to send as they were."""

    faulty: str
    shown: dict[str, str]
    hidden: list[tuple[str, str]]


def read_again(refusal: Refusal) -> Again | None:
    """Return a form that can be mended, with what was filled in; none where nothing in it can."""
    if request.method != "POST" or refusal.code not in FAULTY:
        return None
    faulty = FAULTY[refusal.code] + _suffix()
    sent = [(name, clean_text(text)) for name, text in request.form.items(multi=True) if name not in {"token", "back"}]
    shown = {name: text for name, text in sent if _is_shown(name, text)}
    hidden = [(name, text) for name, text in sent if name not in shown and name != faulty]
    return Again(faulty, {faulty: ""} | shown, hidden)


def _is_shown(name: str, text: str) -> bool:
    """Tell whether a field is one that was to be filled in for what was chosen."""
    return name in {field + _suffix() for field in WRITTEN} and text not in REASONS


def _suffix() -> str:
    """Return what follows a field's name in the form for many comments, which has words for each kind of act."""
    verb = request.form.get("choice", "").partition(" ")[0]
    return f"-{verb}" if verb else ""


def read_words() -> list[str]:
    """Return what somebody wrote in a form of ours, so that a refusal gives it back."""
    try:
        check_origin(request)  # another site has no words of its own shown here
        fields = request.form
    except (Refusal, HTTPException):
        return []
    written = [text for name, text in fields.items() if name.partition("-")[0] in {*WRITTEN} - {"until"}]
    return [text for text in written if text.strip() and text not in REASONS]
