"""Whatever is sent, the service answers, keeps once what it acknowledged, keeps nothing of what it refused, and shows no markup but its own."""

import json
from io import BytesIO
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from comments_service.models import (
    Comment,
    CommentState,
    Flag,
    FlagReason,
    ModerationAction,
    Reaction,
    Revision,
    Verdict,
)
from comments_service.services.posting import find_by_token
from tests.comments_service.conftest import FREE, OWN
from tests.comments_service.factories import status_path
from tests.comments_service.forms import TOKEN, URL, as_form, as_text, token
from tests.comments_service.markup import find_strange

ALWAYS_THE_SAME = settings(
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],  # to make a failing example shorter takes minutes
    suppress_health_check=list(HealthCheck),
    max_examples=120,
)
KEPT = (Comment, Revision, Verdict, Reaction, Flag, ModerationAction)

PIECES = [
    "<script>alert(1)</script>", "</textarea>", "</bdi></h3>", "<img src=x onerror=alert(1)>", "\"'>", "<svg/onload=x>",
    "[x](", "![x](", ")", "javascript:alert(1)", "data:text/html,x", "//evil.example", "https://a.example/?b&c", "<http://a>",
    "*", "_", "`", "```\n", "> ", "- ", "1. ", "\\", "\n", "\n\n", "\r", "&lt;", "&#x3c;b&#x3e;", "<!--# include -->", "{{ 7 }}",
    "=1+1", "\u202e", "\u2066", "\u200b", "\u200d", "\x00", "\x1b[31m", "\ud800", "\udfff", "\ufffe", "Z\u0335\u0315\u0300",
    "\ufdfa", "\U0001f468\u200d\U0001f469", "\U0010ffff", "من تحقق؟", "x" * 60, "words " * 800, "[" * 600, ">" * 30,
]  # fmt: skip
MARKUP = "\"'><b onclick=x></b><script>alert(1)</script>"
WORDS = st.lists(st.sampled_from(PIECES) | st.text(st.characters(), max_size=20), max_size=8).map("".join)
ODD = ["", "0", "-1", "²", "1e1", "9" * 40, "\ud800", "1\x00", "é", "x" * 9_000]
PARENTS = st.sampled_from([""] * 12 + ["published"] * 6 + ["pending", "elsewhere", *ODD])
TOKENS = st.sampled_from(["own"] * 24 + ["elsewhere", "cut", *ODD])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)
TEXTS = st.one_of(WORDS.map("Ada {}".format), WORDS.map("{} she".format), WORDS, VALUES)
GOOD_NAMES = st.sampled_from(["Ada", "Бен", "\u202eCyd\u2066", " D e e\n", "'\"& Eve"])
NAMES = GOOD_NAMES | TEXTS
SHORT = st.sampled_from([piece for piece in PIECES if len(piece) < 30])


def mostly(good, other, times=10):
    """Draw from the first strategy, but one time out of so many from the second."""
    return st.sampled_from(range(times)).flatmap(lambda number: good if number else other)


GOOD_TEXTS = st.lists(SHORT, max_size=4).map("".join).map("Ada {}".format)
MINE = ["own edit", "own withdraw", "own preview"]
OTHERS = ["preview", "report", "reactions/useful"]
ACT = st.fixed_dictionaries(
    {
        "token": TOKENS,
        "text": mostly(GOOD_TEXTS, TEXTS),
        "name": mostly(st.just("Ada"), NAMES),
        "reason": mostly(st.sampled_from(FlagReason), VALUES),
    },
    optional={"words": mostly(GOOD_TEXTS, WORDS | VALUES), "take-back": VALUES},
)


def as_json(fields):
    return {"data": json.dumps(fields), "content_type": "application/json"}


def as_parts(fields):
    return {
        "data": {name: as_text(value).encode(errors="replace").decode() for name, value in fields.items()}
        | {"file": (BytesIO(b"<script>"), "a.png", "image/png")}
    }


def as_files(fields):
    return {"data": {name: (BytesIO(as_text(value).encode(errors="replace")), "a") for name, value in fields.items()}}


def as_plain_text(fields):
    return {"data": json.dumps(fields), "content_type": "text/plain"}


def as_broken_json(fields):
    return {"data": json.dumps(fields)[:-1], "content_type": "application/json"}


def as_deep_json(fields):
    return {"data": '{"name":' + "[" * 20_000 + "]" * 20_000 + "}", "content_type": "application/json"}


READ = [as_form, as_json, as_parts]
WAYS = st.sampled_from([*READ * 4, as_files, as_plain_text, as_broken_json, as_deep_json])
MOST_WAYS = mostly(st.sampled_from(READ), WAYS)


@pytest.fixture
def place(make_app, make_comment):
    """A service that publishes at once and takes as much as one likes, and comments there to answer."""
    comments = {
        "published": make_comment(state="published"),
        "pending": make_comment("Waits."),
        "elsewhere": make_comment("Else.", page="forces/westmere", state="published"),
    }
    return make_app(MODE="publish", **FREE), comments


def read_kept(session):
    """Return every row that readers' writes leave."""
    session.rollback()
    return {table.__tablename__: session.execute(select(table.__table__)).all() for table in KEPT}


def read_markup(answer):
    """Return the HTML of an answer, which may stand within data."""
    return answer.json.get("html", "") if answer.is_json else answer.text


def fill_in(fields, form, comments):
    """Put what a name stands for in the place of the token and of the number of the comment that is answered."""
    tokens = {"own": form, "elsewhere": "x" + form, "cut": form[:-1]}
    if isinstance(fields.get("parent"), str) and fields["parent"] in comments:
        fields = fields | {"parent": str(comments[fields["parent"]].id)}
    return fields | {"token": tokens.get(fields["token"], fields["token"])}


def test_what_is_acknowledged_is_kept_once_and_what_is_refused_not_at_all(place, session):
    app, comments = place
    client = app.test_client()
    form, links = token(client), set()
    fields = st.fixed_dictionaries(
        {"name": mostly(GOOD_NAMES, NAMES), "text": mostly(GOOD_TEXTS, TEXTS, 3), "parent": PARENTS, "token": TOKENS},
        optional={"website": WORDS},
    )

    @ALWAYS_THE_SAME
    @given(fields, WAYS, st.booleans())
    @example(fields={"name": "Ada", "text": MARKUP, "parent": "", "token": "own"}, way=as_form, is_program=True)
    @example(
        fields=dict.fromkeys(("name", "text", "parent", "token", "website"), MARKUP), way=as_form, is_program=False
    )
    def send(fields, way, is_program):
        headers = OWN | ({"Accept": "application/json"} if is_program else {})
        before = read_kept(session)
        answer = client.post(URL, headers=headers, **way(fill_in(fields, form, comments)))
        after = read_kept(session)

        assert answer.status_code < 500
        assert find_strange(read_markup(answer)) == []
        if answer.status_code in {201, 303}:
            links.add(answer.headers.get("Location") or answer.json["status"])
            assert len(after["comments"]) == len(comments) + len(links)
        else:
            assert after == before

    send()

    made = [find_by_token(session, link.rpartition("/")[2]) for link in links]
    assert len({comment.id for comment in made}) == len(made) > 20
    assert {comment.state for comment in made} == {CommentState.PUBLISHED, CommentState.PENDING}
    shown = [comment for comment in made if comment.state is CommentState.PUBLISHED]
    assert [comment for comment in shown if comment.html not in client.get(f"{URL}?comment={comment.id}").text] == []
    addresses = {*map(status_path, made), *(f"{URL}/reply/{comment.id}" for comment in shown), URL, f"{URL}?page=2"}
    assert [strange for address in addresses for strange in find_strange(client.get(address).text)] == []


def open_form(client, comment, act):
    """Return where an act begins, and the token of a form that is good for it."""
    if act in MINE:
        return status_path(comment), TOKEN.search(client.get(status_path(comment)).text)[1]
    return URL if act == "preview" else f"/comments/comments/{comment.id}", token(client)


@pytest.mark.parametrize("act", [*MINE, *OTHERS])
def test_no_other_act_fails_or_leaves_a_trace_of_what_was_refused(place, session, make_comment, act):
    app, comments = place
    client, tried, done = app.test_client(), count(), []

    @settings(ALWAYS_THE_SAME, max_examples=40)
    @given(ACT, MOST_WAYS, st.booleans())
    @example(fields=dict.fromkeys(("name", "text", "reason", "words", "token"), MARKUP), way=as_form, is_program=False)
    def send(fields, way, is_program):
        words = f"Fresh words, {next(tried)}."
        comment = make_comment(words, state="published") if act in MINE else comments["published"]
        start, form = open_form(client, comment, act)
        headers = OWN | ({"Accept": "application/json"} if is_program else {})
        before = read_kept(session)
        answer = client.post(
            f"{start}/{act.removeprefix('own ')}", headers=headers, **way(fill_in(fields, form, comments))
        )

        assert answer.status_code < 500
        assert find_strange(read_markup(answer)) == []
        is_done = answer.status_code < 400
        assert is_done or read_kept(session) == before
        is_look = act.endswith("preview")
        assert not is_done or is_look or act not in MINE or read_kept(session) != before
        assert not is_look or read_kept(session) == before
        done.extend([comment] if is_done else [])

    send()

    assert len(done) > 5
    addresses = {URL, f"{URL}?page=2", *map(status_path, done)}
    assert [strange for address in addresses for strange in find_strange(client.get(address).text)] == []
