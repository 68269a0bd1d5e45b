"""Atom feeds of comments: of a page's thread, of all that is about a force, of all."""

from collections.abc import Sequence
from datetime import datetime

from feedgenerator import Atom1Feed
from flask import Blueprint, Response, make_response, request

from comments_service.blueprints.asking import find_title, read_settings, read_site, unless_known
from comments_service.db import get_session
from comments_service.errors import Refusal
from comments_service.models import Comment
from comments_service.services import feeds, reading
from wording import gettext, spoken

TAG = "tag:noticeboard,2025:comments"
"""How feed readers know feeds and entries again, wherever the site is served."""


class ChangedFeed(Atom1Feed):  # type: ignore[misc]  # feedgenerator has no type information
    """An Atom feed that is as new as the last change of its threads: also without a comment, and where one was taken out."""

    def latest_post_date(self) -> datetime:
        """Return when its threads last changed."""
        changed_at: datetime = self.feed["changed_at"]
        return changed_at


blueprint = Blueprint("feeds", __name__, url_prefix="/comments")


@blueprint.get("/feed.atom")
def read_all() -> Response:
    """Answer with the newest comments on any page."""
    return _answer("", gettext("Comments"), "/", None)


@blueprint.get("/threads/<page:page>/feed.atom")
def read_thread(page: str) -> Response:
    """Answer with the newest comments on a page."""
    title = gettext("Comments on %(page)s", page=find_title(page))
    return _answer(f"/{page}", title, f"/{page}/", [page])


@blueprint.get("/forces/<word:force>/feed.atom")
def read_force(force: str) -> Response:
    """Answer with the newest comments on a force, its notices, their recommendations, and the stories about it."""
    name = read_site().title_of(f"forces/{force}")
    if name is None:
        raise Refusal("no-page", gettext("There is no such force, so it has no comments."), 404)
    title = gettext("Comments on %(page)s", page=name)
    return _answer(f"/about/{force}", title, f"/forces/{force}/", read_site().pages_about(force))


def _answer(key: str, title: str, page: str, pages: Sequence[str] | None) -> Response:
    built_at = read_site().built_at()
    changed_at = reading.last_change_of(pages) or built_at

    def make_body() -> Response:
        comments = feeds.newest(get_session(), read_site().pages(), pages)
        response = make_response(make_atom(key, title, page, comments, changed_at))
        response.mimetype = "application/atom+xml"
        return response

    return unless_known(make_body, (key, title, spoken().tag), changed_at, built_at)


def make_atom(key: str, title: str, page: str, comments: Sequence[Comment], changed_at: datetime) -> str:
    """Return a feed as feedgenerator writes it; links bear the site's own address whatever a request says."""
    base = read_settings().base_url
    feed = ChangedFeed(
        f"Noticeboard: {title}",
        base + page,
        title,
        language=spoken().tag,
        feed_url=base + request.path,
        feed_guid=TAG + key,
        changed_at=changed_at,
    )
    for comment in comments:
        address = f"{base}/{comment.thread.page}/?comment={comment.id}#comment-{comment.id}"
        feed.add_item(
            gettext("%(name)s on %(page)s", name=comment.name, page=read_site().title_of(comment.thread.page) or title),
            address,
            comment.html,
            unique_id=f"{TAG}/{comment.id}",
            author_name=comment.name,
            pubdate=comment.published_at,
            updateddate=max(filter(None, (comment.published_at, comment.edited_at))),
        )
    atom: str = feed.writeString("utf-8")
    return atom
