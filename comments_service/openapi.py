"""The addresses for programs → an OpenAPI description, generated from the settings and the words that the service knows."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from comments_service.blueprints.addresses import PAGE
from comments_service.config import Settings
from comments_service.models import CommentState, FlagReason, ReactionKind
from comments_service.services.flags import WORDS_LIMIT
from comments_service.services.reading import Sort

Part = dict[str, Any]

VERSION = "1.0.0"

ABOUT = """
The comments under the pages of the site. Reading needs nothing and is open to scripts of any site. Writing is for the site's own
pages: a request that writes bears the token of a form (`token`, from a thread's page) and comes from there, as Sec-Fetch-Site or
Origin says. Errors have one shape.
"""

FAULTS = {
    "400": "The request cannot be understood.",
    "403": "The form is no longer good, or this is not allowed from here or now.",
    "404": "There is nothing at this address.",
    "408": "The request took too long to arrive.",
    "409": "What this is about has changed meanwhile.",
    "413": "The request is too large.",
    "415": "Send a form or JSON.",
    "422": "Something in the request is wrong; the sentence says what.",
    "429": "Too often. Retry-After says when to try again.",
}

TEXT = {"type": "string"}
INSTANT = {"type": "string", "format": "date-time"}


def one_of(kind: type[StrEnum]) -> Part:
    """Return the schema of one of an enumeration's words."""
    return {"type": "string", "enum": [member.value for member in kind]}


def maybe(schema: Part) -> Part:
    """Return the schema of a value that may be unknown."""
    return schema | {"type": [schema["type"], "null"]}


def whole(**properties: Part) -> Part:
    """Return the schema of an object that has all of some properties and no others."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


NUMBER = {"type": "integer", "minimum": 0}
REACTIONS = whole(**{kind.value: NUMBER for kind in ReactionKind})
COMMENT = whole(
    id={"type": "integer"},
    state=one_of(CommentState)
    | {"description": "Other than published only where others answer it: then it has no words."},
    parent=maybe({"type": "integer"}) | {"description": "The comment that it answers."},
    branch={"type": "integer", "description": "The comment that begins its branch."},
    name=TEXT,
    html={"type": "string", "description": "Its words, rendered from Markdown and safe to show."},
    created_at=INSTANT,
    edited_at=maybe(INSTANT),
    is_pick={"type": "boolean"},
    is_staff={"type": "boolean"},
    reactions=REACTIONS,
)
THREAD = whole(
    page=TEXT,
    count=NUMBER | {"description": "How many published comments the thread has."},
    sort=one_of(Sort),
    number={"type": "integer", "minimum": 1, "description": "The number of this page of the thread."},
    last={"type": "integer", "minimum": 1, "description": "The number of the last page."},
    closed_reason=maybe(TEXT),
    comments={"type": "array", "items": {"$ref": "#/components/schemas/Comment"}},
)
ERROR = whole(code=TEXT, message=TEXT)
ERROR["properties"]["faults"] = {
    "type": "array",
    "description": "What is wrong with each field, where a form is at fault.",
    "items": whole(field=TEXT, code=TEXT, message=TEXT),
}
SCHEMAS = {
    "Comment": COMMENT,
    "Thread": THREAD,
    "Counts": whole(counts={"type": "object", "additionalProperties": NUMBER}),
    "Error": whole(error=ERROR),
    "Posted": whole(
        state=one_of(CommentState),
        status=TEXT,
        message=TEXT,
        more=TEXT,
        comment=maybe(NUMBER) | {"description": "The number of the comment, where it is published."},
    ),
    "Preview": whole(html=TEXT),
    "Thanks": whole(message=TEXT),
    "Mark": whole(kind=one_of(ReactionKind), is_on={"type": "boolean"}, count=NUMBER),
}

PAGE_PARAMETER = {
    "name": "page",
    "in": "path",
    "required": True,
    "description": "A page's id, its slash as it is.",
    "schema": {"type": "string", "pattern": f"^{PAGE}$"},
    "example": "notices/staffordshire-2022-03",
}
COMMENT_PARAMETER = {
    "name": "comment_id",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "minimum": 0, "maximum": 999_999_999},
}
KIND_PARAMETER = {"name": "kind", "in": "path", "required": True, "schema": one_of(ReactionKind)}
THREAD_QUERY = [
    {"name": "sort", "in": "query", "schema": one_of(Sort)},
    {"name": "page", "in": "query", "description": "The number of a page.", "schema": {"type": "integer", "minimum": 1}},
    {"name": "comment", "in": "query", "description": "Give the page that this comment stands on.", "schema": {"type": "integer"}},
]  # fmt: skip
COUNTS_QUERY = {
    "name": "pages",
    "in": "query",
    "required": True,
    "style": "form",
    "explode": False,
    "description": "The ids of pages, up to 200 of them.",
    "schema": {"type": "array", "maxItems": 200, "items": {"type": "string", "pattern": f"^{PAGE}$"}},
}


def describe(settings: Settings) -> Part:
    """Return the description of every address that is for programs."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Noticeboard: comments", "description": " ".join(ABOUT.split()), "version": VERSION},
        "servers": [{"url": settings.base_url}],
        "paths": dict(describe_paths(settings)),
        "components": {"schemas": SCHEMAS, "responses": {name: _fault(text) for name, text in FAULTS.items()}},
    }


def describe_paths(settings: Settings) -> Iterator[tuple[str, Part]]:
    """Yield each address with what can be asked of it."""
    yield "/comments/api/threads/{page}", _read("A page of a thread", "Thread", PAGE_PARAMETER, *THREAD_QUERY)
    yield (
        "/comments/api/comments/{page}/{comment_id}",
        _read("One published comment", "Comment", PAGE_PARAMETER, COMMENT_PARAMETER),
    )
    yield "/comments/api/counts", _read("How many comments pages have", "Counts", COUNTS_QUERY)
    words = {"name": _limited(settings.name_limit), "text": _limited(settings.text_limit), "token": TEXT}
    parent = {"type": "string", "description": "The number of the comment that is answered; empty for none."}
    yield (
        "/comments/threads/{page}",
        _write("Leave a comment", "201", "Posted", words | {"parent": parent}, list(words), PAGE_PARAMETER),
    )
    yield (
        "/comments/threads/{page}/preview",
        _write("How a comment would look", "200", "Preview", words, list(words), PAGE_PARAMETER),
    )
    back = {"token": TEXT, "take-back": {"type": "string", "description": "Anything: take the mark back."}}
    yield (
        "/comments/comments/{comment_id}/reactions/{kind}",
        _write("Mark a comment", "200", "Mark", back, ["token"], COMMENT_PARAMETER, KIND_PARAMETER),
    )
    flag = {"token": TEXT, "reason": one_of(FlagReason), "words": _limited(WORDS_LIMIT)}
    yield (
        "/comments/comments/{comment_id}/report",
        _write("Report a comment", "200", "Thanks", flag, ["token", "reason"], COMMENT_PARAMETER),
    )


def _limited(most: int) -> Part:
    return {"type": "string", "maxLength": most}


def _read(summary: str, schema: str, *parameters: Part) -> Part:
    responses = {"200": _answer(summary, schema), "304": {"description": "What the reader has is still so."}}
    return {"get": {"summary": summary, "parameters": list(parameters), "responses": responses | _faults("404", "422")}}


def _write(summary: str, status: str, schema: str, fields: Part, required: list[str], *parameters: Part) -> Part:
    """Return what writing to an address takes; a program asks for JSON by its Accept header, people get pages."""
    form = {"schema": {"type": "object", "properties": fields, "required": required}}
    body = {"required": True, "content": {"application/x-www-form-urlencoded": form, "application/json": form}}
    accept = {"name": "Accept", "in": "header", "required": True, "schema": {"const": "application/json"}}
    responses = {status: _answer(summary, schema)} | _faults(*FAULTS)
    about = {"summary": summary, "parameters": [*parameters, accept], "requestBody": body, "responses": responses}
    return {"post": about}


def _answer(description: str, schema: str) -> Part:
    return {"description": description, "content": {"application/json": {"schema": _refer("schemas", schema)}}}


def _fault(description: str) -> Part:
    return {"description": description, "content": {"application/json": {"schema": _refer("schemas", "Error")}}}


def _faults(*statuses: str) -> Part:
    return {status: _refer("responses", status) for status in statuses}


def _refer(room: str, name: str) -> Part:
    return {"$ref": f"#/components/{room}/{name}"}
