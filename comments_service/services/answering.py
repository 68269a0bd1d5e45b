"""A moderator's own words to readers, published at once under their name."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from comments_service.columns import now
from comments_service.config import Settings
from comments_service.db import begin_write
from comments_service.judging.folding import digest_words
from comments_service.models import Comment, CommentState, ModerationAction, Moderator, Thread
from comments_service.rendering import RENDERER_VERSION
from comments_service.services.drafts import Draft
from comments_service.services.posting import find_parent, hash_status_token, make_status_token, refuse_closed
from comments_service.services.states import change_state, lock_thread_of
from wording import gettext


@dataclass(frozen=True)
class Answer:
    """What a moderator says on a page, by itself or to a comment; the same key again is the same answer."""

    page: str
    draft: Draft
    by: Moderator
    key: str
    parent_id: int | None = None


def answer(session: Session, said: Answer, settings: Settings) -> Comment:
    """Publish what a moderator says; the same answer again gives the comment that it made before."""
    try:
        return _answer(session, said, settings)
    except IntegrityError:  # the same answer was kept in this very moment
        session.rollback()
        return _answer(session, said, settings)


def _answer(session: Session, said: Answer, settings: Settings) -> Comment:
    begin_write(session)
    made = session.scalar(select(Comment).where(Comment.submission == said.key))
    if made:
        return made
    thread = lock_thread_of(session, said.page)
    refuse_closed(thread)
    parent, at = find_parent(session, thread, said.parent_id), now()
    comment = _make(thread, parent, said, at)
    comment.status_digest = hash_status_token(make_status_token(said.key, settings.secret_key))
    session.add(comment)
    change_state(comment, CommentState.PUBLISHED, at)
    about = {
        "before": "unwritten",
        "after": CommentState.PUBLISHED,
        "reason": gettext("speaks for those who work here"),
    }
    session.add(ModerationAction(comment=comment, verb="answer", by=said.by.name, at=at, **about))
    session.commit()
    return comment


def _make(thread: Thread, parent: Comment | None, said: Answer, at: datetime) -> Comment:
    draft = said.draft
    return Comment(
        thread=thread,
        parent_id=parent.id if parent else None,
        root_id=(parent.root_id or parent.id) if parent else None,
        name=draft.name,
        text=draft.text,
        html=draft.html,
        renderer=RENDERER_VERSION,
        revision=1,
        folded=digest_words(draft.text),
        state=CommentState.PENDING,
        created_at=at,
        submission=said.key,
        moderator_id=said.by.id,
    )
