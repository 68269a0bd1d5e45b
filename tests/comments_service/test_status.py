"""The private page of a comment."""

import pytest

from comments_service.models import CommentState
from comments_service.services import moderation
from tests.comments_service.factories import make_flag, status_path


def test_a_status_link_is_private(client, make_comment):
    comment = make_comment()

    response = client.get(status_path(comment))

    assert "It waits for a moderator" in response.text
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_a_status_page_says_why_a_comment_was_rejected(client, make_comment):
    comment = make_comment(state="rejected")

    page = client.get(status_path(comment)).text
    assert ("It was rejected by a moderator." in page, "Why: it is spam." in page) == (True, True)
    assert '<a href="/house-rules/">house rules</a>' in page


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("is spam: Watches", "Why: it is spam: Watches."),
        ("other: Please leave out the name.", "Why: Please leave out the name."),
    ],
)
def test_a_status_page_tells_the_moderator_s_words(client, session, make_comment, reason, sentence):
    comment = make_comment()
    moderation.reject(session, comment, by="ruth", reason=reason)

    assert sentence in client.get(status_path(comment)).text


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("pending", "Thank you. It waits for a moderator and is not yet public."),
        ("published", "It is published: <a"),
        ("rejected", "It was rejected by a moderator."),
        ("removed", "It was removed by a moderator."),
    ],
)
def test_a_status_page_tells_the_state_in_a_sentence(client, make_comment, state, sentence):
    comment = make_comment(state=state)

    assert sentence in client.get(status_path(comment)).text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_at_a_status_link_never_acts(client, session, make_comment, method):
    comment = make_comment()

    client.open(status_path(comment), method=method)

    session.refresh(comment)
    assert (comment.state, comment.actions) == (CommentState.PENDING, [])


@pytest.mark.parametrize("token", ["x" * 32, "%00" * 32, "..%2f" * 8, "x"])
def test_a_link_that_is_none_is_not_found(client, token):
    assert client.get(f"/comments/status/{token}").status_code == 404


def test_a_status_link_cannot_be_guessed(client, make_comment):
    comment = make_comment()

    assert len(status_path(comment)) == len("/comments/status/") + 32
    assert client.get(status_path(comment)[:-1]).status_code == 404


def test_the_author_of_a_comment_that_readers_reported_is_told_so(client, session, make_comment):
    comment = make_comment(state="published")
    for _ in range(3):
        make_flag(session, comment)

    page = client.get(status_path(comment)).text

    assert "Readers have reported it, so nobody sees it until a moderator has looked at it." in page
    assert "Every comment here waits" not in page


def test_a_change_that_was_saved_is_said_to_be(client, make_comment):
    address = status_path(make_comment())

    told = ["Your change is saved." in client.get(path).text for path in (address, f"{address}?saved=yes")]

    assert told == [False, True]
