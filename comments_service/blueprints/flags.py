"""A reader's request that a moderator look at a comment; the button says Report."""

from flask import Blueprint, jsonify, make_response, render_template, request
from werkzeug.wrappers import Response

from comments_service.blueprints.asking import find_shown, keep_private, read_fields, read_settings
from comments_service.db import get_session
from comments_service.errors import Fault, FormRefusal, Refusal, add_retry, wants_json
from comments_service.models import Comment, FlagReason
from comments_service.senders import give_cookie, read_sender
from comments_service.services import flags
from comments_service.tokens import check_form_token, check_origin, make_form_token
from wording import gettext

blueprint = Blueprint("flags", __name__, url_prefix="/comments/comments")


@blueprint.get("/<number:comment_id>/report")
def show_form(comment_id: int) -> Response:
    """Show the form to report a comment with."""
    return _show(find_shown(comment_id), {})


@blueprint.post("/<number:comment_id>/report")
def report(comment_id: int) -> Response:
    """Keep a reader's report, and thank for it in the same words whatever it leads to."""
    check_origin(request)
    comment, fields, sender = find_shown(comment_id), read_fields("token", "reason", "words"), read_sender(request)
    try:
        check_form_token(fields["token"], comment.thread.page)
        reason = read_reason(fields["reason"])
        flags.flag(get_session(), comment, reason, fields["words"], sender, read_settings())
    except Refusal as refusal:
        if wants_json():
            raise
        return add_retry(_show(comment, fields, refusal), refusal)
    return keep_private(give_cookie(_thank(comment), sender))


def _thank(comment: Comment) -> Response:
    if wants_json():
        return make_response(jsonify({"message": gettext("A moderator will look at the comment.")}))
    return make_response(render_template("reported.html", comment=comment, page=comment.thread.page))


def read_reason(code: str) -> FlagReason:
    """Return the reason of a report; refuses a word that is none."""
    if code not in set(FlagReason):
        raise FormRefusal([Fault("reason", "no-reason", gettext("Choose what is wrong with the comment."))])
    return FlagReason(code)


def _show(comment: Comment, fields: dict[str, str], refusal: Refusal | None = None) -> Response:
    page = comment.thread.page
    values = {"comment": comment, "page": page, "token": make_form_token(page), "fields": fields, "error": refusal}
    body = render_template("report.html", reasons=FlagReason, words_limit=flags.WORDS_LIMIT, **values)
    return keep_private(make_response(body, refusal.status if refusal else 200))
