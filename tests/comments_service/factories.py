"""Threads and comments with everything that a test is not about."""

from datetime import datetime
from itertools import count

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from comments_service.columns import now
from comments_service.config import make_settings
from comments_service.models import Comment, CommentState, Credential, FlagReason, Thread
from comments_service.rendering import render
from comments_service.senders import Sender
from comments_service.services import flags, moderation, posting
from comments_service.services.drafts import Draft, Submission

PAGE = "notices/northshire-custody-2026"
SUBMISSIONS = count()
SECRET_KEY = "k" * 32
NO_LIMIT = "1000000/1"
SETTINGS = make_settings(
    {"COMMENTS_SECRET_KEY": SECRET_KEY, "COMMENTS_POSTS_IN_THREAD": NO_LIMIT, "COMMENTS_BRAKE": NO_LIMIT}
)


def make_thread(session: Session, page: str = PAGE) -> Thread:
    """Make the thread of a page, or return the one that it has."""
    thread = session.scalar(select(Thread).where(Thread.page == page))
    if thread is None:
        thread = Thread(page=page, created_at=now(), changed_at=now())
        session.add(thread)
        session.commit()
    return thread


def make_comment(session: Session, text: str = "Well said.", name: str = "Ada", **about) -> Comment:
    """Make a comment by Ada that waits; page, answers and state say where it stands and what Ruth made of it.

    Each comes from another browser, unless one is named.
    """
    page, state, answers = (
        about.pop("page", PAGE),
        CommentState(about.pop("state", "pending")),
        about.pop("answers", None),
    )
    number = next(SUBMISSIONS)
    sender = Sender(about.pop("browser", f"browser {number}"), f"2001:db8:0:{number:x}::1")
    assert not about, about
    submission = Submission(
        page, Draft(name, text, render(text)), sender, f"submission {number}", answers and answers.id
    )
    comment = session.get_one(Comment, posting.post(session, submission, SETTINGS).id)
    session.commit()  # the next look sees what others have done since
    if state in (CommentState.PUBLISHED, CommentState.REMOVED):
        moderation.publish(session, comment, by="ruth", reason="within the house rules")
    if state is CommentState.REMOVED:
        moderation.remove(session, comment, by="ruth", reason="names a victim")
    if state is CommentState.REJECTED:
        moderation.reject(session, comment, by="ruth", reason="is spam")
    return comment


def status_path(comment: Comment) -> str:
    """Return the address of a comment's private page."""
    return f"/comments/status/{posting.make_status_token(comment.submission, SECRET_KEY)}"


def make_flag(
    session: Session,
    comment: Comment,
    reason: FlagReason = FlagReason.SPAM,
    words: str = "",
    browser: int | None = None,
) -> None:
    """Let a reader report a published comment; each is another one, unless a browser is named."""
    number = next(SUBMISSIONS) if browser is None else browser
    sender = Sender(f"reporter {number}", f"2001:db8:1:{number:x}::1")
    flags.flag(session, comment, reason, words, sender, SETTINGS)


def make_credential(session: Session) -> Credential:
    """Make the credential of a browser that has written before."""
    credential = Credential(digest=f"{next(SUBMISSIONS):064}", created_at=now())
    session.add(credential)
    session.commit()
    return credential


def make_bans(session: Session, count: int, until: datetime) -> None:
    """Make the credentials of so many browsers that may not write until an instant."""
    made = [{"digest": f"banned {number}", "created_at": now(), "banned_until": until} for number in range(count)]
    session.execute(insert(Credential), made)
    session.commit()
