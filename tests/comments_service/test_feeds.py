"""Comments for feed readers."""

import os
import shutil
from calendar import timegm
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from sqlalchemy import event

from comments_service.columns import now
from comments_service.edition import Edition
from comments_service.rendering import clean_name, clean_text
from comments_service.services import feeds, moderation
from tests.comments_service.conftest import BASE_URL, only_on_sqlite
from tests.comments_service.factories import PAGE
from tests.comments_service.forms import URL, error


def read(client, address="/comments/feed.atom"):
    response = client.get(address)
    assert response.mimetype == "application/atom+xml"
    feed = feedparser.parse(response.data)
    assert not feed.bozo, feed.bozo_exception
    return feed


def test_a_feed_tells_each_published_comment_with_its_lasting_address(client, make_comment):
    comment = make_comment("*Well* said.", state="published")
    make_comment("Waits.")

    feed = read(client)

    (entry,) = feed.entries
    assert entry.link == f"{BASE_URL}/{PAGE}/?comment={comment.id}#comment-{comment.id}"
    assert (entry.author, entry.summary) == ("Ada", "<p><em>Well</em> said.</p>")
    assert entry.title.startswith("Ada on ")
    assert entry.published_parsed[:6] == comment.published_at.timetuple()[:6]


def test_the_comment_that_was_published_last_stands_first_whenever_it_was_written(client, session, make_comment):
    late, _soon = make_comment("Waited."), make_comment("At once.", state="published")
    moderation.publish(session, late, by="ruth", reason="within the house rules")

    assert [entry.summary for entry in read(client).entries] == ["<p>Waited.</p>", "<p>At once.</p>"]


def test_a_page_and_a_force_have_feeds_of_their_own(client, make_comment):
    make_comment("On the notice.", state="published")
    make_comment("On the force.", page="forces/northshire", state="published")
    make_comment("Elsewhere.", page="forces/westmere", state="published")

    told = {
        address: {entry.summary for entry in read(client, address).entries}
        for address in (f"/comments/threads/{PAGE}/feed.atom", "/comments/forces/northshire/feed.atom")
    }

    assert told == {
        f"/comments/threads/{PAGE}/feed.atom": {"<p>On the notice.</p>"},
        "/comments/forces/northshire/feed.atom": {"<p>On the notice.</p>", "<p>On the force.</p>"},
    }


def test_a_feed_without_comments_is_a_feed_as_old_as_the_site(client, site_db):
    feed = read(client)

    assert feed.entries == []
    assert timegm(feed.feed.updated_parsed) == int(site_db.stat().st_mtime)


def test_a_feed_is_as_new_as_the_last_change_also_where_that_took_a_comment_out(client, session, make_comment):
    make_comment("Stays.", state="published")
    comment = make_comment("Goes.", state="published")
    moderation.remove(session, comment, by="ruth", reason="is spam")

    feed = read(client)

    assert [entry.summary for entry in feed.entries] == ["<p>Stays.</p>"]
    assert feed.feed.updated_parsed[:6] == comment.thread.changed_at.timetuple()[:6]


def test_a_feed_holds_the_newest_fifty(client, make_comment):
    for number in range(55):
        make_comment(f"Comment {number}.", state="published")

    entries = read(client).entries
    assert (len(entries), entries[0].summary, entries[-1].summary) == (50, "<p>Comment 54.</p>", "<p>Comment 5.</p>")


def test_hostile_names_stay_words_in_a_feed(client, make_comment):
    make_comment("x", name='</title><script>alert(1)</script>"', state="published")

    assert "<script" not in client.get("/comments/feed.atom").text


def test_a_feed_that_has_not_changed_is_not_sent_again(client, session, make_comment):
    comment = make_comment(state="published")
    tag = client.get("/comments/feed.atom").headers["ETag"]

    again = client.get("/comments/feed.atom", headers={"If-None-Match": tag}).status_code
    moderation.remove(session, comment, by="ruth", reason="is spam")
    after = client.get("/comments/feed.atom", headers={"If-None-Match": tag}).status_code

    assert (again, after) == (304, 200)


@pytest.mark.parametrize(
    "address",
    ["/comments/forces/none/feed.atom", "/comments/forces/%2e%2e/feed.atom", "/comments/threads/news/none/feed.atom"],
)
def test_what_is_not_there_has_no_feed(client, address):
    response = client.get(address, headers={"Accept": "application/json"})

    assert error(response)[0] == 404


def test_a_host_that_a_reader_claims_reaches_no_link(client, make_comment):
    make_comment(state="published")

    assert "evil.example" not in client.get("/comments/feed.atom", headers={"Host": "evil.example"}).text


@pytest.fixture
def old_site(site_db, tmp_path):
    """The database of the site, built long ago."""
    old = shutil.copy(site_db, tmp_path)
    os.utime(old, (0, 0))
    return old


@pytest.mark.parametrize(
    "address",
    ["/comments/feed.atom", f"{URL}/feed.atom", "/comments/forces/northshire/feed.atom", f"{URL}/count",
     f"/comments/api/counts?pages={PAGE},forces/westmere"],
)  # fmt: skip
def test_an_answer_says_when_readers_last_saw_its_threads_change(make_app, old_site, session, make_comment, address):
    app = make_app(SITE_DB=str(old_site))
    changed_at = now() + timedelta(minutes=-1)
    comment = make_comment(state="published")
    comment.thread.changed_at = changed_at
    session.commit()
    app.extensions["edition"] = Edition("old", datetime(2026, 1, 1, tzinfo=UTC))

    answer = app.test_client().get(address)

    assert answer.last_modified == changed_at.replace(microsecond=0) + timedelta(seconds=1)
    later = {"If-Modified-Since": answer.headers["Last-Modified"]}
    assert app.test_client().get(address, headers=later).status_code == 304


def test_a_count_of_threads_that_nobody_began_has_no_time(client):
    assert "Last-Modified" not in client.get(f"/comments/api/counts?pages={PAGE}").headers


def test_nothing_in_a_comment_keeps_its_feed_from_being_read(client, make_comment):
    words = clean_text("Form feed \x0c &#12; \ufffe\uffff\ufdd0 \U0001ffff here")
    make_comment(words, name=clean_name("Ada\ufffe"), state="published")

    assert [entry.author for entry in read(client).entries] == ["Ada"]


def test_comments_of_a_page_that_is_not_published_any_more_are_in_no_feed(client, make_comment):
    make_comment("Stays.", state="published")
    make_comment("Gone.", page="news/westmere-draft", state="published")

    assert [entry.summary for entry in read(client).entries] == ["<p>Stays.</p>"]


def test_a_feed_of_many_pages_goes_thread_by_thread_and_holds_the_newest_of_all(session, make_comment, monkeypatch):
    monkeypatch.setattr(feeds, "AT_ONCE", 2)
    monkeypatch.setattr(feeds, "LENGTH", 3)
    pages = [f"forces/{number}" for number in range(7)]
    comments = [make_comment(page=page, state="published") for page in (*pages, *pages[::-1])]
    make_comment(page=pages[0])

    newest = feeds.newest(session, set(pages[1:]), pages)

    assert [comment.id for comment in newest] == [comment.id for comment in comments[-2:-5:-1]]


@only_on_sqlite  # PostgreSQL reads a small table whole
def test_the_newest_of_some_pages_are_found_by_an_index(app, session, make_comment):
    make_comment(state="published")
    asked = []
    event.listen(app.extensions["engine"], "before_cursor_execute", lambda *given: asked.append(given[2]))

    feeds.newest(session, {PAGE, "forces/northshire"}, [PAGE, "forces/northshire"])

    plans = [
        session.connection().exec_driver_sql(f"explain query plan {one}", ("[]",) * one.count("?"))
        for one in [one for one in asked if one.startswith("SELECT")]
    ]
    assert [row.detail for plan in plans for row in plan if "comments" in row.detail] == [
        "SEARCH comments USING COVERING INDEX ix_comments_thread_published_at (thread_id=? AND state=?)",
        "SEARCH comments USING INTEGER PRIMARY KEY (rowid=?)",
    ]
