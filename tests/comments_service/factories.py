"""Threads and comments with everything that a test is not about."""

from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import Session

from comments_service.models import Comment, CommentState, Thread, now
from comments_service.rendering import render
from comments_service.services import moderation, threads

PAGE = "notices/northshire-custody-2026"
SUBMISSIONS = count()


def make_thread(session: Session, page: str = PAGE) -> Thread:
    """Make the thread of a page, or return the one that it has."""
    thread = session.scalar(select(Thread).where(Thread.page == page))
    if thread is None:
        thread = Thread(page=page, created_at=now(), changed_at=now())
        session.add(thread)
        session.commit()
    return thread


def make_comment(session: Session, text: str = "Well said.", name: str = "Ada", **about) -> Comment:
    """Make a comment by Ada that waits; page and state make it another one's, or what Ruth made of it."""
    page, state = about.pop("page", PAGE), CommentState(about.pop("state", "pending"))
    assert not about, about
    draft = threads.Draft(name, text, render(text))
    comment = threads.post(session, page, draft, submission=f"submission {next(SUBMISSIONS)}")
    if state in (CommentState.PUBLISHED, CommentState.REMOVED):
        moderation.publish(session, comment, by="ruth", reason="within the house rules")
    if state is CommentState.REMOVED:
        moderation.remove(session, comment, by="ruth", reason="names a victim")
    if state is CommentState.REJECTED:
        moderation.reject(session, comment, by="ruth", reason="is spam")
    return comment
