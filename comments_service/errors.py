"""One shape for every error: a word for a program and a sentence for a person."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import TypeVar

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from wording import gettext, gettext_noop

Kind = TypeVar("Kind", bound=AnyResponse)

SENTENCES = {
    400: ("bad-request", gettext_noop("That request could not be understood.")),
    403: ("forbidden", gettext_noop("That is not allowed.")),
    404: ("not-found", gettext_noop("There is nothing at this address.")),
    405: ("wrong-method", gettext_noop("That cannot be done at this address.")),
    408: ("too-slow", gettext_noop("That took too long to arrive. Please send it again.")),
    413: ("too-large", gettext_noop("That is too much text at once. Shorten it and send it again.")),
    415: ("wrong-type", gettext_noop("Send a form or JSON.")),
    500: ("failed", gettext_noop("Something went wrong on our side. Please try again later.")),
}


class Refusal(Exception):
    """Something that the service will not do, with a code, a sentence and an HTTP status."""

    def __init__(self, code: str, message: str, status: int, *, retry_after: timedelta | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.status, self.retry_after = code, message, status, retry_after


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field of a form: a word, and a sentence that says how to mend it."""

    field: str
    code: str
    message: str


class FormRefusal(Refusal):
    """A form that cannot be taken as it is; says everything that is wrong with it at once."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults[0].code, " ".join(fault.message for fault in faults), 422)
        self.faults = faults


def init_app(app: Flask) -> None:
    """Answer refusals and failures in the one shape."""
    app.register_error_handler(Refusal, _answer_refusal)
    app.register_error_handler(HTTPException, _answer_http_error)


def _answer_refusal(refusal: Refusal) -> Response:
    faults = [asdict(fault) for fault in refusal.faults] if isinstance(refusal, FormRefusal) else []
    return add_retry(answer_error(refusal.code, refusal.message, refusal.status, faults), refusal)


def add_retry(response: Kind, refusal: Refusal) -> Kind:
    """Say on an answer how long to wait before trying again, where a refusal has such a time."""
    if refusal.retry_after:
        response.headers["Retry-After"] = str(int(refusal.retry_after.total_seconds()))
    return response


def _answer_http_error(error: HTTPException) -> Response:
    status = error.code or 500
    code, message = SENTENCES.get(status, SENTENCES[400] if status < 500 else SENTENCES[500])
    response = answer_error(code, gettext(message), status)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def answer_error(code: str, message: str, status: int, faults: Sequence[dict[str, str]] = ()) -> Response:
    """Return an error as JSON to a program, each field's faults with it, and as a page to a person; nobody keeps either."""
    if wants_json():
        about = {"code": code, "message": message} | ({"faults": faults} if faults else {})
        response = make_response(jsonify({"error": about}), status)
    else:
        response = make_response(render_template("error.html", message=message), status)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def wants_json() -> bool:
    """Whether the one who asks is a program: it sends JSON, prefers it, or asks for an address that gives nothing else."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    is_data = request.path.endswith(".json") or request.path.startswith("/comments/api/")
    return request.is_json or best == "application/json" or is_data
