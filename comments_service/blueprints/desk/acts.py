"""What moderators do to comments: one at a time or many at once, and back again; and the list of what was done."""

from flask import Blueprint, abort, g, request
from werkzeug.wrappers import Response

from comments_service.blueprints.asking import read_number
from comments_service.blueprints.desk.door import refuse_unless_editor, signed_in
from comments_service.blueprints.desk.frame import go_back, read_numbers, read_seen, read_ticks, render
from comments_service.db import get_session
from comments_service.services import moderation, queues

blueprint = Blueprint("acts", __name__)


@blueprint.post("/comments/<number:comment_id>/<verb>")
@signed_in
def act(comment_id: int, verb: str) -> Response:
    """Do something to a comment, and go back to where that was chosen."""
    reason = _make_reason(verb, request.form.get("reason", ""), request.form.get("words", ""))
    comment = moderation.find_comment(get_session(), comment_id)
    about = {"by": g.moderator.name, "reason": reason, "seen": read_seen()}
    return go_back(moderation.DOING[verb](get_session(), comment, **about))


@blueprint.post("/many")
@signed_in
def act_on_many() -> str:
    """Do the same to all comments that were ticked, and say of each what came of it."""
    verb, _, code = request.form.get("choice", "").partition(" ")
    reason = _make_reason(verb, code, request.form.get(f"words-{verb}", ""))
    results = moderation.act_on_many(get_session(), read_ticks(), verb, by=g.moderator.name, reason=reason)
    return render("results.html", results=results)


@blueprint.post("/undo")
@signed_in
def undo() -> Response | str:
    """Take back an act, or several, and say of each of several what came of it."""
    numbers = read_numbers("act")
    for number in numbers:
        _refuse_unless_allowed(moderation.find_action(get_session(), number).verb)
    if len(numbers) == 1:
        action = moderation.find_action(get_session(), numbers[0])
        return go_back(moderation.undo(get_session(), action, by=g.moderator.name))
    return render("results.html", results=moderation.undo_many(get_session(), numbers, by=g.moderator.name))


@blueprint.get("/acts")
@signed_in
def show_acts() -> str:
    """Show what was done, newest first."""
    before = read_number("before")
    return render("acts.html", acts=queues.acts(get_session(), before), before=before)


def _make_reason(verb: str, code: str, words: str) -> str:
    """Return the reason of an act; there are no other acts than ours, and some are the editors'."""
    if verb not in moderation.DOING:
        abort(404)
    _refuse_unless_allowed(verb)
    return moderation.make_reason(verb, code, words)


def _refuse_unless_allowed(verb: str) -> None:
    if verb in moderation.MARKS:
        refuse_unless_editor()
