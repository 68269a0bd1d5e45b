"""What waits for a moderator, what readers have reported, and one comment by itself."""

from flask import Blueprint

from comments_service.blueprints.asking import read_number
from comments_service.blueprints.desk.door import signed_in
from comments_service.blueprints.desk.frame import render
from comments_service.db import get_session
from comments_service.services import leading, moderation, queues

blueprint = Blueprint("queues", __name__)


@blueprint.get("/")
@signed_in
def show_waiting() -> str:
    """Show what waits, oldest first."""
    after = read_number("after") or 0
    return render("waiting.html", slice=queues.waiting(get_session(), after), after=after)


@blueprint.get("/reported")
@signed_in
def show_reported() -> str:
    """Show the published comments that were reported, oldest first."""
    after = read_number("after") or 0
    return render("reported.html", slice=queues.reported(get_session(), after), after=after)


@blueprint.get("/comments/<number:comment_id>")
@signed_in
def show_comment(comment_id: int) -> str:
    """Show one comment in whatever state, with all that was done to it."""
    comment = moderation.find_comment(get_session(), comment_id)
    item = queues.one(get_session(), comment)
    ban = leading.find_ban(get_session(), comment.credential_id)
    return render("comment.html", item=item, ban=ban, undone=moderation.find_undoing(get_session(), comment.actions))
