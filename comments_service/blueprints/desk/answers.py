"""A moderator's own words to readers, under their name and with a badge."""

from dataclasses import replace

from flask import Blueprint, g, session
from werkzeug.wrappers import Response

from comments_service.blueprints.asking import find_title, read_fields, read_settings
from comments_service.blueprints.desk.door import signed_in
from comments_service.blueprints.desk.frame import go_back
from comments_service.db import get_session
from comments_service.models import NAME_ROOM
from comments_service.services import answering, moderation
from comments_service.services.answering import Answer
from comments_service.services.drafts import check_draft
from comments_service.tokens import name_submission

blueprint = Blueprint("answers", __name__)


@blueprint.post("/comments/<number:comment_id>/answer")
@signed_in
def answer(comment_id: int) -> Response:
    """Answer a comment."""
    comment = moderation.find_comment(get_session(), comment_id)
    return _publish(comment.thread.page, comment.id)


@blueprint.post("/threads/<page:page>/answer")
@signed_in
def begin(page: str) -> Response:
    """Say something under a page that answers nobody."""
    find_title(page)
    return _publish(page, None)


def _publish(page: str, parent_id: int | None) -> Response:
    """Publish what was written; the same words in the same place, sent twice in one session, are one comment."""
    settings = replace(read_settings(), name_limit=NAME_ROOM)  # moderators' names are as long as the database takes
    draft = check_draft(g.moderator.name, read_fields("text")["text"], settings)
    key = name_submission(session["token"], g.moderator.name, page, str(parent_id), draft.text)
    said = Answer(page, draft, g.moderator, key, parent_id)
    return go_back(answering.answer(get_session(), said, read_settings()).actions[0])
