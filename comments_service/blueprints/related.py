"""Related news of a page, as a fragment and as data."""

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template

from comments_service.errors import Refusal
from comments_service.related import Item
from comments_service.site import PublishedSite

blueprint = Blueprint("related", __name__, url_prefix="/related")


@blueprint.get("/<page:page>")
def read_fragment(page: str) -> Response:
    """Answer with "In Other News" and "More News" for a page, as the fragment that the page includes."""
    return _kept_a_while(make_response(render_template("related.html", related=_related(page))))


@blueprint.get("/<page:page>.json")
def read_json(page: str) -> Response:
    """Answer with "In Other News" and "More News" for a page as data."""
    related = {name: [_as_json(item) for item in items] for name, items in _related(page).items()}
    return _kept_a_while(jsonify({"page": page, **related}))


def _related(page: str) -> dict[str, list[Item]]:
    site: PublishedSite = current_app.extensions["site"]
    item = site.page(page)
    if item is None:
        raise Refusal("no-page", "There is no such page, so nothing is related to it.", 404)
    return site.related_news().split_for(item)


def _as_json(item: Item) -> dict[str, str]:
    names = ("kind", "url", "title", "publisher", "published_on", "published_basis")
    return {name: getattr(item, name) for name in names}


def _kept_a_while(response: Response) -> Response:
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
