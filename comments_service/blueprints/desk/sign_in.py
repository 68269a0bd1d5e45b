"""Signing in to the desk, and out."""

import secrets

from flask import Blueprint, current_app, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from comments_service.blueprints.desk.door import read_lasting, signed_in
from comments_service.db import get_session
from comments_service.errors import Refusal, add_retry
from comments_service.senders import read_sender
from comments_service.services import desk_sessions, moderators
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
    name = request.form.get("name", "")
    limit, password = current_app.extensions["settings"].sign_in_limit, request.form.get("password", "")
    try:
        key = moderators.sign_in(
            get_session(), name, password, read_sender(request), limit=limit, lasting=read_lasting()
        )
    except Refusal as refusal:
        page = render_template("desk/sign_in.html", error=refusal, name=name)
        return add_retry(make_response(page, refusal.status), refusal)
    _leave()
    session.permanent = True
    session.update(key=key, token=secrets.token_urlsafe(24))
    return redirect(url_for("desk.queues.show_waiting"), 303)


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
