"""Leaving a comment."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from itsdangerous import TimestampSigner, URLSafeSerializer, URLSafeTimedSerializer
from sqlalchemy import event, func, select
from sqlalchemy import text as text_of

from comments_service.columns import Base, now
from comments_service.db import begin_write
from comments_service.models import Comment, CommentState, Credential, Mode, Thread
from comments_service.services import leading, moderation, revising
from tests.comments_service.conftest import BASE_URL, OWN, only_on_sqlite
from tests.comments_service.factories import PAGE, SECRET_KEY, status_path
from tests.comments_service.forms import API, TOKEN, URL, error, post, token
from tests.comments_service.timing import fastest, fifty_milliseconds

PROGRAM = {**OWN, "Accept": "application/json"}


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


def test_people_who_post_at_the_same_moment_keep_their_own_names_words_and_browsers(app, client, session):
    form = token(client)
    names = [f"Reader {number}" for number in range(24)]

    def post_as(name):
        browser = app.test_client()
        link = post(browser, token=form, name=name, text=f"I am {name}.").headers["Location"]
        return link, read_digest(browser)

    with ThreadPoolExecutor(8) as pool:
        given = dict(zip(names, pool.map(post_as, names), strict=True))

    comments = session.query(Comment).all()
    assert {comment.name: (status_path(comment), comment.credential.digest) for comment in comments} == given
    assert {comment.name: comment.text for comment in comments} == {name: f"I am {name}." for name in names}
    assert (session.query(Thread).count(), session.query(Credential).count()) == (1, len(names))


def read_digest(browser):
    """Return what the database keeps of the secret that a browser was given in its cookie."""
    cookie = browser.get_cookie("reader", path="/comments").decoded_value
    secret = URLSafeSerializer(SECRET_KEY, salt="reader").loads(cookie)
    return hashlib.sha256(secret.encode()).hexdigest()


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
        ({"text": "[a](https://a.example) " * 21}, 422, "The comment has 21 links. Please keep it to 20."),
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

    def send():
        return post(client, token=form, text="[" * 10_000).status_code

    assert send() == 422  # templates are compiled
    assert fastest(send) < fifty_milliseconds()


@pytest.mark.parametrize("text", ["a\ud800b", "a\x00b"])
def test_text_that_no_database_can_keep_is_mended(client, session, text):
    response = client.post(URL, json={"name": text, "text": text, "token": token(client)}, headers=OWN)

    comment = session.query(Comment).one()
    assert (response.status_code, comment.name, comment.text) == (201, "ab", "ab")


@pytest.mark.parametrize("text", ["\ud800", "\x00", "\udfffx"])
@pytest.mark.parametrize("field", ["token", "parent", "website"])
def test_half_a_character_in_any_field_is_an_answer_and_no_fault(client, field, text):
    form = {"name": "Ada", "text": "Well said.", "token": token(client), field: text}

    response = client.post(URL, json=form, headers=OWN)

    assert response.status_code == {"token": 403, "website": 201}.get(field, 409 if "x" in text else 201)


def test_brackets_within_brackets_by_the_thousand_are_refused(client):
    response = client.post(URL, data="[" * 60_000, headers={**OWN, "Content-Type": "application/json"})

    assert error(response) == (400, "bad-request")


@pytest.mark.parametrize("letter", ["x", "é", "\U0001d54f", "ﷺ"])
def test_as_many_words_as_may_be_are_kept_whole(make_app, session, letter):
    client = make_app(NAME_LIMIT="200", TEXT_LIMIT="10000", REQUEST_LIMIT="200000").test_client()

    response = post(client, token=token(client), name=letter * 200, text=letter * 10_000)

    comment = session.query(Comment).one()
    assert (response.status_code, comment.name, comment.text) == (303, letter * 200, letter * 10_000)
    assert comment.html == f"<p>{letter * 10_000}</p>"


@pytest.mark.parametrize("page", ["news/none", "forces/northshre", "news/westmere-draft"])
def test_a_page_that_is_not_published_takes_no_comment_and_gets_no_thread(client, session, page):
    response = post(client, url=f"/comments/threads/{page}", token=token(client), headers=PROGRAM)

    assert error(response) == (404, "no-page")
    assert session.query(Thread).count() == 0


def test_fields_that_nobody_asked_for_change_nothing(client, session):
    more = {
        "email": "ruth@noticeboard.example",
        "state": "published",
        "moderator_id": "1",
        "is_staff": "yes",
        "id": "7",
    }

    post(client, token=token(client), **more, credential_id="1", thread_id="9", html="<b>x</b>", mode="publish")

    comment = session.query(Comment).one()
    assert (comment.state, comment.moderator_id, comment.html) == (CommentState.PENDING, None, "<p>Well said.</p>")
    assert comment.thread.page == PAGE


def test_a_form_is_good_for_its_own_page_only(client):
    other = token(client, "/comments/threads/forces/westmere")

    assert post(client, token=other).status_code == 403


def make_old_token(app, hours):
    """Return the token of a form that was shown some hours ago."""

    class EarlierSigner(TimestampSigner):
        def get_timestamp(self):
            return super().get_timestamp() - hours * 60 * 60

    earlier = URLSafeTimedSerializer(app.config["SECRET_KEY"], salt="comment-form", signer=EarlierSigner)
    return str(earlier.dumps([PAGE, "nonce"]))


@pytest.mark.parametrize(("hours", "status"), [(23, 303), (25, 403)])
def test_a_form_is_good_for_a_day(app, client, hours, status):
    assert post(client, token=make_old_token(app, hours)).status_code == status


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
    status = post(client, token=token(client), text=HOSTILE).headers["Location"]
    comment = session.query(Comment).one()
    comment.name = HOSTILE  # the service takes no such name
    session.commit()
    before = [client.get(status).text, ruth.get("/comments/desk/").text]

    moderation.publish(session, comment, by=HOSTILE, reason=HOSTILE)

    pages = [
        *before,
        client.get(URL).text,
        ruth.get("/comments/desk/acts").text,
        ruth.get(f"/comments/desk/threads/{PAGE}").text,
    ]
    assert ["<script>" in page or "\"'>" in page for page in pages] == [False] * 5
    assert ["&lt;script&gt;alert" in page for page in pages] == [True] * 5
    assert "<script" not in client.get(API).json["comments"][0]["html"]


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


def test_a_comment_can_answer_another_one(client, session, make_comment):
    comment = make_comment(state="published")
    first = make_comment("Quite so.", answers=comment, state="published")

    post(client, name="Ben", text="No.", token=token(client), parent=str(first.id))

    answer = session.scalars(select(Comment).where(Comment.name == "Ben")).one()
    assert (answer.parent_id, answer.root_id) == (first.id, comment.id)


@pytest.mark.parametrize("parent", ["0", "99", "-1", "x", "1e3", "²", "9" * 40])
def test_an_answer_to_no_comment_is_refused(client, session, parent):
    response = post(client, token=token(client), parent=parent)

    assert response.status_code == 409
    assert "The comment that you reply to is not there any more." in response.text
    assert session.query(Comment).count() == 0


@pytest.mark.parametrize("state", ["pending", "rejected", "removed"])
def test_an_answer_to_a_comment_that_readers_do_not_see_is_refused(client, session, make_comment, state):
    comment = make_comment(state=state)

    response = post(client, token=token(client), parent=str(comment.id))

    assert response.status_code == 409
    assert session.query(Comment).count() == 1


def test_an_answer_to_another_thread_s_comment_is_refused(client, session, make_comment):
    comment = make_comment(page="forces/westmere", state="published")

    assert post(client, token=token(client), parent=str(comment.id)).status_code == 409


def test_the_form_to_answer_shows_what_is_answered(client, make_comment):
    comment = make_comment("Who *checked* this?", state="published")

    page = client.get(f"{URL}/reply/{comment.id}").text

    assert "Reply to <bdi>Ada</bdi>" in page
    assert "<p>Who <em>checked</em> this?</p>" in page
    assert f'<input type="hidden" name="parent" value="{comment.id}">' in page


@pytest.mark.parametrize("state", ["pending", "rejected", "removed"])
def test_there_is_no_form_to_answer_what_readers_do_not_see(client, make_comment, state):
    assert client.get(f"{URL}/reply/{make_comment(state=state).id}").status_code == 404


def test_a_preview_is_what_readers_would_see_and_is_not_kept(client, session):
    page = client.post(
        f"{URL}/preview", data={"name": "Ada", "text": "*Well* said.", "token": token(client)}, headers=OWN
    )

    assert page.status_code == 200
    assert "<p><em>Well</em> said.</p>" in page.text
    assert "*Well* said.</textarea>" in page.text
    assert session.query(Comment).count() == 0


def test_a_preview_for_a_script_is_the_same_part_of_the_page(client):
    fields = {"name": "Ada", "text": "*Well* said.", "token": token(client)}

    page = client.post(f"{URL}/preview", data=fields, headers=OWN).text
    part = client.post(f"{URL}/preview", data=fields, headers={**OWN, "Accept": "application/json"}).json["html"]

    assert part in page


def test_a_preview_says_what_is_wrong(client):
    response = client.post(f"{URL}/preview", data={"name": "", "text": "Hi", "token": token(client)}, headers=OWN)

    assert response.status_code == 422
    assert "Please give a name; any name you like." in response.text


def test_comments_are_published_at_once_where_the_site_says_so(make_app):
    client = make_app(MODE="publish").test_client()

    response = post(client, token=token(client), text="At once.")

    assert "It is published" in client.get(response.headers["Location"]).text
    assert "<p>At once.</p>" in client.get(URL).text


def test_a_thread_s_own_mode_comes_before_the_site_s(client, session, make_comment):
    make_comment().thread.mode = Mode.PUBLISH
    session.commit()

    post(client, token=token(client), text="At once.")

    assert "<p>At once.</p>" in client.get(URL).text
    assert "Most comments appear at once" in client.get(URL).text


def test_a_closed_thread_takes_no_comment_and_gives_the_words_back(client, session, make_comment):
    form, thread = token(client), make_comment().thread
    thread.closed_at, thread.closed_reason = now(), "a trial has begun"
    session.commit()

    response = post(client, token=form, text="Too late?")

    assert response.status_code == 403
    assert "Comments here are closed: a trial has begun." in response.text
    assert "Too late?" in response.text
    assert session.query(Comment).count() == 1


def test_a_browser_that_was_banned_may_not_write_until_the_day(client, session):
    post(client, token=token(client))
    session.scalars(select(Credential)).one().banned_until = now() + timedelta(days=2)
    session.commit()

    response = post(client, token=token(client), text="Again.")

    assert response.status_code == 403
    assert "A moderator has ended comments from this browser until" in response.text


def test_who_posts_too_often_is_asked_to_wait_and_keeps_the_words(client, session):
    for number in range(6):
        assert post(client, token=token(client), text=f"Comment {number}.").status_code == 303

    response = post(client, token=token(client), text="One more.")

    assert response.status_code == 429
    assert 1 <= int(response.headers["Retry-After"]) <= 100
    assert "One more.</textarea>" in response.text
    assert session.query(Comment).count() == 6


def test_sending_the_same_again_is_never_too_often(client, session):
    form = token(client)

    statuses = {post(client, token=form).status_code for _ in range(20)}

    assert (statuses, session.query(Comment).count()) == ({303}, 1)


def test_another_browser_in_the_same_network_has_a_limit_of_its_own_within_the_network_s(app, session):
    for number in range(30):
        client = app.test_client()
        assert post(client, token=token(client), text=f"Comment {number}.").status_code == 303

    client = app.test_client()
    response = post(client, token=token(client), text="One more.")

    assert (response.status_code, session.query(Comment).count()) == (429, 30)


def test_nothing_of_an_address_is_kept(client, session):
    post(client, token=token(client))

    tables = [list(map(str, session.execute(select(table)).all())) for table in Base.metadata.sorted_tables]
    assert "127.0.0" not in str(tables)


@pytest.mark.parametrize("name", ["\u2800", "\u0301", "\ufffc"])
def test_a_name_has_something_to_see(client, session, name):
    assert error(post(client, headers=PROGRAM, token=token(client), name=name)) == (422, "no-name")
    assert session.query(Comment).count() == 0


def test_html_is_no_name(client, session):
    refused = post(client, token=token(client), name="<b>Ada</b>")

    assert (refused.status_code, "Please give a name without the signs &lt; and &gt;." in refused.text) == (422, True)
    assert session.query(Comment).count() == 0


@pytest.mark.parametrize("text", [">", "[](https://a.example)", "- \n- ", "```\n```"])
def test_markup_alone_is_no_comment(client, session, text):
    assert error(post(client, headers=PROGRAM, token=token(client), text=text)) == (422, "no-text")
    assert session.query(Comment).count() == 0


def test_who_sends_again_what_was_taken_back_is_told_so(client, session):
    form = token(client)
    post(client, token=form)
    revising.withdraw(session, session.query(Comment).one())

    answer = post(client, headers=PROGRAM, token=form).json

    assert (answer["state"], answer["message"]) == ("withdrawn", "You sent this before, and it was withdrawn since.")


def test_a_lost_answer_is_told_again_to_a_browser_without_its_cookie_and_to_no_stranger_later(app, session):
    form = token(app.test_client())
    first = post(app.test_client(), token=form).headers["Location"]

    again = post(app.test_client(), token=form)
    comment = session.query(Comment).one()
    comment.created_at -= timedelta(minutes=11)
    session.commit()
    later = post(app.test_client(), headers=PROGRAM, token=form)

    assert again.headers["Location"] == first
    assert error(later) == (403, "stale-form")


@only_on_sqlite
def test_who_cannot_be_kept_for_a_while_gets_the_words_back(make_app, session):
    app = make_app()
    app.extensions["engine"].dispose()
    event.listen(
        app.extensions["engine"], "connect", lambda connection, _: connection.execute("pragma busy_timeout = 0")
    )
    begin_write(session)
    session.execute(text_of("insert into address_keys (day, key) values ('2026-01-01', 'x')"))

    client = app.test_client()
    answer = post(client, token=token(client), text="Precious words.")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Precious words.</textarea>" in answer.text
    assert "Nothing can be kept just now." in answer.text


def test_a_form_that_grew_too_old_is_shown_again_and_what_comes_of_it_is_not_too_quick(make_app, session):
    app = make_app(MODE="publish", WRITING_SECONDS="3")

    refused = post(app.test_client(), token=make_old_token(app, hours=25))
    fresh = TOKEN.search(refused.text)[1]
    answers = [
        post(app.test_client(), token=form, text=f"By {form[:9]}.") for form in (fresh, token(app.test_client()))
    ]

    assert [answer.status_code for answer in (refused, *answers)] == [403, 303, 303]
    states = session.scalars(select(Comment.state).order_by(Comment.id)).all()
    assert states == [CommentState.PUBLISHED, CommentState.PENDING]


def test_a_forged_form_is_shown_again_as_a_new_one(make_app, session):
    client = make_app(MODE="publish", WRITING_SECONDS="3").test_client()

    fresh = TOKEN.search(post(client, token="forged").text)[1]
    post(client, token=fresh)

    assert session.query(Comment).one().state is CommentState.PENDING


def test_words_to_a_comment_that_is_gone_can_be_sent_as_a_comment_of_their_own(client, session, make_comment):
    parent = make_comment(state="removed")

    refused = post(client, token=token(client), parent=str(parent.id), text="I agree with all of it.")

    assert refused.status_code == 409
    assert '<input type="hidden" name="parent" value="">' in refused.text
    assert "Send your words again to leave them as a comment of their own." in refused.text


@pytest.mark.parametrize(("address", "fields"), [(f"{URL}/preview", {}), (URL, {"name": ""})])
def test_a_reply_that_is_shown_again_says_what_it_replies_to(client, make_comment, address, fields):
    parent = make_comment("Who checked this?", state="published")

    shown = post(client, url=address, token=token(client), parent=str(parent.id), **fields)

    assert "Reply to <bdi>Ada</bdi>" in shown.text
    assert "<p>Who checked this?</p>" in shown.text


def test_there_is_no_form_to_reply_where_the_comments_are_closed(client, session, make_comment):
    comment = make_comment(state="published")
    leading.close(session, PAGE, by="edith", reason="a trial has begun")

    refused = client.get(f"{URL}/reply/{comment.id}")

    assert (refused.status_code, "<form" in refused.text) == (403, False)
    assert "Comments here are closed: a trial has begun." in refused.text


def test_a_program_is_told_which_fields_are_at_fault(client):
    answer = post(client, headers=PROGRAM, token=token(client), name="", text=" ")

    assert answer.json["error"]["faults"] == [
        {"field": "name", "code": "no-name", "message": "Please give a name; any name you like."},
        {"field": "text", "code": "no-text", "message": "Please write something before you send it."},
    ]


def test_a_refusal_that_is_no_field_s_fault_leads_to_no_field(client):
    refused = post(client, token="forged")

    assert '<p class="error-summary__text">This form is no longer good.' in refused.text
    assert "Please mend this" not in refused.text
