"""Related news of a page, as a fragment and as data."""

from flask import Blueprint, Response, jsonify, make_response, render_template

from comments_service.blueprints.asking import let_keep, read_number, read_site
from comments_service.errors import Refusal
from comments_service.related import Item, RelatedLists, Score, split
from comments_service.site import RelatedPages
from wording import gettext

KEPT = "public, max-age=300"
NAMES = ("in_other_news", "more_news")

blueprint = Blueprint("related", __name__, url_prefix="/related")


@blueprint.get("/<page:page>")
def read_fragment(page: str) -> Response:
    """Answer with "In Other News" and a page of "More News" for a page, as the fragment that the page includes."""
    return let_keep(make_response(render_template("related.html", page=page, related=_lists(page))), KEPT)


@blueprint.get("/<page:page>.json")
def read_json(page: str) -> Response:
    """Answer with "In Other News" and "More News" for a page as data."""
    lists = _lists(page)
    told = {name: [_as_json(item, _explain(page, item)) for item in getattr(lists, name)] for name in NAMES}
    return let_keep(jsonify({"page": page, "number": lists.number, "last": lists.last, **told}), KEPT)


def _lists(page: str) -> RelatedLists:
    ranked = _related().ranked(page)
    if ranked is None:
        raise Refusal("no-page", gettext("There is no such page, so nothing is related to it."), 404)
    return split(ranked, max(1, read_number("news") or 1))


def _explain(page: str, item: Item) -> Score:
    about = _related().page(page)
    return _related().news.explain(about or item, item)


def _related() -> RelatedPages:
    return read_site().related()


def _as_json(item: Item, score: Score) -> dict[str, object]:
    """Return an item as data, with what each thing that it shares with the page adds to its place."""
    names = ("kind", "url", "title", "publisher", "published_on", "published_basis")
    return {name: getattr(item, name) for name in names} | {"score": score._asdict()}
