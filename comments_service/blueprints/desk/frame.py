"""What all pages of the desk share: who is signed in, how much waits, what was done last, and where an act leads back to."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlencode

from flask import g, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from comments_service.blueprints.addresses import PAGE
from comments_service.blueprints.asking import read_number, read_settings, read_site
from comments_service.blueprints.desk.again import read_again, read_words
from comments_service.blueprints.desk.door import is_editor
from comments_service.columns import now
from comments_service.db import get_session
from comments_service.errors import Refusal, add_retry, answer_error, wants_json
from comments_service.models import Comment, CommentState, ModerationAction
from comments_service.services import brake, leading, moderation, queues
from comments_service.services.moderation import Seen
from comments_service.telling import tell_act, tell_reports, tell_settled
from wording import gettext

DESK = "/comments/desk/"
OWN = re.compile(rf"{DESK}(|reported|find|acts|readers|comments/[0-9]{{1,9}}|threads/{PAGE})(\?[!-~]*)?")
"""The addresses of the desk that an act may lead back to: no other path and no other host."""

TICK = re.compile(r"(?P<number>[0-9]{1,9})\.(?P<revision>[0-9]{1,9})\.(?P<flag>[0-9]{1,9})")
"""What a tick holds: the number of a comment, and what was read of it."""

QUEUES = (DESK, f"{DESK}reported")


def render(template: str, **values: object) -> str:
    """Return a page of the desk."""
    db = get_session()
    desk = {
        "acts": moderation.CHOICES,
        "against": moderation.AGAINST,
        "at": now(),
        "back": _read_place(),
        "brake": brake.current(db),
        "days": leading.ban_days(now()),
        "done": _find_done(),
        "is_editor": is_editor(),
        "limits": {"words": moderation.WORDS_LIMIT, "reason": leading.REASON_LIMIT, "count": queues.MOST_COUNTED},
        "mode": read_settings().mode,
        "reasons": moderation.REASONS,
        "reported": queues.count_reported(db),
        "tell_act": tell,
        "tell_reports": tell_reports,
        "tell_settled": tell_settled,
        "title_of": find_title,
        "token": session["token"],
        "undoable": moderation.DOING,
        "verbs_for": moderation.verbs_for,
        "waiting": queues.count_waiting(db),
    }
    return render_template(f"desk/{template}", desk=desk, **values)


def tell(action: ModerationAction) -> str:
    """Return in a sentence what was done."""
    undone = get_session().get(ModerationAction, action.undoes_id) if action.undoes_id else None
    return tell_act(action, find_titles([action]), undone)


def find_titles(actions: Iterable[ModerationAction]) -> dict[str, str]:
    """Return the titles of the pages that acts are about."""
    return {page: find_title(page) for page in queues.pages_of(actions)}


def find_title(page: str) -> str:
    """Return the title of a page, or its id where the site no longer publishes it."""
    return read_site().title_of(page) or page


def read_numbers(name: str) -> list[int]:
    """Return the numbers that were ticked; what is none is left out."""
    return [int(text) for text in request.form.getlist(name) if text.isascii() and text.isdecimal() and len(text) < 10]


def read_ticks() -> dict[int, Seen]:
    """Return the numbers of the comments that were ticked, each with what was read of it; what is none is left out."""
    found = map(TICK.fullmatch, request.form.getlist("comment"))
    return {int(tick["number"]): Seen(int(tick["revision"]), int(tick["flag"])) for tick in found if tick}


def read_seen() -> Seen:
    """Return what was read of a comment; refuses an act that does not say it."""
    read = [number for name in ("revision", "flag") for number in read_numbers(name)[:1]]
    if len(read) < 2:
        sentence = gettext("Nobody knows what you read of the comment, so nothing was done. Read it again.")
        raise Refusal("not-read", sentence, 422)
    return Seen(*read)


def go_back(action: ModerationAction | None) -> Response:
    """Go back to where an act came from, and say there what was done."""
    place = request.form.get("back", "")
    path, _, query = (place if OWN.fullmatch(place) else DESK).partition("?")
    kept = [(name, value) for name, value in parse_qsl(query) if name != "done"]
    done = [("done", str(action.id))] if action else []
    is_there = path not in QUEUES and not _has_left(action, dict(kept).get("state", ""))
    found = _find_place(action, is_there=is_there)
    return redirect(f"{path}?{urlencode([*kept, *done])}{found}".replace("?#", "#").rstrip("?"), 303)


def _has_left(action: ModerationAction | None, state: str) -> bool:
    """Tell whether a comment is no more in a list of those that stand where it stood."""
    return action is not None and state != "" and action.after in {*CommentState} - {state}


def _find_place(action: ModerationAction | None, *, is_there: bool) -> str:
    """Return where to go on: with the comment that was dealt with where it still stands in the list, else with the next one."""
    following = next(iter(read_numbers("next")), None)
    if following and not is_there:
        return f"#comment-{following}"
    is_back = action and action.comment_id and (action.verb == "undo" or is_there)
    return f"#comment-{action.comment_id}" if action and is_back else ""


def answer_refusal(refusal: Refusal) -> Response:
    """Answer a refusal as a page of the desk; to a program, or to somebody who is not signed in, as everywhere."""
    if wants_json():
        return add_retry(answer_error(refusal.code, refusal.message, refusal.status), refusal)
    get_session().rollback()
    show = render_out if g.get("moderator") is None else render_refused
    page = show(refusal)
    return add_retry(make_response(page, refusal.status), refusal)


def render_out(refusal: Refusal) -> str:
    """Return the page for somebody who is not signed in, or not any more."""
    return render_template("desk/ended.html", refusal=refusal, words=read_words())


def render_refused(refusal: Refusal) -> str:
    """Return the page that says why something was not done, with what was filled in and what it was about."""
    comment, again = _find_subject(), read_again(refusal)
    about = {"comment": comment, "cause": moderation.find_cause(comment, refusal)}
    return render("refused.html", refusal=refusal, again=again, words=[] if again else read_words(), **about)


def _find_subject() -> Comment | None:
    """Return the comment to which something was to be done."""
    number = (request.view_args or {}).get("comment_id")
    acts = [get_session().get(ModerationAction, number) for number in read_numbers("act")[:1]]
    return get_session().get(Comment, number) if number else next((act.comment for act in acts if act), None)


def _read_place() -> str:
    """Return where acts on this page lead back to: a page that was asked for, without what was done before."""
    if request.method == "POST":
        place = request.form.get("back", "")
        return place if OWN.fullmatch(place) else url_for("desk.queues.show_waiting")
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "done"]
    return f"{request.path}?{urlencode(kept)}".rstrip("?")


def _find_done() -> ModerationAction | None:
    """Return the act that led here."""
    number = read_number("done")
    return get_session().get(ModerationAction, number) if number else None
