"""Reading a page's thread, and leaving a comment in it."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from comments_service.config import Settings
from comments_service.db import begin_write
from comments_service.errors import Fault, FormRefusal, Refusal
from comments_service.models import Comment, CommentState, Thread, now
from comments_service.rendering import (
    LINK_LIMIT,
    MARKUP_LIMIT,
    RENDERER_VERSION,
    TooDeep,
    clean_name,
    clean_text,
    count_links,
    count_markup,
    has_words,
    render,
)


@dataclass(frozen=True)
class Draft:
    """What a reader wants to say, in the words that would be kept, and the HTML that readers would see."""

    name: str
    text: str
    html: str


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


def last_change(session: Session, page: str) -> datetime | None:
    """Return when readers last saw the thread of a page change, or None where nobody has written in it."""
    return session.scalar(select(Thread.changed_at).where(Thread.page == page))


def check_draft(name: str, text: str, settings: Settings) -> Draft:
    """Return a draft in the words that would be kept; raises FormRefusal with everything that is wrong."""
    name, text = clean_name(name), clean_text(text)
    faults = [*_check_name(name, settings.name_limit), *_check_text(text, settings.text_limit)]
    if faults:
        raise FormRefusal(faults)
    try:
        return Draft(name, text, render(text))
    except TooDeep:
        sentence = "Quotes and lists stand too deep in one another. Please use fewer levels."
        raise FormRefusal([Fault("text", "deep-text", sentence)]) from None


def _check_name(name: str, limit: int) -> Iterator[Fault]:
    if not name:
        yield Fault("name", "no-name", "Please give a name; any name you like.")
    if len(name) > limit:
        yield Fault("name", "long-name", f"The name has {len(name)} characters. Please keep it to {limit}.")


def _check_text(text: str, limit: int) -> Iterator[Fault]:
    if not has_words(text):
        yield Fault("text", "no-text", "Please write something before you send it.")
    if len(text) > limit:
        yield Fault("text", "long-text", f"The comment has {len(text)} characters. Please keep it to {limit}.")
    if count_links(text) > LINK_LIMIT:
        sentence = f"The comment has {count_links(text)} links. Please keep it to {LINK_LIMIT}."
        yield Fault("text", "many-links", sentence)
    if count_markup(text) > MARKUP_LIMIT:
        most = f"Please keep lines and signs such as * [ > ` to {MARKUP_LIMIT} in all."
        yield Fault("text", "much-markup", f"The comment has {count_markup(text)} of Markdown's signs. {most}")


def post(session: Session, page: str, draft: Draft, *, submission: str) -> Comment:
    """Keep a comment, to wait for a moderator; the same submission again gives the comment that it made before."""
    try:
        return _post(session, page, draft, submission)
    except IntegrityError:  # another process kept the same submission, or made the thread, in this very moment
        session.rollback()
        return _post(session, page, draft, submission)


def _post(session: Session, page: str, draft: Draft, submission: str) -> Comment:
    begin_write(session)
    made = session.scalar(select(Comment).where(Comment.submission == submission))
    if made:
        return made
    at = now()
    comment = Comment(
        thread=_thread_of(session, page, at),
        name=draft.name,
        text=draft.text,
        html=draft.html,
        renderer=RENDERER_VERSION,
        state=CommentState.PENDING,
        created_at=at,
        status_token=secrets.token_urlsafe(24),
        submission=submission,
    )
    session.add(comment)
    session.commit()
    return comment


def _thread_of(session: Session, page: str, at: datetime) -> Thread:
    thread = session.scalar(select(Thread).where(Thread.page == page))
    return thread or Thread(page=page, created_at=at, changed_at=at)


def find_by_token(session: Session, token: str) -> Comment:
    """Return the comment of a private status link; refuses a link that is none."""
    comment = session.scalar(select(Comment).where(Comment.status_token == token))
    if comment is None:
        raise Refusal("not-found", "There is no comment at this link. Check that it is whole.", 404)
    return comment
