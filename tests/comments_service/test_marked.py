"""Nothing that the service says is forgotten: in a pseudo-language, whatever readers have not written bears its marks."""

import re
from datetime import timedelta

import pytest

from comments_service.columns import now
from comments_service.models import Flag, FlagReason
from comments_service.services import brake, leading, moderation
from tests.comments_service.conftest import OWN
from tests.comments_service.factories import PAGE, make_credential, status_path
from tests.comments_service.forms import TOKEN
from tests.pseudo_language import TAG, find_forgotten, simplify_all, write_catalogue

WRITTEN = simplify_all(["Ada", "Ben", "ruth", "edith", "Who checked?", "Jo did.", "a trial has begun", "Noticeboard"])
MADE_WITH = simplify_all(["make moderator NAME=ruth", "within the house rules", "names a victim", "is spam"])
"""What the test's own moderator and factories wrote, and a command."""


@pytest.fixture
def environment(environment, tmp_path):
    return environment | {"COMMENTS_LOCALE": str(write_catalogue(tmp_path / "locale")), "COMMENTS_LANGUAGE": TAG}


@pytest.fixture
def known(app):
    """What readers, moderators and the record say."""
    site = app.extensions["site"]
    news = site.related().ranked(PAGE)
    told = [text for item in news for text in (item.title, item.publisher)]
    return WRITTEN | MADE_WITH | simplify_all([site.title_of(PAGE), site.title_of("forces/westmere"), *told])


@pytest.fixture
def answers(client, edith, session, make_comment):
    """What readers and Edith are sent, by a name for each."""
    first = make_comment("Who checked?", state="published")
    second = make_comment("Jo did.", name="Ben", state="published", answers=first)
    comments = {state: make_comment("Who checked?", state=state) for state in ("pending", "rejected", "removed")}
    first.edited_at = first.featured_at = now()
    session.commit()
    thread = client.get(f"/comments/threads/{PAGE}").text
    token = re.search(r'name="token" value="([^"]+)"', thread)[1]
    fields = {"name": "Ada", "text": "Who checked?", "token": token}

    def send(path, **changed):
        return client.post(f"/comments/threads/{PAGE}{path}", data=fields | changed, headers=OWN).text

    pages = {
        "thread": thread,
        "reply": client.get(f"/comments/threads/{PAGE}/reply/{second.id}").text,
        "preview": send("/preview"),
        "refused": send("", name="", text=""),
        "too long": send("", name="Ada" * 100, text="[a](b)" * 2000),
        "stale": send("", token="?"),
        "report": client.get(f"/comments/comments/{first.id}/report").text,
        "related": client.get(f"/related/{PAGE}").text,
        "nowhere": client.get("/comments/threads/nowhere").text,
        "sign-in": client.get("/comments/desk/", follow_redirects=True).text,
        **read_desk(edith, session, second),
        **{f"status: {state}": client.get(status_path(comment)).text for state, comment in comments.items()},
    }
    first.thread.closed_at, first.thread.closed_reason = now(), "a trial has begun"
    session.commit()
    return pages | {"closed": send("")}


def read_desk(edith, session, comment):
    """Return every page of the desk, with something of all that may stand there."""
    for reason in FlagReason:
        session.add(make_open_flag(session, comment, reason))
    session.commit()
    leading.set_mode(session, PAGE, "publish", by="edith", reason="a trial has begun")
    leading.ban(session, comment.credential_id, now() + timedelta(days=7), by="edith", reason="a trial has begun")
    brake.pull(session, by="edith", reason="a trial has begun", until=now() + timedelta(days=1))
    act = moderation.feature(session, comment, by="edith", reason="a trial has begun")
    form = TOKEN.search(edith.get("/comments/desk/").text)[1]
    fields = {"token": form, "choice": "publish within-rules", "comment": [f"{comment.id}.1.9", "999.1.0"]}
    pages = {
        path: edith.get(f"/comments/desk/{path}").text
        for path in ("", "reported", "find", "find?words=who&browser=1", "acts", "readers", f"threads/{PAGE}",
                     f"acts?done={act.id}", f"comments/{comment.id}", "comments/999")
    }  # fmt: skip
    brake.release(session, by="edith", reason="a trial has begun")
    leading.close(session, "forces/westmere", by="edith", reason="a trial has begun")
    return pages | {
        "many": edith.post("/comments/desk/many", data=fields, headers=OWN).text,
        "readers, without a brake": edith.get("/comments/desk/readers").text,
        "closed thread": edith.get("/comments/desk/threads/forces/westmere").text,
        "acts, then": edith.get("/comments/desk/acts").text,
        "acts of the service": edith.get(f"/comments/desk/comments/{comment.id}").text,
    }


def make_open_flag(session, comment, reason):
    """Make a report without holding what is reported."""
    browser = make_credential(session).id
    return Flag(comment_id=comment.id, credential_id=browser, reason=reason, words="Jo did.", created_at=now())


def test_everything_that_is_sent_is_marked_throughout(answers, known):
    forgotten = {name: list(find_forgotten(page, known)) for name, page in answers.items()}

    assert {name: pieces for name, pieces in forgotten.items() if pieces} == {}


def test_pages_and_fragments_bear_the_language(answers):
    assert {name for name, page in answers.items() if f' lang="{TAG}"' not in page} == set()


def test_an_error_for_a_program_is_in_the_language_too(client):
    error = client.get("/comments/api/threads/notices/nowhere").json["error"]

    assert list(find_forgotten(error["message"], set())) == []
