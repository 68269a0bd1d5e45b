"""Reading a page's thread, and leaving a comment in it."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from comments_service.config import Settings
from comments_service.db import begin_write
from comments_service.errors import Refusal
from comments_service.models import Comment, CommentState, Thread
from comments_service.rendering import RENDERER_VERSION, clean_name, clean_text, render


@dataclass(frozen=True)
class Draft:
    """What a reader wants to say, in the words that would be kept."""

    name: str
    text: str


def published_comments(session: Session, page: str) -> list[Comment]:
    """Return the published comments of a page, in the order in which they were written."""
    published = Comment.state == CommentState.PUBLISHED
    query = select(Comment).join(Comment.thread).where(Thread.page == page, published).order_by(Comment.id)
    return list(session.scalars(query))


def count_published(session: Session, page: str) -> int:
    """Return how many published comments a page has."""
    published = Comment.state == CommentState.PUBLISHED
    query = select(func.count()).select_from(Comment).join(Comment.thread).where(Thread.page == page, published)
    return session.scalar(query) or 0


def check_draft(name: str, text: str, settings: Settings) -> Draft:
    """Return a draft in the words that would be kept; refuses what is empty or too long, before it is rendered."""
    if len(name) > settings.request_limit or len(text) > settings.request_limit:
        raise Refusal("too-large", "That is too much text at once. Shorten it and send it again.", 413)
    draft = Draft(clean_name(name), clean_text(text))
    if not draft.name:
        raise Refusal("no-name", "Please give a name; any name you like.", 422)
    if len(draft.name) > settings.name_limit:
        raise Refusal(
            "long-name", f"The name has {len(draft.name)} characters. Please keep it to {settings.name_limit}.", 422
        )
    if not draft.text:
        raise Refusal("no-text", "Please write something before you send it.", 422)
    if len(draft.text) > settings.text_limit:
        excess = f"The comment has {len(draft.text)} characters. Please keep it to {settings.text_limit}."
        raise Refusal("long-text", excess, 422)
    return draft


def post(session: Session, page: str, draft: Draft, *, submission: str) -> Comment:
    """Keep a comment, to wait for a moderator; the same submission again gives the comment that it made before."""
    begin_write(session)
    made = session.scalar(select(Comment).where(Comment.submission == submission))
    if made:
        return made
    now = datetime.now(UTC)
    comment = Comment(
        thread=_thread_of(session, page, now),
        name=draft.name,
        text=draft.text,
        html=render(draft.text),
        renderer=RENDERER_VERSION,
        state=CommentState.PENDING,
        created_at=now,
        status_token=secrets.token_urlsafe(24),
        submission=submission,
    )
    session.add(comment)
    try:
        session.commit()
    except IntegrityError:  # another process kept the same submission, or made the thread, in this very moment
        session.rollback()
        return post(session, page, draft, submission=submission)
    return comment


def _thread_of(session: Session, page: str, now: datetime) -> Thread:
    return session.scalar(select(Thread).where(Thread.page == page)) or Thread(page=page, created_at=now)


def find_by_token(session: Session, token: str) -> Comment:
    """Return the comment of a private status link; refuses a link that is none."""
    comment = session.scalar(select(Comment).where(Comment.status_token == token))
    if comment is None:
        raise Refusal("not-found", "There is no comment at this link. Check that it is whole.", 404)
    return comment
