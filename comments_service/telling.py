"""What the desk tells of acts and of reports, in sentences."""

from comments_service.models import Flag, FlagReason, ModerationAction
from wording import gettext, gettext_noop, ngettext

ACTS = {
    "publish": gettext_noop("%(by)s published the comment by %(name)s on %(title)s. Why: %(reason)s."),
    "reject": gettext_noop("%(by)s rejected the comment by %(name)s on %(title)s. Why: %(reason)s."),
    "remove": gettext_noop("%(by)s removed the comment by %(name)s from %(title)s. Why: %(reason)s."),
    "restore": gettext_noop("%(by)s restored the comment by %(name)s on %(title)s. Why: %(reason)s."),
    "keep": gettext_noop("%(by)s kept the comment by %(name)s on %(title)s, which was reported. Why: %(reason)s."),
    "feature": gettext_noop("%(by)s picked the comment by %(name)s on %(title)s for the editors. Why: %(reason)s."),
    "unfeature": gettext_noop("%(by)s let the comment by %(name)s on %(title)s be no pick any more. Why: %(reason)s."),
    "hold": gettext_noop("%(by)s held the comment by %(name)s on %(title)s. Why: it %(reason)s."),
    "undo": gettext_noop("%(by)s undid what was done to the comment by %(name)s on %(title)s."),
    "answer": gettext_noop("%(by)s wrote to readers of %(title)s."),
    "close": gettext_noop("%(by)s closed the comments on %(title)s. Why: %(reason)s."),
    "reopen": gettext_noop("%(by)s opened the comments on %(title)s again. Why: %(reason)s."),
    "mode": gettext_noop("%(by)s chose whether comments on %(title)s wait. Why: %(reason)s."),
    "ban": gettext_noop("%(by)s keeps browser %(browser)s from writing. Why: %(reason)s."),
    "lift": gettext_noop("%(by)s lets browser %(browser)s write again. Why: %(reason)s."),
    "brake": gettext_noop("%(by)s pulled the brake: all comments wait. Why: %(reason)s."),
    "release": gettext_noop("%(by)s released the brake. Why: %(reason)s."),
}
"""Each act, by its verb."""

REPORTS = {
    FlagReason.ABUSE: gettext_noop("it abuses somebody"),
    FlagReason.OFF_TOPIC: gettext_noop("it has nothing to do with the page"),
    FlagReason.SPAM: gettext_noop("it is spam or advertising"),
    FlagReason.NAMES_A_VICTIM: gettext_noop("it names a victim or somebody who is protected"),
    FlagReason.LEGAL: gettext_noop("it could harm a trial, or is against the law"),
    FlagReason.OTHER: gettext_noop("for another reason"),
}
"""Why readers report a comment."""


def tell_act(action: ModerationAction, titles: dict[str, str]) -> str:
    """Return in a sentence what was done; titles are those of the pages that it may be about."""
    thread = action.comment.thread if action.comment else action.thread
    values = {
        "by": isolate(action.by),
        "name": isolate(action.comment.name) if action.comment else "",
        "title": isolate(titles[thread.page]) if thread else "",
        "reason": isolate(action.reason.rstrip(".")),
        "browser": action.credential_id,
    }
    return gettext(ACTS[action.verb], **values)


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
