"""Reading a thread."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import event
from werkzeug.http import http_date

from comments_service.columns import now
from comments_service.edition import Edition, read_edition
from comments_service.models import Thread
from comments_service.services import moderation, revising
from tests.comments_service.factories import PAGE, make_flag
from tests.comments_service.forms import API, URL, error


def test_a_thread_shows_its_published_comments_in_order(client, make_comment):
    make_comment("First.", state="published")
    make_comment("Second.", state="published")
    make_comment("Waiting.")

    page = client.get(URL).text

    assert re.findall(r"<p>(First\.|Second\.|Waiting\.)</p>", page) == ["First.", "Second."]
    assert "View Comments 2" in page


def test_the_count_is_of_published_comments(client, make_comment):
    make_comment(state="published")
    make_comment(state="rejected")
    make_comment()

    assert client.get(f"{URL}/count").text == " 1"


@pytest.mark.parametrize("address", [URL, API, f"{URL}/count", f"/related/{PAGE}", "/comments/health"])
def test_a_reader_gets_no_cookie_and_one_answer_for_all(client, address):
    client.set_cookie("desk", "forged", path="/")

    response = client.get(address)

    assert (response.status_code, "Set-Cookie" in response.headers, "Vary" in response.headers) == (200, False, False)


def test_every_comment_has_an_address_and_a_time(client, make_comment):
    comment = make_comment(state="published")

    page = client.get(URL).text

    assert f'<article class="comment" id="comment-{comment.id}"' in page
    assert (
        f'<a class="comment__time" href="/{PAGE}/?comment={comment.id}#comment-{comment.id}"><time datetime="{comment.created_at.isoformat(timespec="seconds")}">'
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
    assert "at most 60 characters" in page
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


@pytest.mark.parametrize("address", [URL, API])
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
    first = client.get(API).headers["Last-Modified"]

    again = client.get(API, headers={"If-Modified-Since": first})
    moderation.remove(session, comment, by="ruth", reason="names a victim")
    after = client.get(API, headers={"If-Modified-Since": first})

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


@pytest.mark.parametrize("address", [URL, API, "/comments/feed.atom"])
def test_what_an_earlier_edition_of_the_service_gave_is_asked_for_anew(app, client, make_comment, address):
    make_comment(state="published")
    first = client.get(address).headers
    edition = app.extensions["edition"]

    app.extensions["edition"] = Edition("another", now() + timedelta(seconds=-1))

    assert edition.digest == read_edition().digest
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_comment_that_is_removed_while_others_read_stays_in_no_copy(app, session, make_comment):
    for number in range(5):
        comment, is_removed = make_comment(f"Gone {number}.", state="published"), Event()

        def read(is_removed):
            client = app.test_client()
            tag = client.get(URL).headers["ETag"]
            while not is_removed.is_set():
                tag = client.get(URL).headers["ETag"]
            return client.get(URL, headers={"If-None-Match": tag})

        with ThreadPoolExecutor(3) as pool:
            readers = [pool.submit(read, is_removed) for _ in range(3)]
            moderation.remove(session, comment, by="ruth", reason="names a victim")
            is_removed.set()

        assert [reader.result().text for reader in readers if f"Gone {number}." in reader.result().text] == []
        assert f"Gone {number}." not in app.test_client().get(URL).text


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
    assert error(client.get(f"/comments/api/threads/{page}")) == (404, "no-page")


@pytest.mark.parametrize(
    "page",
    [
        "notices/../../etc",
        "notices/%2e%2e",
        "//evil.example/x",
        "about",
        "notices/a'b",
        "Notices/x",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_is_no_page_is_not_found(client, page):
    response = client.get(f"/comments/threads/{page}")

    assert response.status_code == 404
    assert "etc" not in response.text


def test_a_form_that_promises_something_else_is_no_longer_the_one_that_the_reader_has(make_app):
    tags = {make_app(MODE=mode).test_client().get(URL).headers["ETag"] for mode in ("hold", "publish")}

    assert len(tags) == 2


def test_nobody_on_the_way_keeps_a_form(client):
    assert client.get(URL).headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("address", [URL, API])
def test_a_copy_is_asked_for_anew_when_a_marker_changes(client, session, make_comment, address):
    held = make_comment(state="published")
    make_comment("Quite so.", answers=held, state="published")
    make_flag(session, held)
    moderation.undo(session, held.actions[0], by="ruth")
    tag = client.get(address).headers["ETag"]

    revising.withdraw(session, held)

    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200
    assert "Taken back by its author" in client.get(URL).text


@pytest.mark.parametrize("address", [URL, API, "/comments/feed.atom"])
def test_what_happens_within_one_second_is_in_no_copy_asked_for_by_its_date(client, session, make_comment, address):
    time.sleep(1 - time.time() % 1)
    comment = make_comment("Names a victim.", state="published")
    first = client.get(address).headers
    moderation.remove(session, comment, by="ruth", reason="names a victim")

    again = client.get(address, headers={"If-Modified-Since": first.get("Last-Modified", http_date())})

    assert (again.status_code, "Names a victim." in again.text) == (200, False)


@pytest.mark.parametrize(
    ("sort", "order"), [("oldest", ""), ("newest", "sort=newest&amp;"), ("useful", "sort=useful&amp;")]
)
def test_the_address_of_a_comment_keeps_the_order_that_is_read(client, make_comment, sort, order):
    number = make_comment(state="published").id

    page = client.get(f"{URL}?sort={sort}").text

    assert f'href="/{PAGE}/?{order}comment={number}#comment-{number}"' in page


def test_who_follows_a_link_to_a_comment_that_is_gone_is_told_so(client, make_comment):
    there, gone = make_comment(state="published"), make_comment("Gone.", state="removed")

    told = ["The comment that you followed" in client.get(f"{URL}?comment={one.id}").text for one in (there, gone)]

    assert told == [False, True]
