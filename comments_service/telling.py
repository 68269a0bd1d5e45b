"""What the desk tells of acts and of reports, in sentences."""

from datetime import datetime

from comments_service.display import show_instant, show_state
from comments_service.models import Flag, FlagOutcome, FlagReason, ModerationAction
from wording import gettext, gettext_noop, ngettext

ACTS = {
    "publish": gettext_noop("%(by)s published the comment by %(name)s on %(title)s. Why: %(reason)s."),
    "reject": gettext_noop("%(by)s rejected the comment by %(name)s on %(title)s. Why: %(reason)s."),
    "remove": gettext_noop("%(by)s removed the comment by %(name)s from %(title)s. Why: %(reason)s."),
    "restore": gettext_noop(
        "%(by)s restored the comment by %(name)s on %(title)s, which was %(before)s. Why: %(reason)s."
    ),
    "keep": gettext_noop("%(by)s kept the comment by %(name)s on %(title)s, which was reported. Why: %(reason)s."),
    "feature": gettext_noop("%(by)s picked the comment by %(name)s on %(title)s for the editors. Why: %(reason)s."),
    "unfeature": gettext_noop("%(by)s let the comment by %(name)s on %(title)s be no pick any more. Why: %(reason)s."),
    "hold": gettext_noop("%(by)s held the comment by %(name)s on %(title)s. Why: it %(reason)s."),
    "undo": gettext_noop("%(by)s undid what was done to the comment by %(name)s on %(title)s."),
    "answer": gettext_noop("%(by)s wrote to readers of %(title)s."),
    "close": gettext_noop("%(by)s closed the comments on %(title)s. Why: %(reason)s."),
    "reopen": gettext_noop("%(by)s opened the comments on %(title)s again. Why: %(reason)s."),
    "mode": gettext_noop("%(by)s changed what happens on %(title)s from “%(before)s” to “%(after)s”. Why: %(reason)s."),
    "ban": gettext_noop("%(by)s keeps browser %(browser)s from writing until %(until)s. Why: %(reason)s."),
    "lift": gettext_noop(
        "%(by)s lets browser %(browser)s write again, which was kept from it until %(was)s. Why: %(reason)s."
    ),
    "brake": gettext_noop("%(by)s pulled the brake: all comments wait until %(until)s. Why: %(reason)s."),
    "release": gettext_noop("%(by)s released the brake, which was on until %(was)s. Why: %(reason)s."),
    "moderator-add": gettext_noop("%(by)s made a moderator: %(reason)s."),
    "moderator-reset": gettext_noop("%(by)s gave a moderator another password: %(reason)s."),
    "moderator-dismiss": gettext_noop("%(by)s dismissed a moderator: %(reason)s."),
    "moderator-role": gettext_noop("%(by)s gave a moderator another role: %(reason)s."),
}
"""Each act, by its verb."""

LONGER = {
    "ban": gettext_noop(
        "%(by)s keeps browser %(browser)s from writing until %(until)s; before, it was until %(was)s. Why: %(reason)s."
    ),
    "brake": gettext_noop(
        "%(by)s pulled the brake again: all comments wait until %(until)s; before, it was until %(was)s. Why: %(reason)s."
    ),
}
"""The acts that change until when something holds which held already."""

UNDOING = {
    "publish": gettext_noop(
        "%(by)s undid that %(whose)s published the comment by %(name)s on %(title)s; it waits again."
    ),
    "reject": gettext_noop(
        "%(by)s undid that %(whose)s rejected the comment by %(name)s on %(title)s; it waits again."
    ),
    "remove": gettext_noop(
        "%(by)s undid that %(whose)s removed the comment by %(name)s from %(title)s; readers see it again."
    ),
    "restore": gettext_noop(
        "%(by)s undid that %(whose)s restored the comment by %(name)s on %(title)s; it is %(after)s again."
    ),
    "keep": gettext_noop(
        "%(by)s undid that %(whose)s kept the comment by %(name)s on %(title)s; its reports are open again."
    ),
    "feature": gettext_noop(
        "%(by)s undid that %(whose)s picked the comment by %(name)s on %(title)s for the editors; it is no pick any more."
    ),
    "unfeature": gettext_noop(
        "%(by)s undid that %(whose)s let the comment by %(name)s on %(title)s be no pick any more; it is one again."
    ),
}
"""The undoing of each act that can be undone, by the verb of what was undone."""

MODES = {
    "hold": gettext_noop("comments wait"),
    "publish": gettext_noop("comments appear at once"),
    "the site's": gettext_noop("as on the whole site"),
}
"""What happens to comments of a page, by the word that the record has."""

REPORTS = {
    FlagReason.ABUSE: gettext_noop("it abuses somebody"),
    FlagReason.OFF_TOPIC: gettext_noop("it has nothing to do with the page"),
    FlagReason.SPAM: gettext_noop("it is spam or advertising"),
    FlagReason.NAMES_A_VICTIM: gettext_noop("it names a victim or somebody who is protected"),
    FlagReason.LEGAL: gettext_noop("it could harm a trial, or is against the law"),
    FlagReason.OTHER: gettext_noop("for another reason"),
}
"""Why readers report a comment."""

OUTCOMES = {
    FlagOutcome.UPHELD: gettext_noop("Reported on %(at)s: %(why)s. Upheld on %(settled)s."),
    FlagOutcome.DISMISSED: gettext_noop("Reported on %(at)s: %(why)s. Dismissed on %(settled)s."),
}
"""What came of a report."""


def tell_act(action: ModerationAction, titles: dict[str, str], undone: ModerationAction | None = None) -> str:
    """Return in a sentence what was done, and what was so before it where the verb does not say that.

    titles are those of the pages that it may be about; undone is what it has taken back, if it is an undoing.
    """
    thread = action.comment.thread if action.comment else action.thread
    values = {
        "by": isolate(action.by),
        "whose": isolate(undone.by) if undone else "",
        "name": isolate(action.comment.name) if action.comment else "",
        "title": isolate(titles[thread.page]) if thread else "",
        "reason": isolate(action.reason.rstrip(".")),
        "browser": action.credential_id,
        "before": _show_side(action.before),
        "after": _show_side(action.after),
        "was": _show_end(action.before),
        "until": _show_end(action.after),
    }
    return gettext(_find_sentence(action, undone), **values)


def _find_sentence(action: ModerationAction, undone: ModerationAction | None) -> str:
    if undone:
        return UNDOING[undone.verb]
    is_longer = action.verb in LONGER and _show_end(action.before)
    return LONGER[action.verb] if is_longer else ACTS[action.verb]


def _show_side(side: str) -> str:
    """Return in words what was so before or after an act: what happens to a page's comments, or a comment's state."""
    return gettext(MODES[side]) if side in MODES else show_state(side)


def _show_end(side: str) -> str:
    """Return until when it was so, or nothing where that has no end."""
    until = side.partition(" until ")[2]
    return show_instant(datetime.fromisoformat(until)) if until else ""


def tell_settled(flag: Flag) -> str:
    """Return in sentences why a reader reported a comment, and what came of it."""
    when = {"at": show_instant(flag.created_at), "settled": show_instant(flag.settled_at or flag.created_at)}
    return gettext(OUTCOMES[flag.outcome or FlagOutcome.DISMISSED], why=gettext(REPORTS[flag.reason]), **when)


def tell_reports(reason: FlagReason, flags: list[Flag]) -> str:
    """Return in a sentence how many readers report a comment for a reason."""
    return ngettext(
        "%(num)s reader reports it: %(why)s.",
        "%(num)s readers report it: %(why)s.",
        len(flags),
        why=gettext(REPORTS[reason]),
    )


def isolate(text: str) -> str:
    """Return what somebody wrote so that its direction does not turn the sentence around it."""
    return f"\u2068{text}\u2069"
