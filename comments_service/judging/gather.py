"""What the phases go by, asked for in one place, within the transaction that keeps the comment."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import bindparam, func, select

from comments_service.columns import now
from comments_service.judging.case import Case, Finding, Rules
from comments_service.judging.folding import digest_words, fold_letters, fold_whole
from comments_service.limits import peek
from comments_service.models import Comment, CommentState, Moderator, Thread
from comments_service.services import brake
from comments_service.services.limiting import Tally
from comments_service.services.states import Locked

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
NAMES = func.aggregate_strings(Moderator.__table__.c.name, "\n")
LATELY_KNOWN = select(
    SAME.where(COMMENTS.credential_id == bindparam("author")).scalar_subquery().label("own_repeat"),
    SAME.where(COMMENTS.created_at > bindparam("since")).scalar_subquery().label("repeat"),
    brake.ON.with_only_columns(brake.BRAKES.reason).scalar_subquery().label("brake"),
    select(NAMES).scalar_subquery().label("moderators"),
    peek("held_by_browser").label("by_browser"),
    peek("held_by_network").label("by_network"),
    peek("in_thread").label("in_thread"),
)
"""Two comments with the same words, one that its author sent and has not taken back and one sent lately; why the brake is on; the
moderators' names, a line each; and when the buckets are full that count what was held and what came into the thread. One statement
asks for it all: each costs more to send than to answer.
"""


def gather(tally: Tally, thread: Thread | Locked, *, author: int | None, edited: Comment | None = None) -> Case:
    """Return all that the phases go by. author is the number of who wrote it; edited the comment that it changes, if any."""
    submission, settings = tally.submission, tally.settings
    draft = submission.draft
    folded, at = digest_words(draft.text), now()
    asked = {"author": author, "folded": folded, "edited": edited.id if edited else 0, "since": at - LATELY, "at": at}
    held = {"held_by_browser": tally.held_by_browser.key, "held_by_network": tally.held_by_network.key}
    known = tally.connection.execute(LATELY_KNOWN, asked | held | {"in_thread": tally.thread.key}).one()
    return Case(
        name=draft.name,
        text=draft.text,
        html=draft.html,
        folded=folded,
        mode=thread.mode or settings.mode,
        rules=Rules(settings.words, settings.links, settings.writing_seconds),
        brake=known.brake or "",
        age=submission.age,
        trap=submission.trap,
        own_repeat=known.own_repeat,
        repeat=known.repeat if len(fold_whole(draft.text)) >= SHORT else None,
        moderators=frozenset(fold_letters(name) for name in (known.moderators or "").splitlines()),
        floods=tuple(tally.floods(known.by_browser, known.by_network, known.in_thread)),
    )


def is_own_fault(findings: Iterable[Finding]) -> bool:
    """Tell whether a comment is held for something in it."""
    return bool({finding.rule for finding in findings} - NOT_ITS_OWN)
