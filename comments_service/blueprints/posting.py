"""Leaving a comment in the thread of a page."""

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from comments_service.blueprints.asking import find_title, keep_private, read_fields, read_settings
from comments_service.db import get_session
from comments_service.errors import Refusal, add_retry, wants_json
from comments_service.models import Comment
from comments_service.senders import Sender, give_cookie, read_sender
from comments_service.services import drafts, posting
from comments_service.services.posting import Submission
from comments_service.tokens import check_form_token, check_origin, make_form_token, name_submission

blueprint = Blueprint("posting", __name__, url_prefix="/comments")


@blueprint.post("/threads/<page:page>")
def post_comment(page: str) -> AnyResponse:
    """Keep a comment, and tell its author where it stands."""
    check_origin(request)
    title = find_title(page)
    fields = read_fields("name", "text", "token", "parent")
    try:
        submission = read_submission(page, fields, read_sender(request))
        comment = posting.post(get_session(), submission, read_settings())
    except Refusal as refusal:
        if wants_json():
            raise
        return _show_form_again(page, title, fields, refusal)
    return keep_private(give_cookie(_answer(comment), submission.sender))


def read_submission(page: str, fields: dict[str, str], sender: Sender) -> Submission:
    """Return what was sent; refuses a form that is no longer good, and words that cannot be kept."""
    check_form_token(fields["token"], page)
    draft = drafts.check_draft(fields["name"], fields["text"], read_settings())
    key = name_submission(fields["token"], draft.name, draft.text)
    return Submission(page, draft, sender, key, read_parent(fields["parent"]))


def read_parent(text: str) -> int | None:
    """Return the number of the comment that is answered; refuses what is no number."""
    if not text:
        return None
    if not text.isascii() or not text.isdecimal() or len(text) > 9:
        raise Refusal("no-parent", "The comment that you answer is not there any more.", 409)
    return int(text)


def _answer(comment: Comment) -> AnyResponse:
    token = posting.make_status_token(comment.submission, read_settings().secret_key)
    status = url_for("status.read_status", token=token)
    if not wants_json():
        return redirect(status, 303)
    body = {"state": comment.state, "status": status, "message": "Thank you. Your comment waits for a moderator."}
    return make_response(jsonify(body), 201)


def _show_form_again(page: str, title: str, fields: dict[str, str], refusal: Refusal) -> Response:
    form = {"token": make_form_token(page), "settings": read_settings(), "fields": fields, "error": refusal}
    body = render_template("form_again.html", page=page, page_title=title, **form)
    return keep_private(add_retry(make_response(body, refusal.status), refusal))
