"""The comments as data."""

import pytest

from tests.comments_service.factories import PAGE
from tests.comments_service.forms import API, error


def test_a_thread_is_the_same_as_data(client, make_comment):
    comment = make_comment("*First.*", state="published")
    answer = make_comment("Quite so.", name="Ben", answers=comment, state="published")

    assert client.get(API).json == {
        "page": PAGE,
        "count": 2,
        "sort": "oldest",
        "number": 1,
        "last": 1,
        "closed_reason": None,
        "comments": [
            told(comment, html="<p><em>First.</em></p>"),
            told(answer, html="<p>Quite so.</p>", parent=comment.id, branch=comment.id, name="Ben"),
        ],
    }


def told(comment, **about):
    return {
        "id": comment.id,
        "state": "published",
        "parent": None,
        "branch": comment.id,
        "name": "Ada",
        "html": "",
        "created_at": comment.created_at.isoformat(),
        "edited_at": None,
        "is_pick": False,
        "is_staff": False,
        "reactions": {"useful": 0, "agree": 0, "disagree": 0, "question": 0},
        **about,
    }


def test_one_comment_can_be_had_alone(client, make_comment):
    comment = make_comment("First.", state="published")

    assert client.get(f"/comments/api/comments/{PAGE}/{comment.id}").json == told(comment, html="<p>First.</p>")


@pytest.mark.parametrize("state", ["pending", "rejected", "removed"])
def test_a_comment_that_readers_do_not_see_is_not_there(client, make_comment, state):
    comment = make_comment(state=state)

    assert error(client.get(f"/comments/api/comments/{PAGE}/{comment.id}")) == (404, "not-found")


def test_a_comment_of_another_page_is_not_there(client, make_comment):
    comment = make_comment(state="published")

    assert error(client.get(f"/comments/api/comments/forces/westmere/{comment.id}")) == (404, "not-found")


def test_the_counts_of_many_pages_come_at_once(client, make_comment):
    make_comment(state="published")
    make_comment(page="forces/westmere")

    answer = client.get(f"/comments/api/counts?pages={PAGE},forces/westmere,news/none")

    assert answer.json == {"counts": {"forces/westmere": 0, "news/none": 0, PAGE: 1}}
    assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_counts_that_have_not_changed_are_not_sent_again(client, make_comment):
    address = f"/comments/api/counts?pages={PAGE}"
    first = client.get(address).headers["ETag"]

    again = client.get(address, headers={"If-None-Match": first}).status_code
    make_comment(state="published")
    after = client.get(address, headers={"If-None-Match": first}).status_code

    assert (again, after) == (304, 200)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("pages=" + ",".join(f"forces/{number}" for number in range(201)), "many-pages"),
        ("pages=../../etc/passwd", "no-page"),
        ("", "no-page"),
        ("pages=", "no-page"),
        ("pages=forces/westmere%00", "no-page"),
    ],
)
def test_counts_of_what_can_be_no_page_are_refused(client, query, code):
    assert error(client.get(f"/comments/api/counts?{query}")) == (422, code)


def test_scripts_of_other_sites_may_read_and_nothing_else(client):
    assert client.get(API).headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in client.get(API).headers
    assert "Access-Control-Allow-Origin" not in client.get(f"/comments/threads/{PAGE}").headers
    assert client.post(API).status_code == 405
