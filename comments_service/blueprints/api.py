"""The comments as data: a thread, one comment, the counts of many pages; for anybody to read, from any site."""

from flask import Blueprint, Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from comments_service import openapi
from comments_service.blueprints.addresses import PAGE_ID
from comments_service.blueprints.asking import find_title, let_keep, read_settings, read_site, unless_known
from comments_service.blueprints.threads import choose_number, read_orders, read_version
from comments_service.db import get_session
from comments_service.errors import Refusal
from comments_service.models import ReactionKind
from comments_service.services import reading
from comments_service.services.reading import Shown
from wording import gettext, ngettext

MOST_PAGES = 200
"""Of how many pages the counts can be asked for at once."""

KEPT = "public, max-age=60"
"""For how long counts stand as they were: a list of pages asks for them whenever somebody looks at it."""

blueprint = Blueprint("api", __name__, url_prefix="/comments/api")


@blueprint.after_request
def let_other_sites_read(response: Response) -> Response:
    """Let scripts of other sites read what anybody may read; nothing here writes."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/")
def lead_to_description() -> AnyResponse:
    """Lead to the description."""
    return redirect(url_for("api.read_description"), 303)


@blueprint.get("/openapi.json")
def read_description() -> Response:
    """Answer with the description of what programs can ask here."""
    return let_keep(jsonify(openapi.describe(read_settings())))


@blueprint.get("/threads/<page:page>")
def read_thread(page: str) -> Response:
    """Answer with a page of a thread, in the same order as readers see it."""
    find_title(page)
    version = read_version(page)

    def make_body() -> Response:
        order = read_orders(version)
        thread = reading.read_page(get_session(), page, order, version.sort, choose_number(order))
        shown = [comment for branch in thread.branches for comment in branch.comments]
        about = {name: getattr(thread, name) for name in ("page", "count", "sort", "number", "last", "closed_reason")}
        return jsonify({**about, "comments": [as_json(comment) for comment in shown]})

    wanted = ("json", request.args.get("page"), request.args.get("comment"))
    return unless_known(make_body, (version, wanted), version.changed_at)


@blueprint.get("/comments/<page:page>/<number:comment_id>")
def read_comment(page: str, comment_id: int) -> Response:
    """Answer with one comment."""
    find_title(page)
    changed_at = reading.last_change(page)  # first: words are never given with a later date than theirs
    shown = reading.read_shown(get_session(), page, comment_id)
    if shown is None or not shown.is_published:
        raise Refusal("not-found", gettext("There is no such comment."), 404)
    return unless_known(lambda: jsonify(as_json(shown)), shown, changed_at)


@blueprint.get("/counts")
def read_counts() -> Response:
    """Answer with how many published comments each page has that was asked for, their ids with commas between them."""
    pages = sorted(set(request.args.get("pages", "").split(",")))
    if len(pages) > MOST_PAGES:
        sentence = ngettext(
            "That is %(num)s page. Ask for at most %(most)s at once.",
            "That are %(num)s pages. Ask for at most %(most)s at once.",
            len(pages),
            most=MOST_PAGES,
        )
        raise Refusal("many-pages", sentence, 422)
    wrong = [page for page in pages if not PAGE_ID.fullmatch(page)]
    if wrong:
        sentence = gettext("%(page)r is no page's id. Write it as notices/staffordshire-2022-03.", page=wrong[0][:200])
        raise Refusal("no-page", sentence, 422)
    counts, last = reading.count_published(pages)
    there = read_site().pages()
    return let_keep(jsonify({"counts": {page: counts[page] * (page in there) for page in pages}}), KEPT, last)


def as_json(comment: Shown) -> dict[str, object]:
    """Return what readers may see of a comment, and nothing else of it."""
    return {
        "id": comment.id,
        "state": comment.state,
        "parent": comment.answers.id if comment.answers else None,
        "branch": comment.branch.id,
        "name": comment.name,
        "html": comment.html,
        "created_at": comment.created_at.isoformat(),
        "edited_at": comment.edited_at.isoformat() if comment.edited_at else None,
        "is_pick": comment.is_featured,
        "is_staff": comment.is_staff,
        "reactions": {kind: comment.reactions.get(kind, 0) for kind in ReactionKind},
    }
