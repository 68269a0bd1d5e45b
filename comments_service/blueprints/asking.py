"""What several blueprints ask of a request and say with an answer."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from flask import Response, abort, current_app, request
from werkzeug.http import is_resource_modified
from werkzeug.wrappers import Response as AnyResponse

from comments_service.columns import now
from comments_service.config import Settings
from comments_service.db import get_session
from comments_service.edition import Edition
from comments_service.errors import Refusal
from comments_service.models import Comment, CommentState
from comments_service.site import PublishedSite
from wording import gettext

Kind = TypeVar("Kind", bound=AnyResponse)

SECOND = timedelta(seconds=1)


def read_site() -> PublishedSite:
    """Return what the built site says."""
    site: PublishedSite = current_app.extensions["site"]
    return site


def read_settings() -> Settings:
    """Return the service's settings."""
    settings: Settings = current_app.extensions["settings"]
    return settings


def find_title(page: str) -> str:
    """Return the title of a page; refuses a page that the site does not publish."""
    title = read_site().title_of(page)
    if title is None:
        raise Refusal("no-page", gettext("There is no such page, so it has no comments."), 404)
    return title


def find_shown(comment_id: int) -> Comment:
    """Return a comment that readers see; refuses a number that is none, or not one of those, and one on a page that is gone."""
    comment = get_session().get(Comment, comment_id)
    if comment is None or comment.state is not CommentState.PUBLISHED:
        raise Refusal("not-found", gettext("There is no such comment."), 404)
    find_title(comment.thread.page)
    return comment


def read_number(name: str) -> int | None:
    """Return a number from the address; what is none counts as not given."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def read_fields(*names: str) -> dict[str, str]:
    """Return the text of each field of a form or of JSON; what is missing or no text is empty."""
    given = _read_json() if request.is_json else request.form
    fields = {name: given.get(name, "") for name in names} if hasattr(given, "get") else dict.fromkeys(names, "")
    return {name: _keepable(value) if isinstance(value, str) else "" for name, value in fields.items()}


def _read_json() -> Any:
    try:
        return request.get_json()
    except RecursionError:  # thousands of brackets in one another
        abort(400)


def _keepable(text: str) -> str:
    """Return a text without what no database can keep: halves of characters, and the character of number nought."""
    return text.encode(errors="ignore").decode().replace("\x00", "")


def let_keep(response: Kind, control: str = "no-cache", last: datetime | None = None) -> Kind:
    """Let everybody keep an answer, and send it again only where it is another one; last is when it changed, where known."""
    response.headers["Cache-Control"] = control
    response.add_etag()
    _date(response, last and round_up(last))
    response.make_conditional(request)
    return response


def unless_known(
    make_body: Callable[[], Response], what: object, *changes: datetime | None, control: str = "no-cache"
) -> Response:
    """Make an answer that is the same for every reader, with its tag and date; 304 when the reader has it already.

    what and changes tell all that it is made of, besides the edition of the service.
    """
    edition: Edition = current_app.extensions["edition"]
    tag = hashlib.sha256(repr((what, edition.digest, changes)).encode()).hexdigest()[:32]
    last = round_up(max(change for change in (edition.made_at, *changes) if change))
    is_new = is_resource_modified(request.environ, etag=tag, last_modified=last)
    response = make_body() if is_new else Response(status=304)
    response.set_etag(tag, weak=True)
    _date(response, last)
    response.headers["Cache-Control"] = control
    return response


def _date(response: AnyResponse, last: datetime | None) -> None:
    """Say since when an answer is so, where that is known, and once that second is over."""
    if last and last <= now():  # none would be taken for now
        response.last_modified = last


def round_up(change: datetime) -> datetime:
    """Return the second that follows a change: dates of answers are exact to seconds, and more may happen in the same one."""
    return change.replace(microsecond=0) + SECOND


def keep_private(response: Kind) -> Kind:
    """Say that an answer is for one reader alone and that nobody keeps it on the way."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
