"""What an author does to a comment by its private link: change its words for a while, or take it back."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from comments_service import judging
from comments_service.columns import now
from comments_service.config import Settings
from comments_service.display import show_state
from comments_service.errors import Refusal
from comments_service.judging.gather import gather, is_own_fault
from comments_service.limits import sweep
from comments_service.models import Comment, CommentState, Revision
from comments_service.rendering import RENDERER_VERSION
from comments_service.senders import Sender, hash_network
from comments_service.services import moderation
from comments_service.services.drafts import Draft, Submission
from comments_service.services.limiting import Tally, count_act
from comments_service.services.posting import keep_verdicts, refuse_banned, refuse_closed
from comments_service.services.states import change_state, lock_comment, touch
from wording import gettext, ngettext

OPEN = (CommentState.PENDING, CommentState.PUBLISHED)
"""The states in which a comment is still its author's to change."""


def may_edit(comment: Comment, settings: Settings, at: datetime) -> bool:
    """Tell whether a comment's words may still be changed."""
    return comment.state in OPEN and at <= edit_until(comment, settings) and not is_shut(comment, at)


def is_shut(comment: Comment, at: datetime) -> bool:
    """Tell whether the comments of the page are closed, or the browser that the comment came from may not write."""
    until = comment.credential.banned_until if comment.credential else None
    return comment.thread.closed_at is not None or (until is not None and until > at)


def may_withdraw(comment: Comment) -> bool:
    """Tell whether a comment may be taken back."""
    return comment.state in OPEN


def edit_until(comment: Comment, settings: Settings) -> datetime:
    """Return until when a comment's words may be changed."""
    return comment.created_at + timedelta(seconds=settings.edit_seconds)


def edit(session: Session, comment: Comment, draft: Draft, sender: Sender, settings: Settings) -> None:
    """Put other words in place of a comment's, which stay on record; they are judged as a new comment's are.

    What is found in the new words holds a published comment; what waits goes on waiting, whatever it says now.
    """
    lock_comment(session, comment)
    at = now()
    if comment.credential:
        session.refresh(comment.credential)
    refuse_change(comment, settings, at)
    if draft.text == comment.text:
        session.commit()
        return
    count_act(session.connection(), "edit", sender, settings.posts_by_browser)
    submission = Submission(comment.thread.page, draft, sender, comment.submission, comment.parent_id)
    tally = Tally(session.connection(), submission, settings, hash_network(session.connection(), sender.address))
    case = gather(tally, comment.thread, author=comment.credential_id, edited=comment)
    findings = judging.judge(case)
    _revise(session, comment, draft, at)
    moderation.drop_mark(session, comment, at)
    comment.folded = case.folded
    keep_verdicts(session.connection(), comment.id, comment.revision, findings, at)
    if findings and comment.state is CommentState.PUBLISHED:
        change_state(comment, CommentState.PENDING, at)
    if is_own_fault(findings):
        tally.count_held()
    sweep(session.connection())
    session.commit()


def refuse_change(comment: Comment, settings: Settings, at: datetime) -> None:
    """Refuse other words for a comment whose words may not, or no longer, be changed, and say why."""
    refuse_closed(comment.thread)
    if comment.credential:
        refuse_banned(comment.credential)
    if comment.state not in OPEN:
        sentence = gettext("The comment is %(state)s by now, so it cannot be changed.", state=show_state(comment.state))
        raise Refusal("wrong-state", sentence, 409)
    if not may_edit(comment, settings, at):
        sentence = ngettext(
            "A comment can be changed for %(num)s minute. Take it back and write another one instead.",
            "A comment can be changed for %(num)s minutes. Take it back and write another one instead.",
            settings.edit_seconds // 60,
        )
        raise Refusal("too-late", sentence, 403)


def _revise(session: Session, comment: Comment, draft: Draft, at: datetime) -> None:
    old = {name: getattr(comment, name) for name in ("name", "text", "html", "renderer")}
    session.add(Revision(comment_id=comment.id, number=comment.revision, replaced_at=at, **old))
    comment.text, comment.html, comment.renderer = draft.text, draft.html, RENDERER_VERSION
    comment.revision += 1
    comment.edited_at = at
    touch(comment.thread, at)


def withdraw(session: Session, comment: Comment) -> None:
    """Take a comment back for its author; where others answer it, readers see that it was."""
    lock_comment(session, comment)
    if comment.state is not CommentState.WITHDRAWN:
        if comment.state not in OPEN:
            sentence = gettext(
                "The comment is %(state)s by now, so this was not done.", state=show_state(comment.state)
            )
            raise Refusal("wrong-state", sentence, 409)
        change_state(comment, CommentState.WITHDRAWN, now())
    session.commit()
