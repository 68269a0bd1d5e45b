"""Who may come in: a view is for moderators, or for editors alone, and whoever writes proves that the form is theirs."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from comments_service.db import get_session
from comments_service.errors import Refusal
from comments_service.models import Moderator, Role
from comments_service.services import desk_sessions
from comments_service.tokens import check_origin, is_same
from wording import gettext

P = ParamSpec("P")
R = TypeVar("R")


def signed_in(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Let a view be used by moderators only; anybody else is sent to sign in, or refused when they would write."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        g.moderator = _read_moderator()
        if g.moderator is None:
            if request.method in {"GET", "HEAD"}:
                return redirect(url_for("desk.sign_in.show_form"), 303)
            raise Refusal("not-signed-in", gettext("Sign in first; nothing was done."), 401)
        if request.method == "POST":
            _check_token()
        return view(*args, **kwargs)

    return guarded


def editors_only(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Let a view be used by editors only; another moderator is told so."""

    @signed_in
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        refuse_unless_editor()
        return view(*args, **kwargs)

    return guarded


def is_editor() -> bool:
    """Whether who is signed in is an editor."""
    return bool(g.moderator.role is Role.EDITOR)


def refuse_unless_editor() -> None:
    """Refuse what only editors do to a moderator."""
    if not is_editor():
        sentence = gettext("Only editors do this, so nothing was done. Please ask one of them.")
        raise Refusal("editors-only", sentence, 403)


def read_lasting() -> timedelta:
    """Return how long after a sign-in its session ends, whatever was done in it."""
    return timedelta(seconds=current_app.extensions["settings"].desk_session_seconds)


def _read_moderator() -> Moderator | None:
    """Return who is signed in."""
    return desk_sessions.find_moderator(get_session(), session.get("key", ""), read_lasting())


def _check_token() -> None:
    given = request.form.get("token", "")  # first: a form that is too large could not be read to answer either
    check_origin(request)
    if not is_same(given, session["token"]):
        raise Refusal("stale-form", gettext("This form is no longer good. Go back to the desk and try again."), 403)
