"""Leaving a comment in the thread of a page: look at it first, send it, answer another one."""

from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from comments_service.blueprints.addresses import NUMBER
from comments_service.blueprints.asking import find_title, keep_private, read_fields, read_settings
from comments_service.db import get_session
from comments_service.display import show_state
from comments_service.errors import Refusal, add_retry, wants_json
from comments_service.models import CommentState
from comments_service.rendering import clean_name
from comments_service.senders import Sender, give_cookie, read_sender
from comments_service.services import drafts, limiting, posting, reading
from comments_service.services.drafts import Submission
from comments_service.services.posting import Posted
from comments_service.services.reading import Shown
from comments_service.tokens import check_form_token, check_origin, keep_form_token, name_submission
from wording import gettext

blueprint = Blueprint("posting", __name__, url_prefix="/comments")

FIELDS = ("name", "text", "token", "parent", "website")


@blueprint.get("/threads/<page:page>/reply/<number:comment_id>")
def show_reply_form(page: str, comment_id: int) -> Response:
    """Show the form to answer a comment, for readers without scripts."""
    title = find_title(page)
    fields = {"parent": str(comment_id)}
    if _find_answered(page, fields) is None:
        raise Refusal("no-parent", gettext("The comment that you reply to is not there any more."), 404)
    thread = reading.find_thread(get_session(), page)
    if thread:
        posting.refuse_closed(thread)
    return _show_form(page, title, fields, heading=gettext("Reply"))


@blueprint.post("/threads/<page:page>/preview")
def preview(page: str) -> Response:
    """Show a comment as readers would see it, and keep nothing of it."""
    check_origin(request)
    title, fields = find_title(page), read_fields(*FIELDS)
    try:
        check_form_token(fields["token"], page)
        limiting.count_preview(get_session(), read_sender(request), read_settings())
        draft = drafts.check_draft(fields["name"], fields["text"], read_settings())
    except Refusal as refusal:
        return _refuse(page, title, fields, refusal)
    if wants_json():
        return keep_private(jsonify({"html": render_template("preview.html", draft=draft)}))
    return _show_form(page, title, fields, heading=gettext("Preview"), draft=draft)


@blueprint.post("/threads/<page:page>")
def post_comment(page: str) -> Response:
    """Keep a comment, and tell its author where it stands."""
    check_origin(request)
    title, fields = find_title(page), read_fields(*FIELDS)
    try:
        submission = read_submission(page, fields, read_sender(request))
        posted = posting.post(get_session(), submission, read_settings())
    except Refusal as refusal:
        return _refuse(page, title, fields, refusal)
    return keep_private(give_cookie(_answer(submission, posted), submission.sender))


def read_submission(page: str, fields: dict[str, str], sender: Sender) -> Submission:
    """Return what was sent; refuses a form that is no longer good, and words that cannot be kept."""
    age = check_form_token(fields["token"], page)
    draft = drafts.check_draft(fields["name"], fields["text"], read_settings())
    key = name_submission(fields["token"], draft.name, draft.text, fields["parent"])
    return Submission(page, draft, sender, key, read_parent(fields["parent"]), age, clean_name(fields["website"]))


def read_parent(text: str) -> int | None:
    """Return the number of the comment that is answered; refuses what is no number."""
    if not text:
        return None
    if not NUMBER.fullmatch(text):
        raise posting.refuse_parent()
    return int(text)


def _answer(submission: Submission, posted: Posted) -> Response:
    token = posting.make_status_token(submission.key, read_settings().secret_key)
    status = url_for("status.read_status", token=token)
    if not wants_json():
        return redirect(status, 303)
    more = gettext("Keep this private link to see where it stands, change it or take it back.")
    shown = posted.id if posted.state is CommentState.PUBLISHED else None
    body = {"state": posted.state, "status": status, "message": _tell(posted.state), "more": more, "comment": shown}
    return make_response(jsonify(body), 201)


def _tell(state: CommentState) -> str:
    if state is CommentState.PUBLISHED:
        return gettext("Thank you. Your comment is published.")
    if state is CommentState.PENDING:
        return gettext("Thank you. Your comment waits for a moderator.")
    return gettext("You sent this before, and it was %(state)s since.", state=show_state(state))


def _refuse(page: str, title: str, fields: dict[str, str], refusal: Refusal) -> Response:
    if wants_json():
        raise refusal
    if refusal.code == "no-parent":  # sent again, the words are a comment of their own
        fields = fields | {"parent": ""}
    form = _show_form(page, title, fields, heading=gettext("Your comment was not sent"), error=refusal)
    form.status_code = refusal.status
    return add_retry(form, refusal)


def _show_form(page: str, title: str, fields: dict[str, str], *, heading: str, **values: object) -> Response:
    thread = reading.find_thread(get_session(), page)
    mode = (thread and thread.mode) or read_settings().mode
    form = {
        "token": keep_form_token(fields.get("token", ""), page),
        "settings": read_settings(),
        "mode": mode,
        "fields": fields,
    }
    values = {"error": None, "draft": None, "answers": _find_answered(page, fields)} | values
    body = render_template("form_again.html", page=page, page_title=title, title=heading, **form, **values)
    return keep_private(make_response(body))


def _find_answered(page: str, fields: dict[str, str]) -> Shown | None:
    """Return the comment that a form answers, or None where it answers none that readers see."""
    number = fields.get("parent", "")
    answers = reading.read_shown(get_session(), page, int(number)) if NUMBER.fullmatch(number) else None
    return answers if answers and answers.is_published else None
