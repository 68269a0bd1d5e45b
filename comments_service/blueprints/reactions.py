"""A reader's marks on a comment."""

from flask import Blueprint, jsonify, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from comments_service.blueprints.asking import find_shown, keep_private, read_fields, read_settings
from comments_service.db import get_session
from comments_service.errors import Refusal, wants_json
from comments_service.models import Comment, ReactionKind
from comments_service.senders import give_cookie, read_sender
from comments_service.services import reactions
from comments_service.services.reactions import Mark
from comments_service.services.reading import Sort
from comments_service.tokens import check_act_token, check_origin, make_form_token
from wording import gettext

blueprint = Blueprint("reactions", __name__, url_prefix="/comments/comments")


@blueprint.post("/<number:comment_id>/reactions/<kind>")
def react(comment_id: int, kind: str) -> Response:
    """Put a mark on a comment, or take it back where the form says so; to do so again changes nothing."""
    check_origin(request)
    comment = find_shown(comment_id)
    fields = read_fields("token", "take-back", "sort")
    check_act_token(fields["token"], comment.thread.page)
    if kind not in set(ReactionKind):
        raise Refusal("not-found", gettext("There is no such reaction."), 404)
    sender, is_on = read_sender(request), not fields["take-back"]
    mark = reactions.react(get_session(), comment, ReactionKind(kind), sender, read_settings(), is_on=is_on)
    return keep_private(give_cookie(_answer(comment, mark, fields["sort"]), sender))


def _answer(comment: Comment, mark: Mark, sort: str) -> Response:
    if wants_json():
        return make_response(jsonify({"kind": mark.kind, "is_on": mark.is_on, "count": mark.count}))
    page = comment.thread.page
    if mark.is_on and not mark.is_new:
        return make_response(
            render_template("take_back.html", comment=comment, mark=mark, page=page, token=make_form_token(page))
        )
    order = f"sort={sort}&" if sort in set(Sort) else ""
    return redirect(f"/{page}/?{order}comment={comment.id}#comment-{comment.id}", 303)
