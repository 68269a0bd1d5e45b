"""Signed form tokens, and where a request that writes may come from."""

import hashlib
import secrets
from urllib.parse import urlsplit

from flask import Request, current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer

from comments_service.errors import Refusal

MAX_AGE_SECONDS = 24 * 60 * 60


def make_form_token(page: str) -> str:
    """Return a token for one rendered form of one page."""
    return _serializer().dumps([page, secrets.token_urlsafe(9)])


def check_form_token(token: str, page: str) -> None:
    """Refuse a token that is not ours, is for another page, or is older than a day."""
    try:
        signed_page, _ = _serializer().loads(token, max_age=MAX_AGE_SECONDS)
    except BadSignature:  # an expired token is one too
        signed_page = None
    if signed_page != page:
        raise Refusal(
            "stale-form", "This form is no longer good. Your words are still here: please send them again.", 403
        )


def name_submission(token: str, name: str, text: str) -> str:
    """Return what makes a submission the same as one before: the form it came from and what it says."""
    return hashlib.sha256("\x00".join([token, name, text]).encode()).hexdigest()


def check_origin(request: Request) -> None:
    """Refuse a request that writes unless the browser says that it comes from our own pages."""
    site = request.headers.get("Sec-Fetch-Site")
    own = current_app.extensions["settings"].base_url
    same = site == "same-origin" if site else _origin(request.headers.get("Origin", "")) == _origin(own)
    if not same:
        raise Refusal("wrong-origin", "This did not come from a page of ours, so nothing was done.", 403)


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="comment-form")
