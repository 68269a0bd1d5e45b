"""Reading a thread, and leaving a comment in it."""

import json
import re

import pytest

from comments_service.models import Comment, CommentState
from tests.comments_service.conftest import BASE_URL, OWN, PAGE

URL = f"/comments/threads/{PAGE}"
TOKEN = re.compile(r'name="token" value="([^"]+)"')


def token(client, url=URL):
    return TOKEN.search(client.get(url).text)[1]


def post(client, headers=OWN, url=URL, **fields):
    return client.post(url, data={"name": "Ada", "text": "Well said.", **fields}, headers=headers)


def error(response):
    return response.status_code, response.json["error"]["code"]


def test_a_thread_shows_its_published_comments_in_order(client, make_comment):
    make_comment("First.", state="published")
    make_comment("Second.", state="published")
    make_comment("Waiting.")

    page = client.get(URL).text

    assert re.findall(r"<p>(First\.|Second\.|Waiting\.)</p>", page) == ["First.", "Second."]
    assert "View Comments 2" in page


def test_a_thread_is_the_same_as_data(client, make_comment):
    comment = make_comment("*First.*", state="published")

    answer = client.get(f"{URL}.json").json

    assert answer == {
        "page": PAGE,
        "count": 1,
        "comments": [
            {
                "id": comment.id,
                "name": "Ada",
                "html": "<p><em>First.</em></p>",
                "created_at": comment.created_at.isoformat(),
            }
        ],
    }


def test_the_count_is_of_published_comments(client, make_comment):
    make_comment(state="published")
    make_comment(state="rejected")
    make_comment()

    assert client.get(f"{URL}/count").text == " 1"


def test_a_reader_gets_no_cookie(client):
    assert "Set-Cookie" not in client.get(URL).headers


def test_a_thread_that_has_not_changed_is_not_sent_again(client, make_comment):
    make_comment(state="published")
    first = client.get(URL)

    again = client.get(URL, headers={"If-None-Match": first.headers["ETag"]})
    make_comment("Another.", state="published")
    after = client.get(URL, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data, after.status_code) == (304, b"", 200)


@pytest.mark.parametrize(
    "page",
    ["notices/no-such-notice", "forces/northshre", "news/westmere-draft", "recommendations/northshire-custody-2026-9"],
)
def test_a_page_that_is_not_published_has_no_thread(client, page):
    assert error(client.get(f"/comments/threads/{page}.json")) == (404, "no-page")


@pytest.mark.parametrize(
    "page", ["notices/../../etc", "notices/%2e%2e", "//evil.example/x", "about", "notices/a'b", "Notices/x"]
)
def test_an_address_that_is_no_page_is_not_found(client, page):
    response = client.get(f"/comments/threads/{page}")

    assert response.status_code == 404
    assert "etc" not in response.text


def test_a_comment_waits_for_a_moderator(client, session):
    response = post(client, token=token(client))

    comment = session.query(Comment).one()
    assert (response.status_code, response.headers["Location"]) == (303, f"/comments/status/{comment.status_token}")
    assert (comment.name, comment.text, comment.state) == ("Ada", "Well said.", CommentState.PENDING)
    assert client.get(f"{URL}/count").text == " 0"


def test_a_program_is_told_where_its_comment_stands(client):
    response = client.post(URL, json={"name": "Ada", "text": "Well said.", "token": token(client)}, headers=OWN)

    assert response.status_code == 201
    assert response.json["state"] == "pending"
    assert client.get(response.json["status"]).status_code == 200


def test_a_double_submit_makes_one_comment(client, session):
    form = token(client)

    first, second = post(client, token=form), post(client, token=form)

    assert first.headers["Location"] == second.headers["Location"]
    assert session.query(Comment).count() == 1


def test_another_text_from_the_same_form_is_another_comment(client, session):
    form = token(client)

    post(client, token=form)
    post(client, token=form, text="And another thing.")

    assert session.query(Comment).count() == 2


@pytest.mark.parametrize(
    ("fields", "status", "message"),
    [
        ({"text": ""}, 422, "Please write something before you send it."),
        ({"text": " \u200b\u202e\n"}, 422, "Please write something before you send it."),
        ({"text": "x" * 4001}, 422, "The comment has 4001 characters. Please keep it to 4000."),
        ({"name": ""}, 422, "Please give a name; any name you like."),
        ({"name": "x" * 61}, 422, "The name has 61 characters. Please keep it to 60."),
        ({"token": "forged"}, 403, "This form is no longer good. Your words are still here: please send them again."),
        ({"token": ""}, 403, "This form is no longer good. Your words are still here: please send them again."),
    ],
)
def test_a_comment_that_cannot_be_kept_is_refused_with_its_words(client, session, fields, status, message):
    response = post(client, **{"token": token(client), "text": "Precious words.", **fields})

    assert response.status_code == status
    assert message in response.text
    assert "text" in fields or "Precious words." in response.text
    assert session.query(Comment).count() == 0


def test_a_form_is_good_for_its_own_page_only(client):
    other = token(client, "/comments/threads/forces/westmere")

    assert post(client, token=other).status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": f"{BASE_URL}.evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site", "Origin": BASE_URL}, 403),
        ({"Origin": BASE_URL}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
    ],
)
def test_a_comment_comes_from_our_own_pages(client, headers, status):
    assert post(client, headers=headers, token=token(client)).status_code == status


def test_json_in_plain_text_is_no_comment(client, session):
    body = json.dumps({"name": "Ada", "text": "Hi", "token": token(client)})

    response = client.post(URL, data=body, headers={**OWN, "Content-Type": "text/plain"})

    assert response.status_code == 403
    assert session.query(Comment).count() == 0


@pytest.mark.parametrize("body", ["[]", "null", '"x"', '{"name": 1, "text": ["a"], "token": {}}'])
def test_json_of_another_shape_is_refused(client, body):
    response = client.post(URL, data=body, headers={**OWN, "Content-Type": "application/json"})

    assert error(response) == (403, "stale-form")


def test_broken_json_is_refused(client):
    response = client.post(URL, data="{", headers={**OWN, "Content-Type": "application/json"})

    assert error(response) == (400, "bad-request")


def test_a_megabyte_straight_to_the_service_is_refused(client, session):
    response = client.post(URL, json={"name": "Ada", "text": "x" * 1_000_000, "token": "t"}, headers=OWN)

    assert error(response) == (413, "too-large")
    assert session.query(Comment).count() == 0


def test_names_and_texts_are_escaped_wherever_they_stand(client, session):
    hostile = "\"'><script>alert(1)</script>"

    post(client, token=token(client), name=hostile, text=hostile)

    status = client.get(f"/comments/status/{session.query(Comment).one().status_token}").text
    assert "<script" not in status
    assert "&lt;script&gt;" in status


def test_a_status_link_is_private(client, make_comment):
    comment = make_comment()

    response = client.get(f"/comments/status/{comment.status_token}")

    assert "It waits for a moderator" in response.text
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_a_status_page_says_why_a_comment_was_rejected(client, make_comment):
    comment = make_comment(state="rejected")

    assert "It was rejected by a moderator: spam." in client.get(f"/comments/status/{comment.status_token}").text


def test_a_status_link_cannot_be_guessed(client, make_comment):
    comment = make_comment()

    assert len(comment.status_token) == 32
    assert client.get(f"/comments/status/{comment.status_token[:-1]}").status_code == 404


def test_errors_have_one_shape_and_are_kept_by_nobody(client):
    response = client.get("/comments/nothing.json")

    assert response.json == {"error": {"code": "not-found", "message": "There is nothing at this address."}}
    assert response.headers["Cache-Control"] == "private, no-store"


def test_health_says_that_the_database_answers(client):
    assert client.get("/comments/health").json == {"state": "ok"}
