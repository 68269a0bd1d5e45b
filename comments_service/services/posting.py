"""Leaving a comment: who sends it is known, how often is limited, what speaks against it is judged, all in one transaction."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from comments_service import judging
from comments_service.columns import now
from comments_service.config import Settings
from comments_service.db import begin_write
from comments_service.errors import Refusal
from comments_service.judging import Case, Finding
from comments_service.limits import Limit, take
from comments_service.models import Comment, CommentState, Credential, Thread, Verdict
from comments_service.rendering import RENDERER_VERSION
from comments_service.senders import Sender, hash_network, keep_credential
from comments_service.services.drafts import Draft
from comments_service.services.states import change_state
from wording import gettext, ngettext, show_day


@dataclass(frozen=True)
class Submission:
    """A draft as it was sent: for which page, as an answer to what, by whom; the same key again is the same submission."""

    page: str
    draft: Draft
    sender: Sender
    key: str
    parent_id: int | None = None


def post(session: Session, submission: Submission, settings: Settings) -> Comment:
    """Keep a comment; the same submission again gives the comment that it made before."""
    try:
        return _post(session, submission, settings)
    except IntegrityError:  # another process kept the same submission, or made the thread, in this very moment
        session.rollback()
        return _post(session, submission, settings)


def _post(session: Session, submission: Submission, settings: Settings) -> Comment:
    begin_write(session)
    made = session.scalar(select(Comment).where(Comment.submission == submission.key))
    if made:
        return made
    credential = keep_credential(session, submission.sender)
    take_tokens(session, submission, settings)
    thread = _lock_thread_of(session, submission.page)
    refuse_where_closed(thread, credential)
    parent = _find_parent(session, thread, submission.parent_id)
    findings = judging.judge(gather(thread, submission, settings))
    comment = _make(thread, parent, submission, credential)
    comment.status_digest = hash_status_token(make_status_token(submission.key, settings.secret_key))
    _keep(session, comment, findings)
    session.commit()
    return comment


def take_tokens(session: Session, submission: Submission, settings: Settings) -> None:
    """Count a comment against the limits of the network, the browser and the thread."""
    network = hash_network(session, submission.sender.address)
    limits = [
        Limit("post by network", network, settings.posts_by_network),
        Limit("post by browser", submission.sender.digest, settings.posts_by_browser),
        Limit("post in thread", submission.page, settings.posts_in_thread),
    ]
    refuse_where_too_often(session, limits)


def refuse_where_too_often(session: Session, limits: list[Limit]) -> None:
    """Count an act against its limits; refuses what comes too often, and says how long to wait."""
    wait = take(session, limits)
    if wait:
        session.commit()
        minutes = -(-int(wait.total_seconds()) // 60)
        sentence = ngettext(
            "That is a lot in a short time. Your words are still here: please send them again in %(num)s min.",
            "That is a lot in a short time. Your words are still here: please send them again in %(num)s min.",
            minutes,
        )
        raise Refusal("too-often", sentence, 429, retry_after=wait)


def refuse_where_closed(thread: Thread, credential: Credential) -> None:
    """Refuse a comment to a thread that is closed, or from a browser that may not write for now."""
    if thread.closed_at:
        raise Refusal("closed", gettext("Comments here are closed: %(reason)s.", reason=thread.closed_reason), 403)
    if credential.banned_until and credential.banned_until > now():
        day = show_day(credential.banned_until.date())
        raise Refusal(
            "banned", gettext("A moderator has ended comments from this browser until %(day)s.", day=day), 403
        )


def gather(thread: Thread, submission: Submission, settings: Settings) -> Case:
    """Return all that the phases go by."""
    draft = submission.draft
    return Case(name=draft.name, text=draft.text, page=submission.page, mode=thread.mode or settings.mode)


def _lock_thread_of(session: Session, page: str) -> Thread:
    at = now()
    find = select(Thread).where(Thread.page == page)
    thread = session.scalar(find.with_for_update().execution_options(populate_existing=True))
    if thread is None:
        thread = Thread(page=page, created_at=at, changed_at=at, published_count=0)
        session.add(thread)
        session.flush()
    return thread


def _find_parent(session: Session, thread: Thread, parent_id: int | None) -> Comment | None:
    """Return the comment that is answered; one of another thread, or one that readers do not see, cannot be."""
    if parent_id is None:
        return None
    parent = session.get(Comment, parent_id, populate_existing=True)
    if parent is None or parent.thread_id != thread.id or parent.state is not CommentState.PUBLISHED:
        raise Refusal("no-parent", gettext("The comment that you answer is not there any more."), 409)
    return parent


def _make(thread: Thread, parent: Comment | None, submission: Submission, credential: Credential) -> Comment:
    draft = submission.draft
    return Comment(
        thread=thread,
        parent_id=parent.id if parent else None,
        root_id=(parent.root_id or parent.id) if parent else None,
        name=draft.name,
        text=draft.text,
        html=draft.html,
        renderer=RENDERER_VERSION,
        revision=1,
        state=CommentState.PENDING,
        created_at=now(),
        submission=submission.key,
        credential_id=credential.id,
    )


def _keep(session: Session, comment: Comment, findings: list[Finding]) -> None:
    """Keep a comment with what was found; where nothing was, readers see it at once."""
    comment.verdicts = list(make_verdicts(findings, comment.revision, comment.created_at))
    if not findings:
        change_state(comment, CommentState.PUBLISHED, comment.created_at)
    session.add(comment)


def make_verdicts(findings: list[Finding], revision: int, at: datetime) -> Iterator[Verdict]:
    """Yield the rows of what was found against a revision of a comment."""
    for finding in findings:
        yield Verdict(rule=finding.rule, evidence=finding.evidence, revision=revision, at=at)


def make_status_token(submission: str, secret_key: str) -> str:
    """Return the token of the private link of the comment that a submission makes: for who sends it again, the same one."""
    mark = hmac.digest(secret_key.encode(), f"status\x00{submission}".encode(), "sha256")
    return base64.urlsafe_b64encode(mark[:24]).decode()


def hash_status_token(token: str) -> str:
    """Return what is kept of a private link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_by_token(session: Session, token: str) -> Comment:
    """Return the comment of a private status link; refuses a link that is none."""
    comment = session.scalar(select(Comment).where(Comment.status_digest == hash_status_token(token)))
    if comment is None:
        raise Refusal("not-found", gettext("There is no comment at this link. Check that it is whole."), 404)
    return comment
