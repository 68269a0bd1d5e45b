"""Reading a thread, and leaving a comment in it."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from time import process_time

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from sqlalchemy import event, func, select

from comments_service.models import Comment, CommentState, Thread
from comments_service.services import moderation
from tests.comments_service.conftest import BASE_URL, OWN
from tests.comments_service.factories import PAGE, status_path

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


@pytest.mark.parametrize("address", [URL, f"{URL}.json", f"{URL}/count", f"/related/{PAGE}", "/comments/health"])
def test_a_reader_gets_no_cookie_and_one_answer_for_all(client, address):
    client.set_cookie("desk", "forged", path="/")

    response = client.get(address)

    assert (response.status_code, "Set-Cookie" in response.headers, "Vary" in response.headers) == (200, False, False)


def test_every_comment_has_an_address_and_a_time(client, make_comment):
    comment = make_comment(state="published")

    page = client.get(URL).text

    assert f'<article class="comment" id="comment-{comment.id}"' in page
    assert (
        f'<a class="comment__time" href="#comment-{comment.id}"><time datetime="{comment.created_at.isoformat(timespec="seconds")}">'
        in page
    )


def test_each_id_stands_once_in_a_fragment(client, make_comment):
    make_comment(state="published")
    make_comment(state="published")

    ids = re.findall(r' id="([^"]+)"', client.get(URL).text)

    assert len(ids) == len(set(ids))
    assert [name for name in ids if not name.startswith("comment")] == []


def test_the_form_says_what_it_takes_and_what_happens_next(client):
    page = client.get(URL).text

    assert '<label for="comment-name">Name</label>' in page
    assert '<label for="comment-text">Comment</label>' in page
    assert 'maxlength="60"' in page
    assert "At most 4,000 characters." in page
    assert "Your comment waits for a moderator" in page
    assert 'href="/house-rules/"' in page


def test_a_thread_that_has_not_changed_is_not_sent_again(client, make_comment):
    make_comment(state="published")
    first = client.get(URL)

    again = client.get(URL, headers={"If-None-Match": first.headers["ETag"]})
    make_comment("Another.", state="published")
    after = client.get(URL, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data, after.status_code) == (304, b"", 200)


@pytest.mark.parametrize("address", [URL, f"{URL}.json"])
def test_a_removed_comment_leaves_every_reader_s_own_copy(client, session, make_comment, address):
    comment = make_comment(state="published")
    first = client.get(address)

    moderation.remove(session, comment, by="ruth", reason="names a victim")

    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 200
    assert "Well said." not in again.text


def test_a_reader_s_copy_may_be_asked_for_by_its_date(client, session, make_comment):
    comment = make_comment(state="published")
    comment.thread.changed_at -= timedelta(hours=1)
    session.commit()
    first = client.get(f"{URL}.json").headers["Last-Modified"]

    again = client.get(f"{URL}.json", headers={"If-Modified-Since": first})
    moderation.remove(session, comment, by="ruth", reason="names a victim")
    after = client.get(f"{URL}.json", headers={"If-Modified-Since": first})

    assert (again.status_code, after.status_code) == (304, 200)


def test_a_copy_of_the_form_is_fresh_enough_for_its_token(client, session):
    session.add(
        Thread(page=PAGE, created_at=datetime(2020, 1, 1, tzinfo=UTC), changed_at=datetime(2020, 1, 1, tzinfo=UTC))
    )
    session.commit()

    answered = client.get(URL).last_modified

    assert datetime.now(UTC) - answered < timedelta(hours=12)


def test_nothing_is_read_of_a_thread_that_has_not_changed(app, client, make_comment):
    make_comment(state="published")
    tag = client.get(URL).headers["ETag"]
    statements = []
    event.listen(app.extensions["engine"], "before_cursor_execute", lambda *args: statements.append(args[2]))

    client.get(URL, headers={"If-None-Match": tag})

    assert [statement for statement in statements if "comments" in statement] == []


def test_what_only_moderators_see_changes_nothing_for_readers(client, session, make_comment):
    make_comment(state="published")
    waiting = make_comment("Waiting.")
    tag = client.get(URL).headers["ETag"]

    moderation.reject(session, waiting, by="ruth", reason="is spam")

    assert client.get(URL, headers={"If-None-Match": tag}).status_code == 304


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
    assert (response.status_code, response.headers["Location"]) == (303, status_path(comment))
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


def test_a_double_submit_at_the_same_moment_makes_one_comment(app, client, session):
    form = token(client)

    with ThreadPoolExecutor(8) as pool:
        responses = list(pool.map(lambda _: post(app.test_client(), token=form), range(8)))

    assert {response.status_code for response in responses} == {303}
    assert len({response.headers["Location"] for response in responses}) == 1
    assert session.query(Comment).count() == 1


def test_people_who_post_at_the_same_moment_keep_their_own_names_and_words(app, client, session):
    form = token(client)
    names = [f"Reader {number}" for number in range(16)]

    def post_as(name):
        return post(app.test_client(), token=form, name=name, text=f"I am {name}.").headers["Location"]

    with ThreadPoolExecutor(8) as pool:
        links = dict(zip(names, pool.map(post_as, names), strict=True))

    kept = {comment.name: (comment.text, status_path(comment)) for comment in session.query(Comment)}
    assert kept == {name: (f"I am {name}.", links[name]) for name in names}
    assert session.query(Thread).count() == 1


@pytest.mark.parametrize(
    ("fields", "status", "message"),
    [
        ({"text": ""}, 422, "Please write something before you send it."),
        ({"text": " \u200b\u202e\n"}, 422, "Please write something before you send it."),
        ({"text": "x" * 4001}, 422, "The comment has 4001 characters. Please keep it to 4000."),
        ({"name": ""}, 422, "Please give a name; any name you like."),
        ({"name": "x" * 61}, 422, "The name has 61 characters. Please keep it to 60."),
        ({"text": ">" * 20 + "x"}, 422, "Quotes and lists stand too deep in one another. Please use fewer levels."),
        ({"text": "*_" * 300}, 422, "The comment has 600 of Markdown&#39;s signs."),
        ({"text": "[a](https://a.example) " * 31}, 422, "The comment has 31 links. Please keep it to 30."),
        ({"text": "[a](https://a.example) " * 10_000}, 413, "That is too much text at once."),
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


def test_a_heap_of_marks_is_kept_small(client, session):
    post(client, token=token(client), text="Z" + "\u0335" * 3_000 + "!")

    assert session.query(Comment).one().text == "Z" + "\u0335" * 4 + "!"


def test_everything_that_is_wrong_is_said_at_once_with_links_to_the_fields(client):
    response = post(client, token=token(client), name=" ", text="")

    assert '<a href="#comment-name">Please give a name; any name you like.</a>' in response.text
    assert '<a href="#comment-text">Please write something before you send it.</a>' in response.text
    assert response.text.count('aria-invalid="true"') == 2
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_form_that_was_sent_again_after_its_fault_was_mended_is_taken(client, session):
    refused = post(client, token=token(client), text="")

    assert post(client, token=TOKEN.search(refused.text)[1]).status_code == 303
    assert session.query(Comment).count() == 1


@pytest.mark.parametrize("field", ["name", "text", "token"])
def test_a_field_that_is_left_out_is_never_guessed(client, session, field):
    form = {"name": "Ada", "text": "Well said.", "token": token(client)}
    del form[field]

    assert client.post(URL, data=form, headers=OWN).status_code in {403, 422}
    assert session.query(Comment).count() == 0


def test_ten_kilobytes_of_hostile_text_are_refused_in_50_milliseconds(client):
    form = token(client)
    post(client, token=form, text="")  # templates are compiled
    start = process_time()

    response = post(client, token=form, text="[" * 10_000)

    assert (response.status_code, process_time() - start < 0.05) == (422, True)


@pytest.mark.parametrize("text", ["a\ud800b", "a\x00b"])
def test_text_that_no_database_can_keep_is_mended(client, session, text):
    response = client.post(URL, json={"name": text, "text": text, "token": token(client)}, headers=OWN)

    comment = session.query(Comment).one()
    assert (response.status_code, comment.name, comment.text) == (201, "ab", "ab")


def test_a_form_is_good_for_its_own_page_only(client):
    other = token(client, "/comments/threads/forces/westmere")

    assert post(client, token=other).status_code == 403


@pytest.mark.parametrize(("hours", "status"), [(23, 303), (25, 403)])
def test_a_form_is_good_for_a_day(app, client, hours, status):
    class EarlierSigner(TimestampSigner):
        def get_timestamp(self):
            return super().get_timestamp() - hours * 60 * 60

    earlier = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="comment-form", signer=EarlierSigner)

    assert post(client, token=earlier.dumps([PAGE, "nonce"])).status_code == status


@pytest.mark.parametrize("salt", ["cookie-session", "itsdangerous"])
def test_what_was_signed_for_another_purpose_is_no_form(app, client, salt):
    other = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt=salt)

    assert post(client, token=other.dumps([PAGE, "nonce"])).status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Origin": "https://["}, 403),
        ({"Origin": BASE_URL.replace("https", "http")}, 403),
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


HOSTILE = "\"'><script>alert(1)</script>"


def test_names_and_texts_are_escaped_wherever_they_stand(client, ruth, session):
    status = post(client, token=token(client), name=HOSTILE, text=HOSTILE).headers["Location"]
    comment = session.query(Comment).one()
    before = [client.get(status).text, ruth.get("/comments/desk/").text]

    moderation.publish(session, comment, by=HOSTILE, reason=HOSTILE)

    pages = [
        *before,
        client.get(URL).text,
        ruth.get("/comments/desk/").text,
        ruth.get(f"/comments/desk/threads/{PAGE}").text,
    ]
    assert ["<script" in page or "\"'>" in page for page in pages] == [False] * 5
    assert ["&lt;script&gt;alert" in page for page in pages] == [True] * 5
    assert "<script" not in client.get(f"{URL}.json").json["comments"][0]["html"]


def test_a_form_that_comes_back_escapes_its_words(client):
    response = post(client, token="forged", name=HOSTILE, text="</textarea>" + HOSTILE)

    assert response.text.count("</textarea>") == 1
    assert "<script" not in response.text
    assert 'value="&#34;&#39;&gt;&lt;script&gt;' in response.text


def test_a_name_cannot_turn_the_text_around_it(client, session):
    post(client, token=token(client), name="\u202eadA \u2066Ruth\n\n(moderator)")

    assert session.query(Comment).one().name == "adA Ruth (moderator)"


def test_links_lead_nowhere_until_a_comment_is_published(client, ruth, session, make_comment):
    comment = make_comment("[a](https://spam.example)")
    status = status_path(comment)
    pages = [client.get(status).text, ruth.get("/comments/desk/").text, ruth.get(f"/comments/desk/threads/{PAGE}").text]

    moderation.publish(session, comment, by="ruth", reason="within the house rules")

    assert ['href="https://spam.example"' in page for page in pages] == [False, False, False]
    assert ["<code>https://spam.example</code>" in page for page in pages] == [True, True, True]
    assert '<a href="https://spam.example" rel="nofollow ugc noopener">' in client.get(URL).text


def test_a_host_header_reaches_no_link(client):
    response = client.post(
        URL, data={"name": "Ada", "text": "Hi.", "token": token(client)}, headers=OWN, base_url="https://evil.example"
    )

    assert response.headers["Location"].startswith("/comments/status/")
    assert "evil.example" not in client.get(URL, base_url="https://evil.example").text


def test_an_address_of_a_proxy_s_makes_no_difference(client, session):
    post(client, headers={**OWN, "X-Forwarded-For": "192.0.2.1", "X-Real-IP": "192.0.2.1"}, token=token(client))

    kept = session.scalars(select(func.count()).select_from(Comment)).one()
    assert (kept, [column.name for column in Comment.__table__.columns if "address" in column.name]) == (1, [])


def test_a_status_link_is_private(client, make_comment):
    comment = make_comment()

    response = client.get(status_path(comment))

    assert "It waits for a moderator" in response.text
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex"


def test_a_status_page_says_why_a_comment_was_rejected(client, make_comment):
    comment = make_comment(state="rejected")

    assert "It was rejected by a moderator: is spam." in client.get(status_path(comment)).text


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("pending", "Thank you. It waits for a moderator and is not yet public."),
        ("published", "It is published: <a"),
        ("rejected", "It was rejected by a moderator: is spam."),
        ("removed", "It was removed by a moderator: names a victim."),
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


def test_errors_have_one_shape_and_are_kept_by_nobody(client):
    response = client.get("/comments/nothing.json")

    assert response.json == {"error": {"code": "not-found", "message": "There is nothing at this address."}}
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/json", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
    ],
)
def test_an_error_is_data_for_programs_and_a_page_for_people(client, accept, content_type):
    response = client.get("/comments/nothing", headers={"Accept": accept})

    assert (response.status_code, response.content_type) == (404, content_type)


def test_a_fault_of_ours_tells_nothing_of_the_inside(app, client, environment):
    app.testing = False
    app.extensions["site"]._path = app.extensions["site"]._path / "secret-place"

    response = client.get(URL)

    assert response.status_code == 500
    assert "Something went wrong on our side. Please try again later." in response.text
    assert "secret-place" not in response.text


def test_health_says_that_the_database_answers(client):
    assert client.get("/comments/health").json == {"state": "ok"}
