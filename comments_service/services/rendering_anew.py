"""HTML that an older release of the renderer made, made anew: readers are served what is kept, and only a release can change it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from comments_service.columns import now
from comments_service.db import begin_write
from comments_service.models import Comment, Revision, Thread
from comments_service.rendering import RENDERER_VERSION, TooDeep, render, show_as_written
from comments_service.services.states import touch

BATCH = 200
"""How many comments are rendered in one transaction, while nobody else writes in their threads."""


def render_anew(session: Session) -> int:
    """Render each comment that an older renderer rendered, with what it said before, and return how many there were."""
    count, last = 0, 0
    while numbers := _find_old(session, last):
        _render_some(session, numbers)
        count, last = count + len(numbers), numbers[-1]
    return count


def _find_old(session: Session, after: int) -> Sequence[int]:
    said_before = select(Revision.comment_id).where(Revision.renderer < RENDERER_VERSION)
    is_old = (Comment.renderer < RENDERER_VERSION) | Comment.id.in_(said_before)
    return session.scalars(select(Comment.id).where(is_old, Comment.id > after).order_by(Comment.id).limit(BATCH)).all()


def _render_some(session: Session, numbers: Sequence[int]) -> None:
    begin_write(session)
    of_these = select(Comment.thread_id).where(Comment.id.in_(numbers))
    fresh = {"populate_existing": True}
    threads = select(Thread).where(Thread.id.in_(of_these)).order_by(Thread.id).with_for_update()
    locked = session.scalars(threads, execution_options=fresh).all()
    comments = session.scalars(select(Comment).where(Comment.id.in_(numbers)), execution_options=fresh).all()
    changed = {comment.thread_id for comment in comments if _mend(comment)}
    for revision in session.scalars(select(Revision).where(Revision.comment_id.in_(numbers))):
        _mend(revision)
    for thread in locked:
        if thread.id in changed:
            touch(thread, now())
    session.commit()
    session.expunge_all()  # as many as there are would not fit into memory


def _mend(said: Comment | Revision) -> bool:
    """Render what was said, where that was done by an older renderer, and tell whether it gives other HTML."""
    if said.renderer >= RENDERER_VERSION:
        return False
    before, said.html, said.renderer = said.html, _render(said.text), RENDERER_VERSION
    return said.html != before


def _render(text: str) -> str:
    try:
        return render(text)
    except TooDeep:  # an older renderer let it pass
        return show_as_written(text)
