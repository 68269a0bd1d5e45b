"""Readers' marks on a comment."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from comments_service.columns import now
from comments_service.models import Reaction
from comments_service.services import leading
from tests.comments_service.conftest import OWN
from tests.comments_service.factories import PAGE
from tests.comments_service.forms import API, URL, error, post, token

JSON = {**OWN, "Accept": "application/json"}


@pytest.fixture
def comment(make_comment):
    """A published comment by Ada."""
    return make_comment(state="published")


def react(client, comment, kind="useful", headers=OWN, **fields):
    address = f"/comments/comments/{comment.id}/reactions/{kind}"
    return client.post(address, data={"token": token(client), **fields}, headers=headers)


def counts(client):
    return client.get(API).json["comments"][0]["reactions"]


def test_a_mark_is_counted_and_the_reader_comes_back_to_the_comment(client, comment):
    response = react(client, comment)

    assert response.status_code == 303
    assert response.headers["Location"] == f"/{PAGE}/?comment={comment.id}#comment-{comment.id}"
    assert counts(client) == {"useful": 1, "agree": 0, "disagree": 0, "question": 0}
    assert 'Useful <span class="reactions__count">1</span>' in client.get(URL).text


def test_one_reader_has_one_mark_of_each_kind(client, comment):
    for kind in ("useful", "useful", "agree", "disagree", "question", "question"):
        react(client, comment, kind)

    assert counts(client) == {"useful": 1, "agree": 1, "disagree": 1, "question": 1}


def test_a_thousand_marks_of_one_reader_are_one(app, session, comment):
    client = app.test_client()
    react(client, comment)
    form = token(client)
    cookies = client.get_cookie("reader", path="/comments").value

    def again(_number):
        browser = app.test_client()
        browser.set_cookie("reader", cookies, path="/comments")
        address = f"/comments/comments/{comment.id}/reactions/useful"
        return browser.post(address, data={"token": form}, headers=JSON).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = set(pool.map(again, range(1000)))

    assert statuses == {200, 429}
    assert len(session.scalars(select(Reaction)).all()) == 1


def test_two_readers_have_a_mark_each(app, client, comment):
    react(client, comment)
    react(app.test_client(), comment)

    assert counts(client)["useful"] == 2


def test_a_mark_that_is_there_already_can_be_taken_back(client, comment):
    react(client, comment)

    page = react(client, comment)
    assert page.status_code == 200
    assert "You have marked this comment as useful already" in page.text
    assert react(client, comment, **{"take-back": "yes"}).status_code == 303

    assert counts(client)["useful"] == 0


def test_a_mark_for_a_script_is_told_as_data(client, comment):
    answers = [react(client, comment, headers=JSON, **fields).json for fields in ({}, {}, {"take-back": "yes"})]

    assert answers == [
        {"kind": "useful", "is_on": True, "count": 1},
        {"kind": "useful", "is_on": True, "count": 1},
        {"kind": "useful", "is_on": False, "count": 0},
    ]


@pytest.mark.parametrize("fields", [{"count": "1000"}, {"delta": "-5"}, {"value": "9" * 300}])
def test_a_number_from_the_reader_counts_for_nothing(client, comment, fields):
    react(client, comment, **fields)

    assert counts(client)["useful"] == 1


def test_nobody_marks_a_comment_of_their_own(client, session, comment):
    post(client, token=token(client))
    author = comment.credential_id
    session.execute(Reaction.__table__.delete())
    mine = session.scalars(select(type(comment)).where(type(comment).credential_id != author)).one()
    mine.state, mine.published_at = "published", now()
    session.commit()

    assert error(react(client, mine, headers=JSON)) == (403, "own-comment")


@pytest.mark.parametrize("state", ["pending", "rejected", "removed"])
def test_what_readers_do_not_see_takes_no_mark(client, make_comment, state):
    assert error(react(client, make_comment(state=state), headers=JSON)) == (404, "not-found")


def test_a_closed_thread_takes_no_mark(client, session, comment):
    form = token(client)
    comment.thread.closed_at, comment.thread.closed_reason = now(), "a trial has begun"
    session.commit()

    address = f"/comments/comments/{comment.id}/reactions/useful"
    assert error(client.post(address, data={"token": form}, headers=JSON)) == (403, "closed")


@pytest.mark.parametrize("kind", ["love", "useful%20", "USEFUL"])
def test_there_are_four_kinds_of_marks(client, comment, kind):
    assert error(react(client, comment, kind, headers=JSON)) == (404, "not-found")


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}])
def test_a_mark_comes_from_our_own_pages(client, session, comment, headers):
    assert react(client, comment, headers=headers).status_code == 403
    assert session.scalars(select(Reaction)).all() == []


def test_a_form_of_another_page_is_no_good(client, comment):
    form = token(client, "/comments/threads/forces/westmere")

    assert error(react(client, comment, headers=JSON, token=form)) == (403, "stale-form")


def test_looking_never_acts(client, session, comment):
    for method in ("GET", "HEAD"):
        assert client.open(f"/comments/comments/{comment.id}/reactions/useful", method=method).status_code == 405

    assert session.scalars(select(Reaction)).all() == []


def test_who_clears_cookies_is_not_many_people(app, comment):
    answers = [react(app.test_client(), comment, headers=JSON) for _ in range(12)]

    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2
    assert answers[-1].json["error"]["message"] == (
        "Enough readers of your network have marked this comment so today, so this was not counted."
    )
    assert counts(app.test_client())["useful"] == 10


def test_a_crowd_of_one_network_counts_ten_times(app, session, comment):
    form = token(app.test_client())
    address = f"/comments/comments/{comment.id}/reactions/useful"

    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda _: app.test_client().post(address, data={"token": form}, headers=JSON), range(200))
        statuses = [answer.status_code for answer in answers]

    assert (statuses.count(200), statuses.count(429)) == (10, 190)
    assert len(session.scalars(select(Reaction)).all()) == 10


def test_marks_stay_to_be_seen_where_nobody_can_mark_any_more(client, session, comment):
    react(client, comment)
    leading.close(session, PAGE, by="edith", reason="a trial has begun")

    page = client.get(URL).text

    assert 'Useful <span class="reactions__count">1</span>' in page
    assert "<button" not in page


def test_who_changes_their_mind_takes_nobody_else_s_place(app, client, comment):
    for _ in range(10):
        assert react(client, comment, headers=JSON).status_code == 200
        assert react(client, comment, headers=JSON, **{"take-back": "yes"}).status_code == 200

    assert react(app.test_client(), comment, headers=JSON).json["count"] == 1


@pytest.mark.parametrize(
    ("sort", "order"), [("newest", "sort=newest&"), ("oldest", "sort=oldest&"), ("//evil", ""), ("", "")]
)
def test_a_reader_comes_back_to_the_order_that_was_read(client, comment, sort, order):
    answer = react(client, comment, sort=sort)

    assert answer.headers["Location"] == f"/{PAGE}/?{order}comment={comment.id}#comment-{comment.id}"


def test_a_mark_by_a_form_that_grew_too_old_speaks_of_no_words(client, comment):
    answer = client.post(f"/comments/comments/{comment.id}/reactions/useful", data={"token": "old"}, headers=OWN)

    assert answer.status_code == 403
    assert "The page was open for too long, so nothing was done." in answer.text
