"""The moderators' desk: sign in, see what waits, publish, reject, remove, restore."""

import hmac
import secrets
from collections.abc import Callable
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

from comments_service.db import get_session
from comments_service.errors import Refusal
from comments_service.models import Moderator
from comments_service.services import moderation, moderators
from comments_service.tokens import check_origin

P = ParamSpec("P")
R = TypeVar("R")

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
        g.moderator = get_session().get(Moderator, session.get("moderator", 0))
        if g.moderator is None or session.get("password") != _password_mark(g.moderator):
            if request.method == "GET":
                return redirect(url_for("desk.show_sign_in"), 303)
            raise Refusal("not-signed-in", "Sign in first; nothing was done.", 401)
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
        return make_response(render_template("sign_in.html", error=refusal, name=name), refusal.status)
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
    site = current_app.extensions["site"]
    waiting = moderation.waiting(get_session())
    actions = moderation.recent_actions(get_session())
    pages = {comment.thread.page for comment in waiting} | {action.comment.thread.page for action in actions}
    titles = {page: site.title_of(page) or page for page in pages}
    return render_template(
        "desk.html", waiting=waiting, actions=actions, titles=titles, acts=moderation.ACTS, reasons=moderation.REASONS
    )


@blueprint.post("/comments/<int:comment_id>/<verb>")
@signed_in
def act(comment_id: int, verb: str) -> AnyResponse:
    """Publish, reject, remove or restore a comment, and go back to the queue."""
    if verb not in moderation.ACTS:
        abort(404)
    reason = moderation.make_reason(verb, request.form.get("reason", ""), request.form.get("words", "")[:500])
    moderation.act(get_session(), comment_id, verb, by=g.moderator.name, reason=reason)
    return redirect(url_for("desk.show_queue"), 303)


def _check_token() -> None:
    check_origin(request)
    if not hmac.compare_digest(request.form.get("token", ""), session.get("token", "")):
        raise Refusal("stale-form", "This form is no longer good. Go back to the desk and try again.", 403)


def _password_mark(moderator: Moderator) -> str:
    """Return what ties a session to the password it was opened with, so that a reset ends it."""
    return moderator.password_hash[-16:]
