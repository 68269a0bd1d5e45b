"""What a moderator does to comments: each act leaves a row that says who and why, and can be taken back once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from comments_service.columns import now
from comments_service.display import show_state
from comments_service.errors import Refusal
from comments_service.models import SERVICE, Comment, CommentState, FlagOutcome, ModerationAction
from comments_service.rendering import clean_text
from comments_service.services import flags
from comments_service.services.states import change_state, lock_comment, touch
from wording import gettext, gettext_noop, ngettext

DISMISSED, UPHELD = FlagOutcome.DISMISSED, FlagOutcome.UPHELD
WORDS_LIMIT = 500
MOST_AT_ONCE = 100

REASONS = {
    "within-rules": gettext_noop("within the house rules"),
    "names-a-victim": gettext_noop("names a victim or somebody who must not be named"),
    "legal": gettext_noop("could harm a trial or is against the law"),
    "abuse": gettext_noop("abuses somebody"),
    "off-topic": gettext_noop("is not about this page"),
    "spam": gettext_noop("is spam"),
    "mistake": gettext_noop("undoes a mistake"),
    "worth-reading": gettext_noop("is worth reading first"),
    "made-room": gettext_noop("makes room for others"),
    "other": gettext_noop("other"),
}
"""Why a moderator acts: a code, and the words that the record and the author see."""

REPORTED, KEPT = "reported", "kept"
PLAIN, FEATURED = "plain", "featured"


@dataclass(frozen=True)
class Act:
    """One kind of act that moves a comment: the states it starts from, the state it leads to, and the reasons it may have."""

    before: frozenset[CommentState]
    after: CommentState
    reasons: tuple[str, ...]


AGAINST = ("names-a-victim", "legal", "abuse", "off-topic", "spam", "other")

ACTS = {
    "publish": Act(frozenset({CommentState.PENDING}), CommentState.PUBLISHED, ("within-rules",)),
    "reject": Act(frozenset({CommentState.PENDING}), CommentState.REJECTED, AGAINST),
    "remove": Act(frozenset({CommentState.PUBLISHED}), CommentState.REMOVED, AGAINST),
    "restore": Act(frozenset({CommentState.REMOVED, CommentState.REJECTED}), CommentState.PUBLISHED, ("mistake",)),
}
"""The acts that move a comment from state to state, by their verb."""


@dataclass(frozen=True)
class Seen:
    """What a moderator had read of a comment: the revision of its words, and the number of its newest open report, 0 for none."""

    revision: int
    flag: int = 0


MARKS = {"feature": (PLAIN, FEATURED), "unfeature": (FEATURED, PLAIN)}
"""The acts that put a comment before others or no longer, with what it is before and after."""

CHOICES = {verb: act.reasons for verb, act in ACTS.items()} | {
    "keep": ("within-rules",),
    "feature": ("worth-reading",),
    "unfeature": ("made-room",),
}
"""The codes of the reasons that each act on a comment may have."""


def publish(session: Session, comment: Comment, *, by: str, reason: str, seen: Seen | None = None) -> ModerationAction:
    """Let readers see a comment that waits."""
    return _move(session, comment, "publish", by=by, reason=reason, seen=seen)


def reject(session: Session, comment: Comment, *, by: str, reason: str, seen: Seen | None = None) -> ModerationAction:
    """Keep a comment that waits from readers."""
    return _move(session, comment, "reject", by=by, reason=reason, seen=seen)


def remove(session: Session, comment: Comment, *, by: str, reason: str, seen: Seen | None = None) -> ModerationAction:
    """Take a published comment out of public view."""
    return _move(session, comment, "remove", by=by, reason=reason, seen=seen)


def restore(session: Session, comment: Comment, *, by: str, reason: str, seen: Seen | None = None) -> ModerationAction:
    """Let readers see a comment that was removed or rejected."""
    return _move(session, comment, "restore", by=by, reason=reason, seen=seen)


def _move(
    session: Session, comment: Comment, verb: str, *, by: str, reason: str, seen: Seen | None
) -> ModerationAction:
    lock_comment(session, comment)
    before, after = comment.state, ACTS[verb].after
    _refuse_unless(session, comment, ACTS[verb].before, seen)
    at = now()
    change_state(comment, after, at)
    flags.settle(session, comment, DISMISSED if after is CommentState.PUBLISHED else UPHELD, at)
    return _record(session, comment, verb, by=by, reason=reason, before=before, after=after, at=at)


def keep(session: Session, comment: Comment, *, by: str, reason: str, seen: Seen | None = None) -> ModerationAction:
    """Leave a comment that readers have reported as it stands, and settle their reports."""
    lock_comment(session, comment)
    _refuse_unless(session, comment, {CommentState.PUBLISHED}, seen)
    at = now()
    if not flags.settle(session, comment, DISMISSED, at):
        sentence = gettext("No report of the comment is open by now, so this was not done.")
        raise Refusal("wrong-state", sentence, 409)
    return _record(session, comment, "keep", by=by, reason=reason, before=REPORTED, after=KEPT, at=at)


def feature(session: Session, comment: Comment, *, by: str, reason: str, seen: Seen | None = None) -> ModerationAction:
    """Put a published comment's branch before others, as an editors' pick."""
    return _mark(session, comment, "feature", by=by, reason=reason, seen=seen)


def unfeature(
    session: Session, comment: Comment, *, by: str, reason: str, seen: Seen | None = None
) -> ModerationAction:
    """Let a comment's branch stand where it would without being an editors' pick."""
    return _mark(session, comment, "unfeature", by=by, reason=reason, seen=seen)


def _mark(
    session: Session, comment: Comment, verb: str, *, by: str, reason: str, seen: Seen | None
) -> ModerationAction:
    lock_comment(session, comment)
    before, after = MARKS[verb]
    _refuse_unless(session, comment, {CommentState.PUBLISHED}, seen)
    if _find_mark(comment) != before:
        raise Refusal("wrong-state", gettext("That is so already, so nothing was done."), 409)
    at = now()
    _set_mark(comment, after, at)
    return _record(session, comment, verb, by=by, reason=reason, before=before, after=after, at=at)


def drop_mark(session: Session, comment: Comment, at: datetime) -> None:
    """Let a comment be no pick any more whose author changes the words: the editors picked others. Its thread is locked."""
    if comment.featured_at:
        _set_mark(comment, PLAIN, at)
        about = {"by": SERVICE, "reason": gettext("its author changed the words"), "before": FEATURED, "after": PLAIN}
        session.add(ModerationAction(comment=comment, verb="unfeature", at=at, **about))


def _find_mark(comment: Comment) -> str:
    return FEATURED if comment.featured_at else PLAIN


def _set_mark(comment: Comment, mark: str, at: datetime) -> None:
    comment.featured_at = at if mark == FEATURED else None
    touch(comment.thread, at)


def _refuse_unless(session: Session, comment: Comment, states: Iterable[CommentState], seen: Seen | None) -> None:
    """Refuse an act on a comment that stands elsewhere by now, or of which more is known than was read."""
    if comment.state not in states:
        sentence = gettext("The comment is %(state)s by now, so this was not done.", state=show_state(comment.state))
        raise Refusal("wrong-state", sentence, 409)
    if seen and seen.revision != comment.revision:
        sentence = gettext(
            "Its author has changed the words since you read them, so nothing was done. Read them again."
        )
        raise Refusal("changed-since", sentence, 409)
    if seen and flags.newest_open(session, comment) > seen.flag:
        sentence = gettext("It was reported again since you read it, so nothing was done. Look at the reports.")
        raise Refusal("reported-since", sentence, 409)


def _record(session: Session, comment: Comment, verb: str, **about: object) -> ModerationAction:
    """Keep an act with all that it did."""
    action = ModerationAction(comment=comment, verb=verb, **about)
    session.add(action)
    session.commit()
    return action


DOING: dict[str, Callable[..., ModerationAction]] = {
    "publish": publish,
    "reject": reject,
    "remove": remove,
    "restore": restore,
    "keep": keep,
    "feature": feature,
    "unfeature": unfeature,
}
"""What each verb does to a comment; all of it can be taken back."""


def undo(session: Session, action: ModerationAction, *, by: str) -> ModerationAction:
    """Take an act on a comment back, once, as long as the comment stands where the act left it."""
    comment = action.comment
    if comment is None or action.verb not in DOING:
        raise Refusal("wrong-act", gettext("This cannot be undone."), 409)
    lock_comment(session, comment)
    if find_undoing(session, [action]):
        raise Refusal("wrong-state", gettext("This was undone already."), 409)
    if _find_standing(comment, action.verb) != action.after or _is_overtaken(session, action):
        sentence = gettext("Something else has happened to the comment since, so this was not undone.")
        raise Refusal("wrong-state", sentence, 409)
    at = now()
    _put_back(session, comment, action, at)
    about = {"before": action.after, "after": action.before, "reason": gettext(REASONS["mistake"])}
    return _record(session, comment, "undo", undoes_id=action.id, by=by, at=at, **about)


def _is_overtaken(session: Session, action: ModerationAction) -> bool:
    """Tell whether a later act of the same kind on the same comment still holds."""
    kind = next((list(verbs) for verbs in (MARKS, ACTS) if action.verb in verbs), [action.verb])
    later = (ModerationAction.comment_id == action.comment_id, ModerationAction.id > action.id)
    acts = session.scalars(select(ModerationAction).where(*later, ModerationAction.verb.in_(kind))).all()
    return bool({act.id for act in acts} - find_undoing(session, acts))


def _find_standing(comment: Comment, verb: str) -> str:
    """Return where a comment stands as far as a verb changes it."""
    if verb in MARKS:
        return _find_mark(comment)
    return KEPT if verb == "keep" and comment.state is CommentState.PUBLISHED else comment.state


def _put_back(session: Session, comment: Comment, action: ModerationAction, at: datetime) -> None:
    if action.verb in MARKS:
        _set_mark(comment, action.before, at)
    if action.verb in ACTS:
        change_state(comment, CommentState(action.before), at)
    flags.reopen(session, comment, action.at)


def find_undoing(session: Session, actions: Iterable[ModerationAction]) -> set[int]:
    """Return the numbers of those acts that were undone."""
    undone = select(ModerationAction.undoes_id).where(ModerationAction.undoes_id.in_([action.id for action in actions]))
    return {number for number in session.scalars(undone) if number is not None}


@dataclass(frozen=True)
class Result:
    """What came of one of many: the act that was done, or why it was not, with the comment and the act that stood in its way."""

    number: int
    action: ModerationAction | None = None
    refusal: str = ""
    comment: Comment | None = None
    cause: ModerationAction | None = None


def act_on_many(session: Session, chosen: Mapping[int, Seen], verb: str, *, by: str, reason: str) -> list[Result]:
    """Do the same to many comments, each by itself: what is refused for one is done to the others.

    chosen has the number of each comment, with what was read of it.
    """

    def act(number: int) -> ModerationAction:
        return DOING[verb](session, find_comment(session, number), by=by, reason=reason, seen=chosen[number])

    return _try_each(session, chosen, act, partial(session.get, Comment))


def undo_many(session: Session, numbers: Iterable[int], *, by: str) -> list[Result]:
    """Take many acts back, each by itself."""

    def find(number: int) -> Comment | None:
        action = session.get(ModerationAction, number)
        return action.comment if action else None

    return _try_each(session, numbers, lambda number: undo(session, find_action(session, number), by=by), find)


def _try_each(
    session: Session,
    numbers: Iterable[int],
    act: Callable[[int], ModerationAction],
    find: Callable[[int], Comment | None],
) -> list[Result]:
    chosen = list(dict.fromkeys(numbers))
    if not 1 <= len(chosen) <= MOST_AT_ONCE:
        raise Refusal("none-chosen", gettext("Tick the comments first, %(most)s at most.", most=MOST_AT_ONCE), 422)
    return [_try(session, number, act, find) for number in chosen]


def _try(
    session: Session, number: int, act: Callable[[int], ModerationAction], find: Callable[[int], Comment | None]
) -> Result:
    try:
        return Result(number, act(number))
    except Refusal as refusal:
        session.rollback()
        comment = find(number)
        return Result(number, None, refusal.message, comment, find_cause(comment, refusal))


def find_cause(comment: Comment | None, refusal: Refusal) -> ModerationAction | None:
    """Return the act that led a comment to where it stands, if that is why something else was not done to it."""
    if comment is None or refusal.code != "wrong-state" or not comment.actions:
        return None
    last = comment.actions[-1]
    return None if last.after in set(CommentState) - {comment.state} else last


def make_reason(verb: str, code: str, words: str) -> str:
    """Return the reason of an act in words; refuses a code that the act does not have, and "other" without words."""
    if code not in CHOICES[verb]:
        raise Refusal("no-choice", gettext("Choose a reason for what you do."), 422)
    words = clean_text(words)
    if code == "other" and not words:
        raise Refusal("no-words", gettext("Say in words what the other reason is."), 422)
    refuse_long("long-words", words, WORDS_LIMIT)
    return ": ".join(part for part in (gettext(REASONS[code]), words) if part)


def refuse_long(code: str, words: str, limit: int) -> None:
    """Refuse more words than a reason has room for: nothing of them is cut away."""
    if len(words) > limit:
        sentence = ngettext(
            "That has %(num)s character. Please keep it to %(limit)s.",
            "That has %(num)s characters. Please keep it to %(limit)s.",
            len(words),
            limit=limit,
        )
        raise Refusal(code, sentence, 422)


def verbs_for(comment: Comment, *, is_reported: bool) -> list[str]:
    """Return what a moderator can do to a comment as it stands."""
    verbs = ["keep"] if is_reported and comment.state is CommentState.PUBLISHED else []
    return [*verbs, *(verb for verb, act in ACTS.items() if comment.state in act.before)]


def find_comment(session: Session, number: int) -> Comment:
    """Return a comment by its number; refuses a number that is none."""
    comment = session.get(Comment, number)
    if comment is None:
        raise Refusal("not-found", gettext("There is no such comment."), 404)
    return comment


def find_action(session: Session, number: int) -> ModerationAction:
    """Return an act by its number; refuses a number that is none."""
    action = session.get(ModerationAction, number)
    if action is None:
        raise Refusal("not-found", gettext("There is no such act."), 404)
    return action


def is_held(comment: Comment) -> bool:
    """Tell whether readers' reports hold a comment, and nobody has decided about it since."""
    return bool(comment.actions) and comment.actions[-1].verb == "hold"


def find_reason(comment: Comment) -> str:
    """Return why a comment stands where a moderator put it: the last act that led there and was no undoing says so."""
    led = [act.reason for act in comment.actions if act.after == comment.state and act.undoes_id is None]
    return led[-1] if led else ""
