"""Comments in whatever state, found by their words, the name, the page, the state, or the browser that they came from."""

import re

from flask import Blueprint, make_response, redirect, request, url_for
from werkzeug.wrappers import Response

from comments_service.blueprints.addresses import PAGE
from comments_service.blueprints.asking import read_number, read_site
from comments_service.blueprints.desk.door import signed_in
from comments_service.blueprints.desk.frame import find_title, render
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

MOST_NAMED = 3
"""How many pages are named among which one is to be chosen."""


@blueprint.get("/find")
@signed_in
def find() -> str | Response:
    """Show what is found; the address of a comment leads to that comment."""
    given = request.args.get("page", "").strip()
    found = OWN.search(given) or ADDRESS.search(given)
    if found and found["comment"]:
        return redirect(url_for("desk.queues.show_comment", comment_id=int(found["comment"])), 303)
    pages = [found["page"]] if found else find_titled(given)
    if given and len(pages) != 1:
        return _refuse_page(given, pages)
    wanted = _read_search(pages[0] if given else "")
    is_asked = bool(wanted.conditions())
    before = read_number("before")
    slice_ = queues.search(get_session(), wanted, before) if is_asked else None
    return render("find.html", wanted=wanted, slice=slice_, before=before, states=CommentState)


def find_titled(given: str) -> list[str]:
    """Return the pages that have a title, or those that have it within theirs where no page's title is just that."""
    titles = {page: title.casefold() for page, title in read_site().pages().items()}
    whole = [page for page, title in titles.items() if title == given.casefold()]
    return whole or [page for page, title in titles.items() if given.casefold() in title]


def _refuse_page(given: str, pages: list[str]) -> Response:
    """Say at the field that no single page goes by what was given, with all that was asked for."""
    refusal = Refusal("no-page", _tell_pages(pages), 404)
    if wants_json():
        raise refusal
    wanted = _read_search(given[:LONGEST])
    page = render("find.html", wanted=wanted, slice=None, before=None, states=CommentState, error=refusal)
    return make_response(page, refusal.status)


def _tell_pages(pages: list[str]) -> str:
    if not pages:
        return gettext("That is no address or title of a page with comments. Copy it from the page.")
    some = [find_title(page) for page in pages[:MOST_NAMED]] + ["…"] * (len(pages) > MOST_NAMED)
    return gettext(
        "Several pages have that in their title, so copy the address of one: %(titles)s", titles="; ".join(some)
    )


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
