"""Who may do what at the desk: for every address at which something is done, everybody who may not is refused, and nothing is done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from comments_service.columns import Base, now
from comments_service.models import ModerationAction, Role
from comments_service.services import moderation, moderators
from tests.comments_service.conftest import OWN, sign_in_as
from tests.comments_service.factories import PAGE, make_flag
from tests.comments_service.forms import TOKEN

DESK = "/comments/desk"
DAY = (now() + timedelta(days=7)).date().isoformat()
WHY = {"reason": "so it is"}
SEEN = {"revision": "1", "flag": "{flag}"}

COMMENT = f"{DESK}/comments/{{comment}}"
MODERATORS = {
    f"{COMMENT}/publish": {"reason": "within-rules", **SEEN},
    f"{COMMENT}/reject": {"reason": "spam", **SEEN},
    f"{COMMENT}/remove": {"reason": "spam", **SEEN},
    f"{COMMENT}/restore": {"reason": "mistake", **SEEN},
    f"{COMMENT}/keep": {"reason": "within-rules", **SEEN},
    f"{COMMENT}/answer": {"text": "We asked."},
    f"{DESK}/threads/{PAGE}/answer": {"text": "We asked."},
    f"{DESK}/many": {"choice": "publish within-rules", "comment": "{comment}.1.{flag}"},
    f"{DESK}/undo": {"act": "{act}"},
}
EDITORS = {
    f"{COMMENT}/feature": {"reason": "worth-reading", **SEEN},
    f"{COMMENT}/unfeature": {"reason": "made-room", **SEEN},
    f"{COMMENT}/ban": {"until": DAY, **WHY},
    f"{DESK}/lift": {"browser": "{browser}", **WHY},
    f"{DESK}/threads/{PAGE}/close": WHY,
    f"{DESK}/threads/{PAGE}/reopen": WHY,
    f"{DESK}/threads/{PAGE}/mode": {"mode": "publish", **WHY},
    f"{DESK}/brake": {"hours": "1", **WHY},
    f"{DESK}/release": WHY,
}
ALL = MODERATORS | EDITORS

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def comment(session, make_comment):
    """A published comment with an open report, and with one act on it."""
    comment = make_comment("Well said.", state="published")
    make_flag(session, comment)
    return comment


@pytest.fixture
def forms(comment):
    """Return each of some addresses with what is sent there."""

    def fill(addresses):
        values = {"comment": comment.id, "act": comment.actions[0].id, "browser": comment.credential_id}
        values["flag"] = comment.flags[0].id
        return {
            address.format(**values): {name: text.format(**values) for name, text in fields.items()}
            for address, fields in addresses.items()
        }

    return fill


def read_all(session):
    """Return every row but those of browsers and of counting."""
    session.rollback()
    tables = [table for table in Base.metadata.sorted_tables if table.name not in {"buckets", "address_keys"}]
    return {table.name: session.execute(select(table)).all() for table in tables}


def token(client):
    return TOKEN.search(client.get(f"{DESK}/find").text)[1]


def test_every_address_at_which_something_is_done_is_tried(app):
    rules = {
        rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("desk.") and "POST" in rule.methods
    }
    tried = {address.replace("{comment}", "<number:comment_id>").replace(PAGE, "<page:page>") for address in ALL}
    verbs = {f"{DESK}/comments/<number:comment_id>/{verb}" for verb in moderation.DOING}

    assert verbs <= tried
    named = tried - verbs | {f"{DESK}/comments/<number:comment_id>/<verb>"}
    assert named == rules - {f"{DESK}/sign-in", f"{DESK}/sign-out"}


def test_a_stranger_does_nothing_at_any_address(client, session, forms):
    before = read_all(session)

    answers = [
        client.post(address, data={**fields, "token": "x"}, headers=OWN) for address, fields in forms(ALL).items()
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert read_all(session) == before


def test_a_moderator_does_nothing_that_is_for_editors(ruth, session, forms):
    before, form = read_all(session), token(ruth)

    answers = [
        ruth.post(address, data={**fields, "token": form}, headers=OWN) for address, fields in forms(EDITORS).items()
    ]

    assert {answer.status_code for answer in answers} == {403}
    sentence = "Only editors do this, so nothing was done. Please ask one of them."
    assert [answer for answer in answers if sentence not in answer.text] == []
    assert ruth.get(f"{DESK}/readers").status_code == 403
    assert read_all(session) == before


@pytest.mark.parametrize("choice", ["feature worth-reading", "unfeature made-room"])
def test_a_moderator_does_not_pick_many_at_once_either(ruth, session, comment, choice):
    before = read_all(session)

    answer = ruth.post(
        f"{DESK}/many", data={"choice": choice, "comment": f"{comment.id}.1.1", "token": token(ruth)}, headers=OWN
    )

    assert answer.status_code == 403
    assert read_all(session) == before


def test_a_moderator_does_not_undo_what_an_editor_picked(ruth, session, comment):
    picked = moderation.feature(session, comment, by="edith", reason="is worth reading first")
    before = read_all(session)
    acts = [comment.actions[0].id, picked.id]

    answer = ruth.post(f"{DESK}/undo", data={"act": acts, "token": token(ruth)}, headers=OWN)

    assert answer.status_code == 403
    assert read_all(session) == before


@pytest.mark.parametrize("form", [None, "", "x" * 32, "é", "\x00"])
def test_nothing_is_done_without_the_sessions_own_token(edith, session, forms, form):
    before = read_all(session)

    for address, fields in forms(ALL).items():
        answer = edith.post(address, data=fields | ({} if form is None else {"token": form}), headers=OWN)
        assert (address, answer.status_code) == (address, 403)

    assert read_all(session) == before


def test_the_token_of_another_session_is_no_good(app, edith, ruth, session, forms):
    form = token(ruth)
    before = read_all(session)

    answers = [
        edith.post(address, data={**fields, "token": form}, headers=OWN) for address, fields in forms(ALL).items()
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert read_all(session) == before


@pytest.mark.parametrize(
    "headers",
    [{}, {"Origin": "null"}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"},
     {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"}],
)  # fmt: skip
def test_another_site_does_nothing_through_an_editors_browser(edith, session, forms, headers):
    form = token(edith)
    before = read_all(session)

    answers = [
        edith.post(address, data={**fields, "token": form}, headers=headers) for address, fields in forms(ALL).items()
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert read_all(session) == before


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE"])
def test_no_other_method_does_anything(edith, session, forms, method):
    form = token(edith)
    before = read_all(session)

    for address, fields in forms(ALL).items():
        answer = edith.open(address, method=method, query_string={**fields, "token": form}, headers=OWN)
        assert (address, answer.status_code) == (address, 200 if method == "OPTIONS" else 405)

    assert read_all(session) == before


def test_an_editor_does_all_of_it(edith, session, comment, forms):
    form, todo, done = token(edith), forms(ALL), []
    order = "keep feature unfeature answer close reopen mode ban lift brake release undo publish remove restore reject"

    for verb in order.split():
        for address in [one for one in todo if one.endswith(f"/{verb}")]:
            answer = edith.post(address, data={**todo[address], "token": form}, headers=OWN)
            done.append((verb, answer.status_code))

    assert done == [*((verb, 303) for verb in order.replace("answer", "answer answer").split()[:-1]), ("reject", 409)]
    session.rollback()
    rows = session.scalars(select(ModerationAction.verb).order_by(ModerationAction.id)).all()
    assert rows == f"publish {order.replace('answer', 'answer answer')}".split()[:-1]


def test_a_role_holds_from_the_next_step_on(ruth, session, forms):
    form, (address, fields) = token(ruth), next(iter(forms({f"{DESK}/brake": EDITORS[f"{DESK}/brake"]}).items()))

    moderators.set_role(session, "ruth", Role.EDITOR)
    as_editor = ruth.post(address, data={**fields, "token": form}, headers=OWN).status_code
    moderators.set_role(session, "ruth", Role.MODERATOR)
    as_moderator = ruth.post(f"{DESK}/release", data={**WHY, "token": form}, headers=OWN).status_code

    assert (as_editor, as_moderator) == (303, 403)


@pytest.mark.parametrize(
    "place", ["", "/reported", "/find?words=well", "/acts", "/readers", "/comments/1", f"/threads/{PAGE}"]
)
def test_no_page_of_the_desk_is_kept_or_listed(edith, comment, place):
    answer = edith.get(f"{DESK}{place}" if place else f"{DESK}/")

    assert answer.status_code == 200
    assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == ("private, no-store", "noindex")
    assert '<meta name="robots" content="noindex">' in answer.text


def test_a_refusal_at_the_desk_is_not_kept_either(ruth, edith):
    answers = [ruth.get(f"{DESK}/readers"), edith.get(f"{DESK}/comments/999"), edith.post(f"{DESK}/undo", headers=OWN)]

    assert [answer.status_code for answer in answers] == [403, 404, 403]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"private, no-store"}


def test_people_who_act_at_the_same_moment_keep_their_own_names(app, session, make_comment):
    people = {name: sign_in_as(app, session, name, Role.MODERATOR) for name in ("ruth", "edith", "ben", "ada")}
    comments = {name: [make_comment(f"For {name}, {number}.").id for number in range(3)] for name in people}

    def work(name):
        form = token(people[name])
        for number in comments[name]:
            address, fields = (
                f"{DESK}/comments/{number}/publish",
                {"reason": "within-rules", "token": form, "revision": 1, "flag": 0},
            )
            assert people[name].post(address, data=fields, headers=OWN).status_code == 303

    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(work, people))

    session.rollback()
    rows = session.execute(select(ModerationAction.by, ModerationAction.comment_id)).all()
    assert sorted(rows) == sorted((name, number) for name, numbers in comments.items() for number in numbers)


def test_an_act_that_two_take_back_at_the_same_moment_is_taken_back_once(ruth, edith, session, make_comment):
    comment = make_comment(state="published")
    act = comment.actions[0].id
    forms = {person: token(person) for person in (ruth, edith)}

    def undo(person):
        return person.post(f"{DESK}/undo", data={"act": act, "token": forms[person]}, headers=OWN).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(undo, forms))

    assert answers == [303, 409]
    session.rollback()
    assert session.query(ModerationAction).filter_by(undoes_id=act).count() == 1
