"""What the phases go by, asked for in one place, within the transaction that keeps the comment."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from comments_service.columns import now
from comments_service.judging.case import Case, Finding, Rules
from comments_service.judging.folding import digest_words, fold_letters, fold_whole
from comments_service.models import Comment, CommentState, Moderator, Thread
from comments_service.services import brake
from comments_service.services.limiting import Tally

LATELY = timedelta(days=1)
"""For how long the same words by anybody are a repeat."""

SHORT = 20
"""Below how many letters people say the same without knowing of each other: I agree."""

NOT_ITS_OWN = {
    "brake",
    "hold-by-default",
    "failed",
    "flood by browser",
    "flood by network",
    "flood in thread",
}
"""The rules that hold a comment for nothing of its own."""

COMMENTS = Comment.__table__.c
SAME = (
    select(COMMENTS.id)
    .where(COMMENTS.folded == bindparam("folded"), COMMENTS.state != CommentState.WITHDRAWN)
    .where(COMMENTS.id != bindparam("edited"))
    .limit(1)
)
REPEATS = select(
    SAME.where(COMMENTS.credential_id == bindparam("author")).scalar_subquery(),
    SAME.where(COMMENTS.created_at > bindparam("since")).scalar_subquery(),
)
MODERATORS = select(Moderator.__table__.c.name)


def gather(tally: Tally, thread: Thread, *, author: int | None, edited: Comment | None = None) -> Case:
    """Return all that the phases go by. author is the number of who wrote it; edited the comment that it changes, if any."""
    session, submission, settings = tally.session, tally.submission, tally.settings
    draft, on = submission.draft, brake.current(session)
    folded = digest_words(draft.text)
    own_repeat, repeat = _find_repeats(session, folded, author, edited.id if edited else 0)
    return Case(
        name=draft.name,
        text=draft.text,
        html=draft.html,
        folded=folded,
        mode=thread.mode or settings.mode,
        rules=Rules(settings.words, settings.links, settings.writing_seconds),
        brake=on.reason if on else "",
        age=submission.age,
        trap=submission.trap,
        own_repeat=own_repeat,
        repeat=repeat if len(fold_whole(draft.text)) >= SHORT else None,
        moderators=frozenset(fold_letters(name) for name in session.connection().scalars(MODERATORS)),
        floods=tuple(tally.floods()),
    )


def _find_repeats(
    session: Session, folded: str | None, author: int | None, edited: int
) -> tuple[int | None, int | None]:
    """Return the numbers of two comments with the same words: one that its author sent and has not taken back, one sent lately."""
    values = {"author": author, "folded": folded, "edited": edited, "since": now() - LATELY}
    own_repeat, repeat = session.connection().execute(REPEATS, values).one()
    return own_repeat, repeat


def is_own_fault(findings: Iterable[Finding]) -> bool:
    """Tell whether a comment is held for something in it."""
    return bool({finding.rule for finding in findings} - NOT_ITS_OWN)
