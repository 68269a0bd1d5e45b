"""The thread of a page: read it, count it, leave a comment in it, see where one's comment stands."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import Blueprint, Response, current_app, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.http import is_resource_modified
from werkzeug.wrappers import Response as AnyResponse

from comments_service.config import Settings
from comments_service.db import get_session
from comments_service.errors import Refusal, wants_json
from comments_service.models import Comment
from comments_service.rendering import RENDERER_VERSION
from comments_service.services import threads
from comments_service.tokens import check_form_token, check_origin, last_renewal, make_form_token, name_submission

Kind = TypeVar("Kind", bound=AnyResponse)

blueprint = Blueprint("threads", __name__, url_prefix="/comments")


@blueprint.get("/threads/<page:page>")
def read_fragment(page: str) -> Response:
    """Answer with the thread of a page as the fragment that the page includes."""
    _check_page(page)

    def make_body() -> Response:
        comments = threads.published_comments(get_session(), page)
        return make_response(render_template("thread.html", page=page, comments=comments, **_form(page)))

    return _unless_known(make_body, "html", page, threads.last_change(get_session(), page), last_renewal())


@blueprint.get("/threads/<page:page>.json")
def read_json(page: str) -> Response:
    """Answer with the thread of a page as data."""
    _check_page(page)

    def make_body() -> Response:
        comments = [_as_json(comment) for comment in threads.published_comments(get_session(), page)]
        return jsonify({"page": page, "count": len(comments), "comments": comments})

    return _unless_known(make_body, "json", page, threads.last_change(get_session(), page))


@blueprint.get("/threads/<page:page>/count")
def read_count(page: str) -> Response:
    """Answer with the number of a page's published comments, as the link "View Comments" shows it."""
    _check_page(page)
    response = make_response(f" {threads.count_published(get_session(), page)}")
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


@blueprint.post("/threads/<page:page>")
def post_comment(page: str) -> AnyResponse | tuple[AnyResponse, int]:
    """Keep a comment, to wait for a moderator."""
    check_origin(request)
    title = _check_page(page)
    fields = _read_fields("name", "text", "token")
    try:
        check_form_token(fields["token"], page)
        draft = threads.check_draft(fields["name"], fields["text"], _settings())
    except Refusal as refusal:
        if wants_json():
            raise
        return _form_again(page, title, fields, refusal)
    submission = name_submission(fields["token"], draft.name, draft.text)
    comment = threads.post(get_session(), page, draft, submission=submission)
    status = url_for("threads.read_status", token=comment.status_token)
    if wants_json():
        body = {"state": comment.state, "status": status, "message": "Thank you. Your comment waits for a moderator."}
        return _private(jsonify(body)), 201
    return _private(redirect(status, 303))


@blueprint.get("/status/<token:token>")
def read_status(token: str) -> Response:
    """Answer, to whoever holds the private link, with where a comment stands."""
    comment = threads.find_by_token(get_session(), token)
    title = current_app.extensions["site"].title_of(comment.thread.page)
    response = make_response(render_template("status.html", comment=comment, page_title=title))
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return _private(response)


def _settings() -> Settings:
    settings: Settings = current_app.extensions["settings"]
    return settings


def _check_page(page: str) -> str:
    title: str | None = current_app.extensions["site"].title_of(page)
    if title is None:
        raise Refusal("no-page", "There is no such page, so it has no comments.", 404)
    return title


def _form(page: str) -> dict[str, object]:
    return {"token": make_form_token(page), "settings": _settings(), "fields": {}, "error": None}


def _form_again(page: str, title: str, fields: dict[str, str], refusal: Refusal) -> Response:
    form = _form(page) | {"fields": fields, "error": refusal}
    body = render_template("form_again.html", page=page, page_title=title, **form)
    return _private(make_response(body, refusal.status))


def _read_fields(*names: str) -> dict[str, str]:
    """Return the text of each field of a form or of JSON; what is missing or no text is empty."""
    given = request.get_json() if request.is_json else request.form
    fields = {name: given.get(name, "") for name in names} if hasattr(given, "get") else dict.fromkeys(names, "")
    return {name: value if isinstance(value, str) else "" for name, value in fields.items()}


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


def _private(response: Kind) -> Kind:
    response.headers["Cache-Control"] = "private, no-store"
    return response
