"""The moderators' desk."""

import re

import pytest

from comments_service.models import Comment, CommentState, ModerationAction
from tests.comments_service.conftest import BASE_URL, OWN, PAGE, PASSWORD

DESK = "/comments/desk/"


def token(client):
    return re.search(r'name="token" value="([^"]+)"', client.get(DESK).text)[1]


def act(client, comment, verb, headers=OWN, **fields):
    form = {"token": token(client), **fields}
    return client.post(f"/comments/desk/comments/{comment.id}/{verb}", data=form, headers=headers)


def sign_in(client, name="ruth", password=PASSWORD, headers=OWN):
    return client.post("/comments/desk/sign-in", data={"name": name, "password": password}, headers=headers)


def test_the_desk_shows_what_waits_oldest_first(ruth, make_comment):
    make_comment("Older.")
    make_comment("Newer.", name="Ben")
    make_comment("Out.", state="published")

    page = ruth.get(DESK).text

    assert re.findall(r"<p>(Older\.|Newer\.|Out\.)</p>", page) == ["Older.", "Newer."]
    assert "Healthcare in custody at Northshire" in page


def test_a_published_comment_is_in_its_thread(ruth, client, make_comment):
    comment = make_comment("Well said.")

    response = act(ruth, comment, "publish", reason="within-rules")

    assert (response.status_code, response.headers["Location"]) == (303, DESK)
    assert "Well said." in client.get(f"/comments/threads/{PAGE}").text


def test_each_act_is_a_row_with_who_and_why(ruth, session, make_comment):
    comment = make_comment()

    act(ruth, comment, "reject", reason="names-a-victim", words="the second line")

    row = session.query(ModerationAction).one()
    assert (row.verb, row.by, row.before, row.after) == ("reject", "ruth", CommentState.PENDING, CommentState.REJECTED)
    assert row.reason == "names a victim or somebody who must not be named: the second line"


def test_a_removed_comment_leaves_the_thread_and_can_come_back(ruth, client, session, make_comment):
    comment = make_comment("Well said.", state="published")

    act(ruth, comment, "remove", reason="legal")
    gone = client.get(f"/comments/threads/{PAGE}.json").json["count"]
    act(ruth, comment, "restore", reason="mistake")

    assert gone == 0
    assert client.get(f"/comments/threads/{PAGE}.json").json["count"] == 1
    session.expire_all()
    assert [action.verb for action in session.get(Comment, comment.id).actions] == ["publish", "remove", "restore"]


def test_a_comment_that_was_dealt_with_is_not_dealt_with_again(ruth, make_comment):
    comment = make_comment(state="published")

    response = act(ruth, comment, "reject", reason="spam")

    assert response.status_code == 409
    assert "The comment is published by now, so this was not done." in response.text


@pytest.mark.parametrize("reason", ["", "mistake", "whatever"])
def test_a_rejection_needs_a_reason_of_its_own(ruth, session, make_comment, reason):
    comment = make_comment()

    assert act(ruth, comment, "reject", reason=reason).status_code == 422
    assert session.query(ModerationAction).count() == 0


def test_there_are_no_other_acts(ruth, make_comment):
    assert act(ruth, make_comment(), "edit", reason="spam").status_code == 404


@pytest.mark.parametrize("verb", ["publish", "reject", "remove", "restore"])
def test_a_stranger_does_nothing(client, session, make_comment, verb):
    comment = make_comment()

    response = client.post(f"/comments/desk/comments/{comment.id}/{verb}", data={"reason": "spam"}, headers=OWN)

    assert response.status_code == 401
    assert session.query(ModerationAction).count() == 0


@pytest.mark.parametrize("path", ["", "sign-out"])
def test_a_stranger_sees_nothing(client, make_comment, path):
    make_comment("Waiting.")

    response = client.get(DESK + path)

    assert response.status_code in {303, 405}
    assert "Waiting." not in response.text


def test_looking_never_acts(ruth, session, make_comment):
    comment = make_comment()

    responses = [ruth.open(f"/comments/desk/comments/{comment.id}/publish", method=verb) for verb in ("GET", "HEAD")]

    assert [response.status_code for response in responses] == [405, 405]
    assert session.query(ModerationAction).count() == 0


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_cannot_act_through_a_moderators_browser(ruth, session, make_comment, headers):
    comment = make_comment()

    assert act(ruth, comment, "publish", headers=headers, reason="within-rules").status_code == 403
    assert session.query(ModerationAction).count() == 0


def test_a_form_without_its_token_does_nothing(ruth, make_comment):
    comment = make_comment()

    response = ruth.post(f"/comments/desk/comments/{comment.id}/publish", data={"reason": "within-rules"}, headers=OWN)

    assert response.status_code == 403


def test_nothing_of_the_desk_is_kept(ruth, client):
    assert ruth.get(DESK).headers["Cache-Control"] == "private, no-store"
    assert client.get("/comments/desk/sign-in").headers["Cache-Control"] == "private, no-store"


def test_the_session_cookie_is_for_the_desk_alone(app, session, ruth):
    cookie = ruth.get_cookie("desk", domain="localhost", path="/comments/desk")

    assert (cookie.http_only, cookie.secure, cookie.same_site, cookie.path) == (True, True, "Lax", "/comments/desk")


def test_signing_out_ends_the_session(ruth):
    ruth.post("/comments/desk/sign-out", data={"token": token(ruth)}, headers=OWN)

    assert ruth.get(DESK).status_code == 303


def test_an_unknown_name_and_a_wrong_password_sound_the_same(ruth, client):
    unknown = sign_in(client, name="nobody")
    wrong = sign_in(client, password="wrong horse battery")

    assert unknown.status_code == wrong.status_code == 403
    assert "That name and password do not go together." in unknown.text
    assert unknown.text.replace("nobody", "ruth") == wrong.text


def test_guessing_is_slowed_down(ruth, client):
    for _ in range(3):
        sign_in(client, password="guess")

    assert sign_in(client).status_code == 429


def test_a_sign_in_comes_from_our_own_pages(ruth, client):
    assert sign_in(client, headers={"Origin": "https://evil.example"}).status_code == 403
    assert sign_in(client, headers={"Origin": BASE_URL}).status_code == 303


def test_a_new_password_ends_sessions_of_the_old(app, ruth):
    app.test_cli_runner().invoke(
        args=["moderators", "reset", "ruth", "--password-stdin"], input="another long password\n"
    )

    assert ruth.get(DESK).status_code == 303
