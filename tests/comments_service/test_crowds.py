"""Crowds: limits by network and browser, in a sentence and with a time, and many addresses at once."""

import asyncio
import re
import time
from datetime import timedelta

import httpx
import pytest
from a2wsgi import WSGIMiddleware
from flask import request
from sqlalchemy import func, select

from comments_service.columns import Base
from comments_service.config import make_settings
from comments_service.db import begin_write
from comments_service.errors import Refusal
from comments_service.models import Bucket, Comment, CommentState, Credential, Thread
from comments_service.senders import Sender, hash_network
from comments_service.services import brake, posting
from comments_service.services.drafts import Draft, Submission
from comments_service.services.limiting import Tally
from noticeboard.front import ClientAddress
from tests.comments_service.conftest import OWN, only_on_sqlite
from tests.comments_service.factories import PAGE, SECRET_KEY
from tests.comments_service.forms import TOKEN, URL, post, token

OFTEN = re.compile(
    r"That is a lot in a short time(?:\. Your words are still here: please send them|, so it was not counted\. Please try) again in (\d+) min\."
)
ELSEWHERE = "/comments/threads/forces/northshire"
LIMITS = ("POSTS_BY_NETWORK", "REACTIONS_BY_BROWSER", "FLAGS_BY_BROWSER", "PREVIEWS_BY_NETWORK")


@pytest.fixture
def narrow(make_app):
    """The service with room for two acts of each kind in ten minutes."""
    return make_app(**dict.fromkeys(LIMITS, "2/600"))


def ask_from(app, address):
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    return client


def send_from(app, address, number):
    client = ask_from(app, address)
    return post(client, token=token(client), text=f"Comment {number}.").status_code


@pytest.mark.parametrize(
    ("addresses", "answers"),
    [
        (["2001:db8:1:2::1", "2001:db8:1:2:ffff::2", "2001:db8:1:2:abcd:ef01:2345:6789"], [303, 303, 429]),
        (["2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:3::1"], [303, 303, 303]),
        (["192.0.2.1", "192.0.2.254", "192.0.2.77"], [303, 303, 429]),
        (["192.0.2.1", "::ffff:192.0.2.2", "192.0.2.3"], [303, 303, 429]),
        (["192.0.2.1", "192.0.2.2", "192.0.3.1"], [303, 303, 303]),
        (["", "unix:", "@"], [303, 303, 429]),
    ],
)
def test_a_network_is_one_somebody_whatever_addresses_it_has(narrow, addresses, answers):
    assert [send_from(narrow, address, number) for number, address in enumerate(addresses)] == answers


@pytest.mark.parametrize(
    ("proxies", "forwarded", "answers"),
    [
        (0, ["198.51.100.1", "203.0.113.2", "2001:db8::3"], [303, 303, 429]),
        (1, ["198.51.100.1, 10.0.0.1", "203.0.113.2, 10.0.0.2", "2001:db8::3, 10.0.0.3"], [303, 303, 429]),
        (1, ["198.51.100.1", "203.0.113.2", "2001:db8::3"], [303, 303, 303]),
        (2, ["198.51.100.1, 10.0.0.1", "203.0.113.2, 10.0.0.1", "2001:db8::3, 10.0.0.1"], [303, 303, 303]),
    ],
)
def test_behind_the_front_a_network_is_what_our_own_proxies_saw_and_nobody_else_says(
    narrow, proxies, forwarded, answers
):
    front = ClientAddress(WSGIMiddleware(narrow), proxies)

    assert asyncio.run(send_through(front, forwarded)) == answers


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.1", "127.0.0.1"),
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.9,2001:db8::1", "2001:db8::1"),
        (2, "203.0.113.9, 198.51.100.1, 10.0.0.1", "198.51.100.1"),
        (2, "198.51.100.1", "127.0.0.1"),
        (1, '203.0.113.9, ", 198.51.100.1', "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_without_the_front_the_service_believes_its_own_proxies_and_nobody_else(make_app, proxies, forwarded, address):
    asked = note_requests(make_app(PROXIES=str(proxies)), forwarded)

    assert (asked.remote_addr, asked.scheme, asked.host) == (address, "http", "localhost")


def note_requests(app, forwarded):
    """Ask with a claim in each header that some believe, and return the request as the service had it."""
    seen = []
    app.before_request(lambda: seen.append(request._get_current_object()))
    claims = {"X-Forwarded-For": forwarded, "X-Real-IP": "203.0.113.8", "Forwarded": "for=203.0.113.8"}
    elsewhere = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil"}
    app.test_client().get("/comments/health", headers=claims | elsewhere)
    return seen[0]


@pytest.mark.parametrize(("proxies", "answers"), [("0", [303, 303, 429]), ("1", [303, 303, 303])])
def test_readers_behind_a_proxy_that_is_told_of_have_limits_of_their_own(make_app, proxies, answers):
    client = make_app(PROXIES=proxies, POSTS_BY_NETWORK="2/600").test_client()

    def send(number):
        claim = {"X-Forwarded-For": f"198.51.{number}.1"}
        return post(client, headers=OWN | claim, token=token(client), text=f"Comment {number}.").status_code

    assert [send(number) for number in range(3)] == answers


@pytest.mark.parametrize(
    ("in_front", "answers"),
    [(0, [303, 303, 429]), (1, [303, 303, 303])],
)
def test_behind_the_front_what_the_service_is_told_of_proxies_counts_for_nothing(make_app, in_front, answers):
    service = make_app(PROXIES="1", POSTS_BY_NETWORK="2/600")
    front = ClientAddress(WSGIMiddleware(service), in_front)

    assert asyncio.run(send_through(front, [f"192.0.2.1, 198.51.{number}.1" for number in range(3)])) == answers


async def send_through(front, forwarded):
    """Send a comment for each of what clients claim of their address, in each header that some believe."""
    transport = httpx.ASGITransport(front, client=("192.0.2.7", 1))
    answers = []
    for number, claim in enumerate(forwarded):
        names = ("X-Forwarded-For", "X-Real-IP", "CF-Connecting-IP", "Forwarded")
        claims = OWN | dict.fromkeys(names, claim)
        async with httpx.AsyncClient(
            transport=transport, base_url="https://noticeboard.example", headers=claims
        ) as client:
            form = TOKEN.search((await client.get(URL)).text)[1]
            fields = {"name": "Ada", "text": f"Comment {number}.", "token": form}
            answers.append((await client.post(URL, data=fields)).status_code)
    return answers


def post_again(client, comment):
    return post(client, token=token(client), text="Again.")


def preview(client, comment):
    return post(client, token=token(client), url=f"{URL}/preview")


def react(client, comment):
    form = {"token": token(client)}
    return client.post(f"/comments/comments/{comment.id}/reactions/useful", data=form, headers=OWN)


def report(client, comment):
    form = {"token": token(client), "reason": "spam"}
    return client.post(f"/comments/comments/{comment.id}/report", data=form, headers=OWN)


@pytest.mark.parametrize("act", [post_again, preview, react, report])
def test_what_comes_too_often_is_refused_with_a_sentence_and_a_time(narrow, make_comment, act):
    comment = make_comment(state="published")
    client = narrow.test_client()
    for _ in range(2):
        assert act(client, comment).status_code in {200, 303}

    refused = act(client, comment)

    wait = int(refused.headers["Retry-After"])
    assert (refused.status_code, 0 < wait <= 300) == (429, True)
    assert int(OFTEN.search(refused.text)[1]) == -(-wait // 60)


def test_the_words_are_still_there_when_they_came_too_often(narrow):
    for number in range(2):
        send_from(narrow, "192.0.2.1", number)
    client = ask_from(narrow, "192.0.2.1")

    refused = post(client, token=token(client), text="Precious words.")

    assert (refused.status_code, "Precious words." in refused.text) == (429, True)


def test_a_comment_that_comes_too_often_leaves_nothing_behind(narrow, session):
    for number in range(2):
        send_from(narrow, "192.0.2.1", number)
    kept = [session.scalar(select(func.count()).select_from(table)) for table in (Thread, Credential, Bucket)]
    client = ask_from(narrow, "192.0.2.1")

    refused = post(client, url=ELSEWHERE, token=token(client, ELSEWHERE))

    session.expire_all()
    now_kept = [session.scalar(select(func.count()).select_from(table)) for table in (Thread, Credential, Bucket)]
    assert (refused.status_code, now_kept) == (429, kept)


def test_the_same_submission_again_is_never_counted(narrow, session):
    client = ask_from(narrow, "192.0.2.1")
    form = token(client)

    answers = [post(client, token=form).headers["Location"] for _ in range(8)]

    assert len(set(answers)) == 1
    assert send_from(narrow, "192.0.2.1", 1) == 303


def test_an_answer_that_cannot_be_kept_is_not_counted(narrow):
    client = ask_from(narrow, "192.0.2.1")

    refused = [post(client, token=token(client), parent="99").status_code for _ in range(4)]

    assert (refused, send_from(narrow, "192.0.2.1", 1)) == ([409] * 4, 303)


def test_changes_to_a_comment_come_no_oftener_than_comments(make_app):
    client = make_app(POSTS_BY_BROWSER="2/600").test_client()
    status = post(client, token=token(client)).headers["Location"]

    def edit(number):
        form = {"token": TOKEN.search(client.get(status).text)[1], "text": f"Change {number}."}
        return client.post(f"{status}/edit", data=form, headers=OWN).status_code

    assert [edit(number) for number in range(3)] == [303, 303, 429]


def test_full_buckets_go_with_each_so_many_comments(narrow, session, monkeypatch):
    for number in range(1, posting.SWEEPING):
        send_from(narrow, f"192.0.{number}.1", number)
    before = session.scalar(select(func.count()).select_from(Bucket))
    session.commit()
    an_hour_later = time.time() + 3600
    monkeypatch.setattr("time.time", lambda: an_hour_later)

    send_from(narrow, "198.51.100.1", posting.SWEEPING)

    the_site_and_the_thread = a_browser_and_a_network = 2
    after = session.scalar(select(func.count()).select_from(Bucket))
    others = 2 * (posting.SWEEPING - 1)
    assert (before, after) == (others + the_site_and_the_thread, the_site_and_the_thread + a_browser_and_a_network)


def test_a_thousand_addresses_with_one_comment_each_bring_the_brake_on_and_leave_no_address(session):
    settings = make_settings({"COMMENTS_SECRET_KEY": SECRET_KEY, "COMMENTS_POSTS_IN_THREAD": "1000000/1"})
    addresses = [f"10.{number // 250}.{number % 250}.1" for number in range(1_000)]

    for number, address in enumerate(addresses):
        if number % 50 == 0:
            begin_write(session)
        submission = Submission(
            PAGE, Draft("Ada", "Hi.", "<p>Hi.</p>"), Sender(f"browser {number}", address), f"{number}"
        )
        tally = Tally(session.connection(), submission, settings, hash_network(session.connection(), address))
        if tally.count():
            brake.stop_crowd(session, settings)
    session.commit()

    assert brake.current(session).reason == "more than 200 comments in 600 seconds"
    assert [key for key in session.scalars(select(Bucket.key)) if not re.fullmatch("[0-9a-f]{64}", key)] == []


def test_what_a_crowd_sends_is_kept_whole_and_waits(session):
    settings = make_settings(
        {"COMMENTS_SECRET_KEY": SECRET_KEY, "COMMENTS_MODE": "publish", "COMMENTS_BRAKE": "20/3600"}
    )

    for number in range(50):
        draft = Draft("Ada", f"Comment {number}.", f"<p>Comment {number}.</p>")
        posting.post(
            session, Submission(PAGE, draft, Sender(f"browser {number}", f"10.0.{number}.1"), f"{number}"), settings
        )

    states = session.execute(select(Comment.state, func.count()).group_by(Comment.state)).all()
    assert dict(map(tuple, states)) == {CommentState.PUBLISHED: 20, CommentState.PENDING: 30}
    assert find_text(session, "10.0.") == []


def find_text(session, text):
    """Return the tables and rows in which a text stands."""
    rows = ((table.name, row) for table in Base.metadata.sorted_tables for row in session.execute(select(table)))
    return [(name, row) for name, row in rows if any(text in str(value) for value in row)]


def test_a_crowd_on_one_page_shuts_nobody_out_and_brings_the_brake_on(session):
    settings = make_settings({"COMMENTS_SECRET_KEY": SECRET_KEY, "COMMENTS_MODE": "publish"})

    for number in range(300):
        draft = Draft("Ada", f"Comment {number}.", f"<p>Comment {number}.</p>")
        sender = Sender(f"browser {number}", f"10.{number // 250}.{number % 250}.1")
        posting.post(session, Submission(PAGE, draft, sender, f"{number}"), settings)

    assert session.query(Comment).count() == 300
    assert session.query(Comment).filter_by(state=CommentState.PUBLISHED).count() <= 61
    assert brake.current(session).by == "the service"


@pytest.mark.timeout(300)
@only_on_sqlite
def test_five_thousand_addresses_with_one_comment_each_shut_nobody_out_for_long(session):
    settings = make_settings({"COMMENTS_SECRET_KEY": SECRET_KEY, "COMMENTS_MODE": "publish"})
    pages = [f"news/story-{number}" for number in range(5)]
    kept, waits = 0, []

    for number in range(5_000):
        draft = Draft("Ada", f"Comment {number}.", f"<p>Comment {number}.</p>")
        sender = Sender(f"browser {number}", f"10.{number // 250}.{number % 250}.1")
        try:
            posting.post(session, Submission(pages[number % 5], draft, sender, f"{number}"), settings)
            kept += 1
        except Refusal as refusal:
            waits.append((refusal.status, refusal.retry_after))

    states = dict(map(tuple, session.execute(select(Comment.state, func.count()).group_by(Comment.state))))
    assert kept + len(waits) == 5_000
    assert sum(states.values()) == kept >= 5 * settings.posts_in_thread.most
    assert {status for status, _ in waits} == {429}
    assert max(wait for _, wait in waits) <= timedelta(seconds=settings.posts_in_thread.seconds)
    assert states[CommentState.PUBLISHED] <= settings.brake.most + 5
    assert brake.current(session).by == "the service"
    rows = (str(row) for table in Base.metadata.sorted_tables for row in session.execute(select(table)))
    assert [row for row in rows if re.search(r"\b10\.\d+\.\d+\.1\b", row)] == []
