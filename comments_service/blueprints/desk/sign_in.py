"""Signing in to the desk, and out."""

import secrets

from flask import Blueprint, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from comments_service import desk_browser
from comments_service.blueprints.asking import read_settings
from comments_service.blueprints.desk.door import read_lasting, signed_in
from comments_service.db import get_session
from comments_service.errors import Refusal, add_retry
from comments_service.services import desk_sessions, moderators
from comments_service.services.guessing import Attempt
from comments_service.tokens import check_origin

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("/sign-in")
def show_form() -> str:
    """Show the form to sign in with."""
    return render_template("desk/sign_in.html", error=None, name="")


@blueprint.post("/sign-in")
def sign_in() -> Response:
    """Sign a moderator in, with a session of their own."""
    check_origin(request)
    attempt = _read_attempt()
    try:
        known = moderators.sign_in(get_session(), attempt, limit=read_settings().sign_in_limit, lasting=read_lasting())
    except Refusal as refusal:
        page = render_template("desk/sign_in.html", error=refusal, name=attempt.name)
        return add_retry(make_response(page, refusal.status), refusal)
    _leave()
    session.permanent = True
    session.update(key=known.key, token=secrets.token_urlsafe(24))
    answer = redirect(url_for("desk.queues.show_waiting"), 303)
    return desk_browser.give_cookie(answer, known.moderator, attempt.browser)


def _read_attempt() -> Attempt:
    name, password = (request.form.get(field, "") for field in ("name", "password"))
    return Attempt(name, password, request.remote_addr or "", desk_browser.read_browser(request))


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> Response:
    """End the moderator's session."""
    _leave()
    return redirect(url_for("desk.sign_in.show_form"), 303)


def _leave() -> None:
    """End the session that this browser is in, also for whoever has a copy of its cookie."""
    if key := session.get("key"):
        desk_sessions.end(get_session(), key)
    session.clear()
