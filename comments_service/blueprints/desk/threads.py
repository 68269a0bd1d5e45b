"""All comments of a page; and for editors, its end and its mode."""

from flask import Blueprint, g, request
from werkzeug.wrappers import Response

from comments_service.blueprints.asking import find_title, read_number, read_settings
from comments_service.blueprints.desk.door import editors_only, signed_in
from comments_service.blueprints.desk.frame import go_back, render
from comments_service.db import get_session
from comments_service.errors import Refusal
from comments_service.models import Mode
from comments_service.services import leading, queues
from wording import gettext

blueprint = Blueprint("threads", __name__, url_prefix="/threads")

MODES = {"hold": Mode.HOLD, "publish": Mode.PUBLISH, "site": None}


@blueprint.get("/<page:page>")
@signed_in
def show_thread(page: str) -> str:
    """Show every comment of a page, in whatever state."""
    after = read_number("after") or 0
    values = {"thread": queues.find_thread(get_session(), page), "site_mode": read_settings().mode}
    return render("thread.html", page=page, slice=queues.of_page(get_session(), page, after), after=after, **values)


@blueprint.post("/<page:page>/close")
@editors_only
def close(page: str) -> Response:
    """Close the comments of a page."""
    find_title(page)
    return go_back(leading.close(get_session(), page, by=g.moderator.name, reason=read_reason()))


@blueprint.post("/<page:page>/reopen")
@editors_only
def reopen(page: str) -> Response:
    """Open the comments of a page again."""
    find_title(page)
    return go_back(leading.reopen(get_session(), page, by=g.moderator.name, reason=read_reason()))


@blueprint.post("/<page:page>/mode")
@editors_only
def set_mode(page: str) -> Response:
    """Choose whether comments of a page wait."""
    find_title(page)
    mode = request.form.get("mode", "")
    if mode not in MODES:
        raise Refusal("no-mode", gettext("Choose what happens to comments there."), 422)
    return go_back(leading.set_mode(get_session(), page, MODES[mode], by=g.moderator.name, reason=read_reason()))


def read_reason() -> str:
    """Return the reason that was given, in words."""
    return leading.make_reason(request.form.get("reason", ""))
