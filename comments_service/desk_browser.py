"""The browser in which a moderator signed in before, known by a signed cookie, so that guesses from elsewhere do not lock it out.

It is what OWASP calls a device cookie: https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from flask import Request, current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from comments_service.desk_session import DESK
from comments_service.models import Moderator

Kind = TypeVar("Kind", bound=Response)

COOKIE = "desk-browser"
COOKIE_AGE = timedelta(days=365)


@dataclass(frozen=True)
class DeskBrowser:
    """A browser in which a moderator signed in: the moderator's number, and a word made by chance."""

    moderator_id: int
    word: str

    def knows(self, moderator: Moderator | None) -> bool:
        """Whether it is this moderator who signed in there."""
        return moderator is not None and moderator.id == self.moderator_id


def read_browser(request: Request) -> DeskBrowser | None:
    """Return the browser of a request, where somebody signed in before, less than a year ago."""
    try:
        told = _serializer().loads(request.cookies.get(COOKIE, ""), max_age=int(COOKIE_AGE.total_seconds()))
    except BadSignature:  # an expired cookie is one too
        return None
    return DeskBrowser(*told)


def give_cookie(response: Kind, moderator: Moderator, browser: DeskBrowser | None) -> Kind:
    """Let a browser know for another year that a moderator signed in; out of the reach of scripts, and for the desk alone."""
    word = browser.word if browser and browser.knows(moderator) else secrets.token_urlsafe(24)
    response.set_cookie(
        COOKIE,
        _serializer().dumps([moderator.id, word]),
        max_age=COOKIE_AGE,
        path=DESK,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=COOKIE)
