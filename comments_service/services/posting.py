"""Leaving a comment: who sends it is known, how often is limited, what speaks against it is judged, all in one transaction."""

import base64
import hashlib
import hmac
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, insert, literal, select
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Session

from comments_service import judging
from comments_service.columns import now
from comments_service.config import Settings
from comments_service.db import begin_write
from comments_service.errors import Refusal
from comments_service.judging import Finding
from comments_service.judging.gather import gather, is_own_fault
from comments_service.limits import sweep
from comments_service.models import AddressKey, Comment, CommentState, Credential, Thread, Verdict
from comments_service.rendering import RENDERER_VERSION
from comments_service.senders import Known, hash_network, make_credential
from comments_service.services import brake
from comments_service.services.drafts import Submission
from comments_service.services.limiting import Tally
from comments_service.services.states import Locked, count_new, lock_page
from comments_service.tokens import refuse_stale_form
from wording import gettext, show_day

LOG = logging.getLogger(__name__)

VERDICTS = insert(Verdict)
COMMENTS, CREDENTIALS, ADDRESS_KEYS = Comment.__table__, Credential.__table__, AddressKey.__table__
ADD = insert(Comment).returning(COMMENTS.c.id)

MADE = (COMMENTS.c.id, COMMENTS.c.state, COMMENTS.c.created_at, COMMENTS.c.credential_id.label("author"))
SENDER = (CREDENTIALS.c.id.label("sender"), CREDENTIALS.c.banned_until, ADDRESS_KEYS.c.key)
KNOWN_BEFORE = select(*MADE, *SENDER).select_from(
    select(literal(1).label("always"))
    .subquery()
    .outerjoin(COMMENTS, COMMENTS.c.submission == bindparam("submission"))
    .outerjoin(CREDENTIALS, CREDENTIALS.c.digest == bindparam("digest"))
    .outerjoin(ADDRESS_KEYS, ADDRESS_KEYS.c.day == bindparam("day"))
)
"""The comment that a submission made before, the credential of who sends it, and the key for addresses: a row, whichever there is."""

SWEEPING = 10
"""With each comment of so many, some full buckets go: more than came with all of them."""

RETRIED = timedelta(minutes=10)
"""For how long a browser may send the same again without its cookie: the answer that brought one was lost on the way."""

BUSY = timedelta(seconds=5)
"""After how long to try again where others write for too long."""


@dataclass(frozen=True)
class Posted:
    """What became of a submission: the number of its comment, and where that stands. To read it all back would cost a tenth more."""

    id: int
    state: CommentState


def post(session: Session, submission: Submission, settings: Settings) -> Posted:
    """Keep a comment; the same submission again tells of the comment that it made before. Of one that is refused nothing is kept."""
    try:
        return _post(session, submission, settings)
    except Refusal:
        session.rollback()
        raise
    except IntegrityError:  # another process kept the same submission in this very moment
        session.rollback()
        return _post(session, submission, settings)
    except OperationalError as error:  # others wrote for longer than anybody waits, or the database went away
        session.rollback()
        LOG.exception("A comment could not be kept.")
        sentence = gettext(
            "Nothing can be kept just now. Your words are still here: please send them again in a while."
        )
        raise Refusal("busy", sentence, 503, retry_after=BUSY) from error


def _post(session: Session, submission: Submission, settings: Settings) -> Posted:
    connection = begin_write(session)
    thread = lock_page(connection, submission.page)
    asked = {"submission": submission.key, "digest": submission.sender.digest, "day": now().date()}
    known = connection.execute(KNOWN_BEFORE, asked).one()
    if known.id:
        if known.author != known.sender:
            _refuse_strangers(known.created_at)
        return Posted(known.id, known.state)
    is_new = known.sender is None
    credential = make_credential(connection, submission.sender) if is_new else Known(known.sender, known.banned_until)
    refuse_where_closed(thread, credential)
    parent = find_parent(session, thread, submission.parent_id)
    tally = Tally(connection, submission, settings, hash_network(connection, submission.sender.address, known.key))
    if tally.count():
        brake.stop_crowd(session, settings)
    case = gather(tally, thread, author=credential.id)
    findings = judging.judge(case)
    own = {"thread_id": thread.id, "credential_id": credential.id, "folded": case.folded}
    posted = _keep(connection, thread, _describe(parent, submission, settings) | own, findings)
    if is_own_fault(findings):
        tally.count_held()
    if posted.id % SWEEPING == 0:
        sweep(connection)
    session.commit()
    return posted


def _refuse_strangers(made_at: datetime) -> None:
    """Refuse to tell another browser of a comment by which its author's private link could be had."""
    if now() - made_at > RETRIED:
        raise refuse_stale_form()


def refuse_where_closed(thread: Thread | Locked, credential: Known) -> None:
    """Refuse a comment to a thread that is closed, or from a browser that may not write for now."""
    refuse_closed(thread)
    refuse_banned(credential)


def refuse_banned(credential: Known | Credential) -> None:
    """Refuse what comes from a browser that may not write for now."""
    if credential.banned_until and credential.banned_until > now():
        day = show_day(credential.banned_until.date())
        raise Refusal(
            "banned", gettext("A moderator has ended comments from this browser until %(day)s.", day=day), 403
        )


def refuse_closed(thread: Thread | Locked) -> None:
    """Refuse a comment to a thread that is closed."""
    if thread.closed_at:
        raise Refusal("closed", gettext("Comments here are closed: %(reason)s.", reason=thread.closed_reason), 403)


def find_parent(session: Session, thread: Thread | Locked, parent_id: int | None) -> Comment | None:
    """Return the comment that is answered; one of another thread, or one that readers do not see, cannot be."""
    if parent_id is None:
        return None
    parent = session.get(Comment, parent_id, populate_existing=True)
    if parent is None or parent.thread_id != thread.id or parent.state is not CommentState.PUBLISHED:
        raise refuse_parent()
    return parent


def refuse_parent() -> Refusal:
    """Return what is said to who answers a comment that is not there."""
    sentence = gettext(
        "The comment that you reply to is not there any more. Send your words again to leave them as a comment of their own."
    )
    return Refusal("no-parent", sentence, 409)


def _describe(parent: Comment | None, submission: Submission, settings: Settings) -> dict[str, object]:
    draft = submission.draft
    return {
        "parent_id": parent.id if parent else None,
        "root_id": (parent.root_id or parent.id) if parent else None,
        "name": draft.name,
        "text": draft.text,
        "html": draft.html,
        "renderer": RENDERER_VERSION,
        "revision": 1,
        "submission": submission.key,
        "status_digest": hash_status_token(make_status_token(submission.key, settings.secret_key)),
    }


def _keep(connection: Connection, thread: Locked, values: dict[str, object], findings: list[Finding]) -> Posted:
    """Keep a comment with what was found; where nothing was, readers see it at once."""
    at = now()
    state = CommentState.PENDING if findings else CommentState.PUBLISHED
    stand = {"state": state, "created_at": at, "published_at": None if findings else at}
    number = connection.execute(ADD, values | stand).scalar_one()
    keep_verdicts(connection, number, 1, findings, at)
    if not findings:
        count_new(connection, thread, at)
    return Posted(number, state)


def keep_verdicts(
    connection: Connection, comment_id: int, revision: int, findings: list[Finding], at: datetime
) -> None:
    """Keep what was found against the words of a comment, by its number and theirs."""
    about = {"comment_id": comment_id, "revision": revision, "at": at}
    rows = [{"rule": finding.rule, "evidence": finding.evidence, **about} for finding in findings]
    if rows:
        connection.execute(VERDICTS, rows)


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
