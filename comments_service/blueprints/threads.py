"""The thread of a page: read it and count it."""

from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from cachetools import LRUCache, cached
from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request

from comments_service.blueprints.asking import find_title, let_keep, read_number, read_settings, unless_known
from comments_service.db import get_session
from comments_service.services import reading
from comments_service.services.reading import Order, Sort
from comments_service.tokens import last_renewal, make_form_token

KEPT = 8_000_000
"""How many characters of rendered threads each process keeps."""

ORDERS = 256
"""Of how many threads each process keeps the order."""

SORTS = {sort.value: sort for sort in Sort}

PLACE = "\x00"
"""Where the token of a form stands in what is kept; no comment holds it, and each reader's form has a token of its own."""

blueprint = Blueprint("threads", __name__, url_prefix="/comments")


@dataclass(frozen=True)
class Version:
    """A thread at one time in one order: what is kept of it goes by this."""

    page: str
    changed_at: datetime | None
    sort: Sort


def init_app(app: Flask) -> None:
    """Let a process keep what it has put in order and rendered; each entry is right for ever, since its key says of what."""
    app.extensions["orders"] = cached(LRUCache(ORDERS), lock=Lock())(_put_in_order)
    app.extensions["rendered"] = cached(LRUCache(KEPT, getsizeof=len), lock=Lock())(_render)


@blueprint.get("/threads/<page:page>")
def read_fragment(page: str) -> Response:
    """Answer with a page of a thread as the fragment that the page includes."""
    find_title(page)
    version = read_version(page)
    wanted = (request.args.get("page"), request.args.get("comment"))

    def make_body() -> Response:
        order = read_orders(version)
        is_missed = read_number("comment") not in (None, *order.ids)
        body: str = current_app.extensions["rendered"](version, choose_number(order), is_missed)
        return make_response(body.replace(PLACE, make_form_token(page)))

    settings = read_settings()
    told = (settings.mode, settings.name_limit, settings.text_limit, settings.edit_seconds, settings.language.tag)
    # The form has a token, which belongs to one reader.
    control = "private, no-cache"
    return unless_known(make_body, (version, wanted, told), version.changed_at, last_renewal(), control=control)


@blueprint.get("/threads/<page:page>/count")
def read_count(page: str) -> Response:
    """Answer with the number of a page's published comments, as the link "View Comments" shows it."""
    find_title(page)
    counts, last = reading.count_published([page])
    return let_keep(make_response(f" {counts[page]}"), last=last)


def read_version(page: str) -> Version:
    """Return the thread of a page as it is now, in the order that is asked for."""
    return Version(page, reading.last_change(page), read_sort())


def read_orders(version: Version) -> Order:
    """Return the order of a thread, from what is kept where it is."""
    order: Order = current_app.extensions["orders"](version)
    return order


def read_sort() -> Sort:
    """Return the order that is asked for; by default, and for a word that is none, the oldest first."""
    return SORTS.get(request.args.get("sort", ""), Sort.OLDEST)


def choose_number(order: Order) -> int:
    """Return the number of the page that is asked for: that of a comment, or one by its number, as far as there is one."""
    if comment := read_number("comment"):
        return order.page_of(comment)
    return min(max(1, read_number("page") or 1), order.last)


def _put_in_order(version: Version) -> Order:
    return reading.put_in_order(get_session(), version.page, version.sort)


def _render(version: Version, number: int, is_missed: bool) -> str:
    order = read_orders(version)
    thread = reading.read_page(get_session(), version.page, order, version.sort, number)
    settings = read_settings()
    mode = order.mode or settings.mode
    form: dict[str, object] = {"token": PLACE, "settings": settings, "mode": mode, "fields": {}, "error": None}
    return render_template("thread.html", thread=thread, sorts=Sort, page=version.page, is_missed=is_missed, **form)
