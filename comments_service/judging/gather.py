"""What the phases go by, asked for in one place, within the transaction that keeps the comment."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from comments_service.columns import now
from comments_service.config import Settings
from comments_service.judging.case import Case, Finding, Rules
from comments_service.judging.folding import digest_words, fold_whole
from comments_service.limits import Limit, Rate, look, take
from comments_service.models import Comment, CommentState, Moderator, Thread
from comments_service.senders import Sender, hash_network
from comments_service.services import brake
from comments_service.services.drafts import Submission
from comments_service.services.limiting import limit_of_thread

LATELY = timedelta(days=1)
"""For how long the same words by anybody are a repeat."""

SHORT = 20
"""Below how many letters people say the same without knowing of each other: I agree."""

HELD_BY_BROWSER = Rate(3, 3600)
HELD_BY_NETWORK = Rate(10, 3600)
"""After how many comments that were held in how many seconds the next ones are held too."""

BUSY = 0.5
"""Which share of what a thread takes has to be left, or comments there wait."""

NOT_ITS_OWN = {"brake", "hold-by-default"}
"""The rules that hold a comment for nothing of its own."""


def gather(
    session: Session,
    thread: Thread,
    submission: Submission,
    settings: Settings,
    *,
    author: int | None,
    edited: Comment | None = None,
) -> Case:
    """Return all that the phases go by. author is the number of who wrote it; edited the comment that it changes, if any."""
    draft, on = submission.draft, brake.current(session)
    folded = digest_words(draft.text)
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
        own_repeat=_find_own_repeat(session, folded, author, edited),
        repeat=_find_repeat(session, folded, edited) if len(fold_whole(draft.text)) >= SHORT else None,
        moderators=frozenset(fold_whole(name) for name in session.scalars(select(Moderator.name))),
        floods=tuple(_find_floods(session, submission, settings)),
    )


def _find_own_repeat(session: Session, folded: str | None, author: int | None, edited: Comment | None) -> int | None:
    """Return the number of a comment with the same words that its author sent before and has not taken back."""
    mine = (Comment.credential_id == author, Comment.folded == folded, Comment.state != CommentState.WITHDRAWN)
    return session.scalar(select(Comment.id).where(*mine, *_is_not(edited)).limit(1))


def _find_repeat(session: Session, folded: str | None, edited: Comment | None) -> int | None:
    """Return the number of a comment with the same words that somebody sent lately."""
    same = (Comment.folded == folded, Comment.created_at > now() - LATELY, Comment.state != CommentState.WITHDRAWN)
    return session.scalar(select(Comment.id).where(*same, *_is_not(edited)).limit(1))


def _is_not(edited: Comment | None) -> list[ColumnElement[bool]]:
    return [Comment.id != edited.id] if edited else []


def _find_floods(session: Session, submission: Submission, settings: Settings) -> Iterator[str]:
    """Yield what much was held of lately, and the thread where much comes in."""
    by_browser, by_network = _limits_of_held(session, submission.sender)
    thread = limit_of_thread(submission.page, settings)
    left = look(session, [by_browser, by_network, thread])
    if left[by_browser] < 1:
        yield "by browser"
    if left[by_network] < 1:
        yield "by network"
    if left[thread] < thread.rate.most * BUSY:
        yield "in thread"


def count_held(session: Session, sender: Sender, findings: Iterable[Finding]) -> None:
    """Remember of a browser and of its network that a comment of theirs was held for something in it."""
    if {finding.rule for finding in findings} - NOT_ITS_OWN:
        for limit in _limits_of_held(session, sender):
            take(session, [limit])


def _limits_of_held(session: Session, sender: Sender) -> list[Limit]:
    network = hash_network(session, sender.address)
    return [
        Limit("held by browser", sender.digest, HELD_BY_BROWSER),
        Limit("held by network", network, HELD_BY_NETWORK),
    ]
