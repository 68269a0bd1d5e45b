"""What the desk tells of acts and of reports, in sentences."""

from datetime import datetime

from comments_service.display import show_instant, show_state
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
    "moderator-add": gettext_noop("%(by)s made a moderator: %(reason)s."),
    "moderator-reset": gettext_noop("%(by)s gave a moderator another password: %(reason)s."),
    "moderator-dismiss": gettext_noop("%(by)s dismissed a moderator: %(reason)s."),
    "moderator-role": gettext_noop("%(by)s gave a moderator another role: %(reason)s."),
}
"""Each act, by its verb."""

SIDES = {
    "plain": gettext_noop("no pick"),
    "featured": gettext_noop("a pick"),
    "reported": gettext_noop("reported"),
    "kept": gettext_noop("kept"),
    "unwritten": gettext_noop("not written"),
    "open": gettext_noop("open"),
    "closed": gettext_noop("closed"),
    "hold": gettext_noop("comments wait"),
    "publish": gettext_noop("comments appear at once"),
    "the site's": gettext_noop("as on the whole site"),
    "free": gettext_noop("may write"),
    "banned": gettext_noop("may not write"),
    "on": gettext_noop("on"),
    "off": gettext_noop("off"),
}
"""What was so before an act or after it, by the word that the record has; a comment's states have words of their own."""

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


def tell_change(action: ModerationAction) -> str:
    """Return in a sentence what was so before an act and what after it."""
    before, after = map(_show_side, (action.before, action.after))
    return gettext("Before: %(before)s; after: %(after)s.", before=before, after=after)


def _show_side(side: str) -> str:
    """Return what was so, with the instant until which it was so in words."""
    word, _, until = side.partition(" until ")
    what = gettext(SIDES[word]) if word in SIDES else show_state(word)
    if not until:
        return what
    return gettext("%(what)s until %(until)s", what=what, until=show_instant(datetime.fromisoformat(until)))


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
