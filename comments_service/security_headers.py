"""What browsers may do with any answer of the site, whichever part gives it and whatever serves it."""

from collections.abc import Mapping

from flask import Flask, Response

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def write_policy(policy: Mapping[str, str]) -> str:
    """Write a content security policy as its header has it."""
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


HEADERS = {
    "content-security-policy": write_policy(POLICY),
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


def init_app(app: Flask) -> None:
    """Put the headers on each answer of an app."""
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """Add each header that an answer does not set itself; one that has not changed keeps those that it was given with."""
    if response.status_code == 304:
        return response
    own = {name.lower() for name, _ in response.headers}  # asked for one by one they take ten times as long
    response.headers.extend((name, text) for name, text in HEADERS.items() if name not in own)
    return response
