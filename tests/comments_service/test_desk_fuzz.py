"""Whatever an editor's browser sends to the desk, the desk answers, and what it refuses leaves no trace."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from comments_service.columns import Base, now
from comments_service.errors import Refusal
from comments_service.models import Mode
from comments_service.services import brake, leading, moderation
from tests.comments_service.conftest import OWN, PASSWORD
from tests.comments_service.factories import PAGE
from tests.comments_service.forms import TOKEN, as_form
from tests.comments_service.markup import find_strange
from tests.comments_service.test_desk_rights import ALL
from tests.comments_service.test_fuzz import ALWAYS_THE_SAME, ODD, WORDS, mostly

DESK = "/comments/desk"
COUNTING = {"buckets", "address_keys", "failed_sign_ins"}
PLACES = [f"{DESK}/reported", f"{DESK}/find?words=x", "//evil.example", "https://evil.example/", "\\evil", ""]
DAYS = [(now() + timedelta(days=days)).date().isoformat() for days in (1, 7, 365, -1, 0, 4_000)]
STATES = mostly(st.just("fitting"), st.sampled_from(["pending", "published", "removed", "rejected"]), 4)
FITTING = {"publish": "pending", "reject": "pending", "restore": "removed"}
CHOICES = st.sampled_from([(verb, code) for verb, codes in moderation.CHOICES.items() for code in codes])
PAGES = mostly(st.sampled_from([PAGE, "forces/westmere"]), st.just("news/westmere-draft"))
OTHERS = st.just("") | st.sampled_from(ODD) | WORDS
GOOD = dict.fromkeys("token reason choice comment act browser".split(), "own") | {
    "revision": "1",
    "flag": "0",
    "words": "As said.",
    "text": "We asked.",
    "until": DAYS[0],
    "hours": "1",
    "mode": "hold",
    "name": "edith",
    "password": PASSWORD,
}
SENT = st.fixed_dictionaries(
    {name: mostly(st.just(value), OTHERS, 12 if name == "token" else 9) for name, value in GOOD.items()}
    | {"until": st.sampled_from(DAYS), "mode": st.sampled_from([*Mode, "site"])},
    optional={"back": st.sampled_from(PLACES) | WORDS, "words-reject": WORDS, "words-remove": WORDS},
)


def read_all(session):
    """Return every row of every table but those that only count."""
    session.rollback()
    tables = [table for table in Base.metadata.sorted_tables if table.name not in COUNTING]
    return {table.name: session.execute(select(table)).all() for table in tables}


@pytest.fixture
def desk(make_app, edith):
    """The service, and a browser in which Edith is signed in whenever its form is asked for."""
    app = make_app(SIGN_IN_LIMIT="100000", POSTS_BY_NETWORK="100000/1")
    client = app.test_client()

    def find_form():
        found = TOKEN.search(client.get(f"{DESK}/find").text)
        if found is None:
            client.post(f"{DESK}/sign-in", data={"name": "edith", "password": PASSWORD}, headers=OWN)
        return found[1] if found else find_form()

    return app, client, find_form


def find_endpoints(app):
    """Return everything that is done at the desk, by the names of its addresses."""
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods]
    return sorted(rule.endpoint for rule in rules if rule.endpoint.startswith("desk."))


def find_fields(app, endpoint):
    """Return the fields that something needs which is done at the desk, as the tests of rights list them."""
    found = app.url_map.bind("localhost")
    names = dict.fromkeys(("act", "comment", "browser"), 1)
    listed = ((found.match(address.format(**names), "POST")[0], fields) for address, fields in ALL.items())
    return {name for name_of_place, fields in listed if name_of_place == endpoint for name in fields}


def name_address(app, endpoint, **parts):
    """Return the address of something that is done at the desk, with those of some parts that it has."""
    (rule,) = app.url_map.iter_rules(endpoint)
    with app.test_request_context():
        return app.url_for(endpoint, **{name: parts[name] for name in rule.arguments})


def prepare(session, endpoint, comment, page):
    """Bring about what an act needs that is not so by itself, unless it is so already."""
    about = {"by": "edith", "reason": "so it is"}
    needed = {
        "desk.threads.close": lambda: leading.reopen(session, page, **about),
        "desk.threads.reopen": lambda: leading.close(session, page, **about),
        "desk.threads.begin": lambda: leading.reopen(session, page, **about),
        "desk.threads.set_mode": lambda: leading.set_mode(session, page, None, **about),
        "desk.readers.lift": lambda: leading.ban(session, comment.credential_id, now() + timedelta(days=7), **about),
        "desk.readers.release_brake": lambda: brake.pull(session, until=now() + timedelta(hours=1), **about),
    }
    with suppress(Refusal):
        needed.get(endpoint, lambda: None)()
    session.rollback()


@pytest.mark.timeout(180)
def test_nothing_that_an_editor_sends_fails_and_what_is_refused_leaves_no_trace(desk, session, make_comment):
    app, client, find_form = desk
    done = Counter()

    def send(endpoint, page, choice, state, sent):
        fitting = FITTING.get(choice[0], "published") if endpoint.startswith("desk.acts.act") else "published"
        state = fitting if state == "fitting" else state
        comment = make_comment(page="forces/northshire", state=state)  # on a page that nobody closes
        prepare(session, endpoint, comment, page)
        own = {
            "token": find_form(),
            "comment": f"{comment.id}.1.0",
            "act": str(max([action.id for action in comment.actions], default=1)),
            "browser": str(comment.credential_id),
            "reason": choice[1],
            "choice": " ".join(choice),
        }
        fields = {name: own[name] if value == "own" else value for name, value in sent.items()}
        address = name_address(app, endpoint, page=page, comment_id=comment.id, verb=choice[0])
        before = read_all(session)
        answer = client.post(address, headers=OWN, **as_form(fields))

        assert (address, fields, answer.status_code < 500) == (address, fields, True)
        assert answer.status_code < 400 or read_all(session) == before
        assert answer.status_code == 303 or find_strange(answer.text) == []
        assert answer.headers.get("Location", DESK).startswith(DESK)
        done[endpoint] += answer.status_code < 400

    endpoints = find_endpoints(app)
    for endpoint in endpoints:
        for missing in find_fields(app, endpoint):
            send(endpoint, PAGE, ("publish", "within-rules"), "fitting", GOOD | {missing: ""})
        examples = settings(ALWAYS_THE_SAME, max_examples=30 if endpoint == "desk.acts.act" else 16)
        examples(given(st.just(endpoint), PAGES, CHOICES, STATES, SENT)(send))()

    assert len(endpoints) > 10
    assert [endpoint for endpoint in endpoints if done[endpoint] < 3] == []
