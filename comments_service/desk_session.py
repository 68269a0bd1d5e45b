"""A session for the moderators' desk, and for nothing else: what readers ask for never looks at a cookie."""

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

DESK = "/comments/desk"


class DeskCookie(SecureCookieSessionInterface):
    """Flask's signed cookie, read and set below the desk's address alone."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """Return the session of a moderator; elsewhere none, which cannot be written to."""
        return super().open_session(app, request) if request.path.startswith(DESK) else None
