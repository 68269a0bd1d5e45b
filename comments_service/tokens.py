"""Signed form tokens, and where a request that writes may come from."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from flask import Request, current_app
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from comments_service.errors import Refusal
from wording import gettext

DAY = timedelta(days=1).total_seconds()
"""For how many seconds a form is good."""

RENEWAL = timedelta(hours=12)
"""How long a form counts as the same; a reader who asks again later gets one with a fresh token."""


@dataclass(frozen=True)
class Form:
    """What a token says of the form that it came with: the page, its age in seconds, whether it was shown again."""

    page: str
    age: float
    is_again: bool


def make_form_token(page: str, *, is_again: bool = False) -> str:
    """Return a token for one rendered form of one page, or for one that is shown again after it grew too old."""
    again = [True] if is_again else []
    return _serializer().dumps([page, secrets.token_urlsafe(9), *again])


def check_form_token(token: str, page: str) -> float:
    """Return the age of a form in seconds; refuses a token that is not ours, is for another page, or is older than a day.

    The words of a form that is shown again are a day old.
    """
    form = _read(token)
    if not isinstance(form, Form) or form.page != page:
        raise refuse_stale_form()
    return DAY if form.is_again else form.age


def refuse_stale_form() -> Refusal:
    """Return what is said to who sends words by a form that is not good, or no longer."""
    sentence = gettext("This form is no longer good. Your words are still here: please send them again.")
    return Refusal("stale-form", sentence, 403)


def check_act_token(token: str, page: str) -> None:
    """Refuse an act without words by a form that is not good, or no longer."""
    form = _read(token)
    if not isinstance(form, Form) or form.page != page:
        sentence = gettext("The page was open for too long, so nothing was done. Go back, load it anew and try again.")
        raise Refusal("stale-form", sentence, 403)


def keep_form_token(token: str, page: str) -> str:
    """Return the token of a form that is shown again, so that its age goes on; a new one where it is no longer good."""
    form = _read(token)
    if isinstance(form, Form) and form.page == page:
        return token
    return make_form_token(page, is_again=isinstance(form, SignatureExpired))


def _read(token: str) -> Form | BadSignature:
    """Return what a token says, or why it says nothing."""
    try:
        (page, _, *rest), at = _serializer().loads(token, max_age=int(DAY), return_timestamp=True)
    except BadSignature as fault:
        return fault
    return Form(page, max(0.0, (datetime.now(UTC) - at).total_seconds()), any(rest))


def last_renewal() -> datetime:
    """Return since when forms count as the same."""
    at = int(datetime.now(UTC).timestamp())
    return datetime.fromtimestamp(at - at % RENEWAL.total_seconds(), UTC)


def is_same(given: str, expected: str) -> bool:
    """Compare a secret with what somebody gave, in a time that tells nothing."""
    return hmac.compare_digest(given.encode(), expected.encode())


def name_submission(token: str, *fields: str) -> str:
    """Return what makes a submission the same as one before: the form it came from and what it says."""
    return hashlib.sha256("\x00".join([token, *fields]).encode()).hexdigest()


def check_origin(request: Request) -> None:
    """Refuse a request that writes unless the browser says that it comes from our own pages.

    Every browser of the last years sends one of the two headers with a form; a request with neither is refused.
    """
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if not (site == "same-origin" if site else origin == current_app.extensions["settings"].base_url):
        raise Refusal("wrong-origin", gettext("This did not come from a page of ours, so nothing was done."), 403)


def _serializer() -> URLSafeTimedSerializer:
    return _make_serializer(current_app.config["SECRET_KEY"])


@cache
def _make_serializer(secret_key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key, salt="comment-form")
