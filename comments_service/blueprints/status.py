"""The private page of a comment, for whoever holds its link: see where it stands, change its words, take it back."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from comments_service.blueprints.asking import keep_private, read_fields, read_settings, read_site
from comments_service.columns import now
from comments_service.db import get_session
from comments_service.errors import Refusal, add_retry
from comments_service.models import Comment
from comments_service.senders import read_sender
from comments_service.services import drafts, limiting, moderation, posting, revising
from comments_service.services.drafts import Draft
from comments_service.tokens import check_act_token, check_form_token, check_origin, make_form_token

blueprint = Blueprint("status", __name__, url_prefix="/comments/status")


@blueprint.after_request
def keep_apart(response: Response) -> Response:
    """Nobody keeps or lists a private page, and its address goes nowhere."""
    response.headers["Referrer-Policy"] = "strict-origin"  # with none, forms would come from nowhere
    response.headers["X-Robots-Tag"] = "noindex"
    return keep_private(response)


@blueprint.get("/<token:token>")
def read_status(token: str) -> Response:
    """Answer with where a comment stands, and with what its author may still do."""
    return _show(posting.find_by_token(get_session(), token), token)


@blueprint.post("/<token:token>/edit")
def edit(token: str) -> AnyResponse:
    """Put other words in place of a comment's."""
    comment, fields = _read_form(token)
    try:
        check_form_token(fields["token"], _purpose(comment))
        draft = drafts.check_draft(comment.name, fields["text"], read_settings())
        revising.edit(get_session(), comment, draft, read_sender(request), read_settings())
    except Refusal as refusal:
        return add_retry(_show(comment, token, fields, refusal), refusal)
    return redirect(url_for("status.read_status", token=token, saved="yes"), 303)


@blueprint.post("/<token:token>/preview")
def preview(token: str) -> AnyResponse:
    """Show a comment with other words as readers would see it, and keep nothing of them."""
    comment, fields = _read_form(token)
    try:
        check_form_token(fields["token"], _purpose(comment))
        revising.refuse_change(comment, read_settings(), now())
        limiting.count_preview(get_session(), read_sender(request), read_settings())
        draft = drafts.check_draft(comment.name, fields["text"], read_settings())
    except Refusal as refusal:
        return add_retry(_show(comment, token, fields, refusal), refusal)
    return _show(comment, token, fields, draft=draft)


@blueprint.post("/<token:token>/withdraw")
def withdraw(token: str) -> AnyResponse:
    """Take a comment back."""
    comment, fields = _read_form(token)
    check_act_token(fields["token"], _purpose(comment))
    revising.withdraw(get_session(), comment)
    return redirect(url_for("status.read_status", token=token), 303)


def _read_form(token: str) -> tuple[Comment, dict[str, str]]:
    check_origin(request)
    return posting.find_by_token(get_session(), token), read_fields("text", "token")


def _purpose(comment: Comment) -> str:
    """Return what the forms of a private page are good for: this comment and nothing else."""
    return f"status/{comment.id}"


def _show(
    comment: Comment,
    token: str,
    fields: dict[str, str] | None = None,
    refusal: Refusal | None = None,
    draft: Draft | None = None,
) -> Response:
    values = {
        "page_title": read_site().title_of(comment.thread.page),
        "may_edit": revising.may_edit(comment, read_settings(), now()),
        "may_withdraw": revising.may_withdraw(comment),
        "edit_until": revising.edit_until(comment, read_settings()),
        "form_token": make_form_token(_purpose(comment)),
        "fields": fields or {"text": comment.text},
        "is_saved": request.method == "GET" and "saved" in request.args,
        "is_held": moderation.is_held(comment),
        "reason": moderation.find_reason(comment),
    }
    body = render_template(
        "status.html", comment=comment, token=token, error=refusal, draft=draft, settings=read_settings(), **values
    )
    return make_response(body, refusal.status if refusal else 200)
