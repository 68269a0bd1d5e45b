"""Leaving a comment: who sends it is known, how often is limited, what speaks against it is judged, all in one transaction."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from comments_service import judging
from comments_service.columns import now
from comments_service.config import Settings
from comments_service.db import begin_write
from comments_service.errors import Refusal
from comments_service.judging import Finding
from comments_service.judging.gather import count_held, gather
from comments_service.limits import sweep
from comments_service.models import Comment, CommentState, Credential, Thread, Verdict
from comments_service.rendering import RENDERER_VERSION
from comments_service.senders import keep_credential
from comments_service.services import brake, limiting
from comments_service.services.drafts import Submission
from comments_service.services.states import change_state, lock_thread_of
from wording import gettext, show_day


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
    thread = lock_thread_of(session, submission.page)
    credential = keep_credential(session, submission.sender)
    refuse_where_closed(thread, credential)
    parent = find_parent(session, thread, submission.parent_id)
    limiting.count_post(session, submission, settings)
    brake.count_post(session, settings)
    case = gather(session, thread, submission, settings, author=credential.id)
    findings = judging.judge(case)
    comment = _make(thread, parent, submission, credential)
    comment.folded = case.folded
    comment.status_digest = hash_status_token(make_status_token(submission.key, settings.secret_key))
    _keep(session, comment, findings)
    count_held(session, submission.sender, findings)
    sweep(session)
    session.commit()
    return comment


def refuse_where_closed(thread: Thread, credential: Credential) -> None:
    """Refuse a comment to a thread that is closed, or from a browser that may not write for now."""
    refuse_closed(thread)
    if credential.banned_until and credential.banned_until > now():
        day = show_day(credential.banned_until.date())
        raise Refusal(
            "banned", gettext("A moderator has ended comments from this browser until %(day)s.", day=day), 403
        )


def refuse_closed(thread: Thread) -> None:
    """Refuse a comment to a thread that is closed."""
    if thread.closed_at:
        raise Refusal("closed", gettext("Comments here are closed: %(reason)s.", reason=thread.closed_reason), 403)


def find_parent(session: Session, thread: Thread, parent_id: int | None) -> Comment | None:
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
