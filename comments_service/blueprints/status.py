"""The private page of a comment, for whoever holds its link."""

from flask import Blueprint, Response, current_app, make_response, render_template

from comments_service.blueprints.asking import keep_private
from comments_service.db import get_session
from comments_service.services import posting

blueprint = Blueprint("status", __name__, url_prefix="/comments/status")


@blueprint.after_request
def keep_apart(response: Response) -> Response:
    """Nobody keeps or lists a private page, and its address goes nowhere."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return keep_private(response)


@blueprint.get("/<token:token>")
def read_status(token: str) -> Response:
    """Answer with where a comment stands."""
    comment = posting.find_by_token(get_session(), token)
    title = current_app.extensions["site"].title_of(comment.thread.page)
    return make_response(render_template("status.html", comment=comment, page_title=title))
