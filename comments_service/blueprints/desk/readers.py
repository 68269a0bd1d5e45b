"""Browsers that may not write for a while, and the site's brake: for editors."""

from datetime import UTC, date, datetime, timedelta

from flask import Blueprint, g, request
from werkzeug.wrappers import Response

from comments_service.blueprints.desk.door import editors_only
from comments_service.blueprints.desk.frame import go_back, read_numbers, render
from comments_service.blueprints.desk.threads import read_reason
from comments_service.columns import now
from comments_service.db import get_session
from comments_service.errors import Refusal
from comments_service.services import brake, leading, moderation, queues
from wording import gettext

blueprint = Blueprint("readers", __name__)

HOURS = ("1", "6", "24", "72")
"""For how long the brake can be pulled by hand."""


@blueprint.get("/readers")
@editors_only
def show_readers() -> str:
    """Show the brake, and which browsers may not write."""
    after = leading.read_place(request.args.get("after", ""))
    banned = leading.banned(get_session(), after)
    latest = queues.latest_of(get_session(), banned.browsers)
    return render("readers.html", banned=banned, after=after, latest=latest, hours=HOURS)


@blueprint.post("/comments/<number:comment_id>/ban")
@editors_only
def ban(comment_id: int) -> Response:
    """Keep the browser that a comment came from out until a day."""
    comment = moderation.find_comment(get_session(), comment_id)
    if comment.credential_id is None:
        raise Refusal("no-browser", gettext("Nobody knows what browser this comment came from."), 409)
    until = _read_day()
    return go_back(leading.ban(get_session(), comment.credential_id, until, by=g.moderator.name, reason=read_reason()))


@blueprint.post("/lift")
@editors_only
def lift() -> Response:
    """Let a browser write again."""
    number = next(iter(read_numbers("browser")), 0)
    return go_back(leading.lift(get_session(), number, by=g.moderator.name, reason=read_reason()))


@blueprint.post("/brake")
@editors_only
def pull_brake() -> Response:
    """Let every comment on the site wait for some hours."""
    hours = request.form.get("hours", "")
    if hours not in HOURS:
        raise Refusal("no-hours", gettext("Choose for how long."), 422)
    until = now() + timedelta(hours=int(hours))
    brake.pull(get_session(), by=g.moderator.name, reason=read_reason(), until=until)
    return go_back(None)


@blueprint.post("/release")
@editors_only
def release_brake() -> Response:
    """Let the modes of threads and of the site hold again."""
    brake.release(get_session(), by=g.moderator.name, reason=read_reason())
    return go_back(None)


def _read_day() -> datetime:
    """Return the beginning of the day that was chosen, in UTC."""
    try:
        day = date.fromisoformat(request.form.get("until", ""))
    except ValueError:
        raise Refusal("no-day", gettext("Choose a day."), 422) from None
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
