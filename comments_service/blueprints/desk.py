"""The moderators' desk: sign in, see what waits, publish, reject, remove, restore."""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    g,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from comments_service.blueprints.addresses import PAGE
from comments_service.db import get_session
from comments_service.errors import Refusal, add_retry
from comments_service.models import Moderator
from comments_service.services import moderation, moderators
from comments_service.tokens import check_origin, is_same
from wording import gettext

P = ParamSpec("P")
R = TypeVar("R")

ACTS = {
    "publish": moderation.publish,
    "reject": moderation.reject,
    "remove": moderation.remove,
    "restore": moderation.restore,
}
ADDRESS = re.compile(rf"(?P<page>{PAGE})/?(#(?P<comment>comment-[0-9]+))?")

blueprint = Blueprint("desk", __name__, url_prefix="/comments/desk")


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """Nothing of the desk is kept by anybody on the way."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def signed_in(view: Callable[P, R]) -> Callable[P, R | AnyResponse]:
    """Let a view be used by moderators only; anybody else is sent to sign in, or refused when they would write."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | AnyResponse:
        g.moderator = _read_moderator()
        if g.moderator is None:
            if request.method in {"GET", "HEAD"}:
                return redirect(url_for("desk.show_sign_in"), 303)
            raise Refusal("not-signed-in", gettext("Sign in first; nothing was done."), 401)
        if request.method == "POST":
            _check_token()
        return view(*args, **kwargs)

    return guarded


@blueprint.get("/sign-in")
def show_sign_in() -> str:
    """Show the form to sign in with."""
    return render_template("sign_in.html", error=None, name="")


@blueprint.post("/sign-in")
def sign_in() -> AnyResponse:
    """Sign a moderator in, with a session of their own."""
    check_origin(request)
    name = request.form.get("name", "")
    limit = current_app.extensions["settings"].sign_in_limit
    try:
        moderator = moderators.sign_in(get_session(), name, request.form.get("password", ""), limit=limit)
    except Refusal as refusal:
        page = render_template("sign_in.html", error=refusal, name=name)
        return add_retry(make_response(page, refusal.status), refusal)
    session.clear()
    session.permanent = True
    session.update(moderator=moderator.id, password=_password_mark(moderator), token=secrets.token_urlsafe(24))
    return redirect(url_for("desk.show_queue"), 303)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> AnyResponse:
    """End the moderator's session."""
    session.clear()
    return redirect(url_for("desk.show_sign_in"), 303)


@blueprint.get("/")
@signed_in
def show_queue() -> str:
    """Show what waits, oldest first, and the latest acts."""
    waiting = moderation.waiting(get_session())
    actions = moderation.recent_actions(get_session())
    titles = _titles(
        [*(comment.thread.page for comment in waiting), *(act.comment.thread.page for act in actions if act.comment)]
    )
    count = moderation.count_waiting(get_session())
    return _render("desk.html", waiting=waiting, count=count, actions=actions, titles=titles)


@blueprint.get("/threads/<page:page>")
@signed_in
def show_thread(page: str) -> str:
    """Show every comment of a page, in whatever state."""
    comments = moderation.comments_of_page(get_session(), page)
    return _render("desk_thread.html", page=page, comments=comments, titles=_titles([page]))


@blueprint.get("/find")
@signed_in
def find_thread() -> AnyResponse:
    """Go to the comments of the page whose address, or whose comment's address, was given."""
    found = ADDRESS.search(request.args.get("address", ""))
    if not found:
        raise Refusal("no-page", gettext("That is no address of a page with comments. Copy it from the page."), 404)
    return redirect(url_for("desk.show_thread", page=found["page"], _anchor=found["comment"]), 303)


@blueprint.post("/comments/<int(max=2147483647):comment_id>/<verb>")
@signed_in
def act(comment_id: int, verb: str) -> AnyResponse:
    """Publish, reject, remove or restore a comment, and go back to the queue or to the thread."""
    if verb not in ACTS:
        abort(404)
    reason = moderation.make_reason(verb, request.form.get("reason", ""), request.form.get("words", ""))
    comment = moderation.find_comment(get_session(), comment_id)
    ACTS[verb](get_session(), comment, by=g.moderator.name, reason=reason)
    if request.form.get("back") == "thread":
        return redirect(url_for("desk.show_thread", page=comment.thread.page, _anchor=f"comment-{comment_id}"), 303)
    return redirect(url_for("desk.show_queue"), 303)


def _render(template: str, **values: object) -> str:
    desk = {
        "acts": moderation.ACTS,
        "reasons": moderation.REASONS,
        "verbs_for": moderation.verbs_for,
        "words_limit": moderation.WORDS_LIMIT,
        "token": session["token"],
    }
    return render_template(template, desk=desk, **values)


def _titles(pages: Iterable[str]) -> dict[str, str]:
    site = current_app.extensions["site"]
    return {page: site.title_of(page) or page for page in set(pages)}


def _read_moderator() -> Moderator | None:
    """Return who is signed in, as long as they are active and their password is the one they signed in with."""
    moderator = get_session().get(Moderator, session.get("moderator", 0))
    if moderator is None or not moderator.is_active or session["password"] != _password_mark(moderator):
        return None
    return moderator


def _check_token() -> None:
    check_origin(request)
    if not is_same(request.form.get("token", ""), session["token"]):
        raise Refusal("stale-form", gettext("This form is no longer good. Go back to the desk and try again."), 403)


def _password_mark(moderator: Moderator) -> str:
    """Return what ties a session to the password it was opened with, so that a reset ends it."""
    return hashlib.sha256(moderator.password_hash.encode()).hexdigest()[:16]
