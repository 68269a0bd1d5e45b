"""The thread of a page: read it and count it."""

import hashlib
from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, Response, jsonify, make_response, render_template, request
from werkzeug.http import is_resource_modified

from comments_service.blueprints.asking import find_title, read_settings
from comments_service.db import get_session
from comments_service.models import Comment
from comments_service.rendering import RENDERER_VERSION
from comments_service.services import threads
from comments_service.tokens import last_renewal, make_form_token

blueprint = Blueprint("threads", __name__, url_prefix="/comments")


@blueprint.get("/threads/<page:page>")
def read_fragment(page: str) -> Response:
    """Answer with the thread of a page as the fragment that the page includes."""
    find_title(page)

    def make_body() -> Response:
        comments = threads.published_comments(get_session(), page)
        return make_response(render_template("thread.html", page=page, comments=comments, **_form(page)))

    return _unless_known(make_body, "html", page, threads.last_change(get_session(), page), last_renewal())


@blueprint.get("/threads/<page:page>.json")
def read_json(page: str) -> Response:
    """Answer with the thread of a page as data."""
    find_title(page)

    def make_body() -> Response:
        comments = [_as_json(comment) for comment in threads.published_comments(get_session(), page)]
        return jsonify({"page": page, "count": len(comments), "comments": comments})

    return _unless_known(make_body, "json", page, threads.last_change(get_session(), page))


@blueprint.get("/threads/<page:page>/count")
def read_count(page: str) -> Response:
    """Answer with the number of a page's published comments, as the link "View Comments" shows it."""
    find_title(page)
    response = make_response(f" {threads.count_published(get_session(), page)}")
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def _form(page: str) -> dict[str, object]:
    return {"token": make_form_token(page), "settings": read_settings(), "fields": {}, "error": None}


def _as_json(comment: Comment) -> dict[str, object]:
    """Return what readers may see of a comment, and nothing else of it."""
    return {
        "id": comment.id,
        "name": comment.name,
        "html": comment.html,
        "created_at": comment.created_at.isoformat(),
    }


def _unless_known(make_body: Callable[[], Response], kind: str, page: str, *changes: datetime | None) -> Response:
    """Make an answer that is the same for every reader, with its tag and date; 304 when the reader has it already."""
    tag = hashlib.sha256(repr((kind, page, RENDERER_VERSION, changes)).encode()).hexdigest()[:32]
    last = max((change for change in changes if change), default=None)
    is_new = is_resource_modified(request.environ, etag=tag, last_modified=last)
    response = make_body() if is_new else Response(status=304)
    response.set_etag(tag, weak=True)
    response.last_modified = last
    response.headers["Cache-Control"] = "no-cache"
    return response
