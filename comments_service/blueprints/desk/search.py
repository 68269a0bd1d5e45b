"""Comments in whatever state, found by their words, the name, the page, the state, or the browser that they came from."""

import re

from flask import Blueprint, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from comments_service.blueprints.addresses import PAGE
from comments_service.blueprints.asking import read_number
from comments_service.blueprints.desk.door import signed_in
from comments_service.blueprints.desk.frame import render
from comments_service.db import get_session
from comments_service.errors import Refusal, wants_json
from comments_service.models import CommentState
from comments_service.rendering import clean_name
from comments_service.services import queues
from comments_service.services.queues import Search
from wording import gettext

blueprint = Blueprint("search", __name__)

ADDRESS = re.compile(rf"(?P<page>{PAGE})/?([?&#](.*[?&#])?comment[-=](?P<comment>[0-9]{{1,9}}))?")
OWN = re.compile(r"/comments/desk/comments/(?P<comment>[0-9]{1,9})(?![0-9])")
"""The address of a comment at the desk."""

LONGEST = 200
"""The most characters that are looked for."""


@blueprint.get("/find")
@signed_in
def find() -> str | Response:
    """Show what is found; the address of a comment leads to that comment."""
    given = request.args.get("page", "").strip()
    found = OWN.search(given) or ADDRESS.search(given)
    if given and not found:
        return _refuse_address(given)
    if found and found["comment"]:
        return redirect(url_for("desk.queues.show_comment", comment_id=int(found["comment"])), 303)
    wanted = _read_search(found["page"] if found else "")
    is_asked = bool(wanted.conditions())
    before = read_number("before")
    slice_ = queues.search(get_session(), wanted, before) if is_asked else None
    return render("find.html", wanted=wanted, slice=slice_, before=before, states=CommentState)


def _refuse_address(given: str) -> Response:
    """Say at the field that an address is none, with all that was asked for."""
    refusal = Refusal("no-page", gettext("That is no address of a page with comments. Copy it from the page."), 404)
    if wants_json():
        raise refusal
    wanted = _read_search(given[:LONGEST])
    page = render("find.html", wanted=wanted, slice=None, before=None, states=CommentState, error=refusal)
    return make_response(page, refusal.status)


def _read_search(page: str) -> Search:
    words, name = (clean_name(request.args.get(field, "")[:LONGEST]) for field in ("words", "name"))
    state = request.args.get("state", "")
    return Search(
        words=words,
        name=name,
        page=page,
        state=CommentState(state) if state in set(CommentState) else None,
        browser=read_number("browser"),
    )
