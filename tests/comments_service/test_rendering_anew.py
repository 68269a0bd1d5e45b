"""HTML of an older renderer is made anew with an upgrade."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from comments_service.models import Comment, Revision
from comments_service.rendering import RENDERER_VERSION
from comments_service.senders import Sender
from comments_service.services import rendering_anew, revising
from comments_service.services.drafts import Draft
from noticeboard.server import make_comments
from tests.comments_service.conftest import only_on_sqlite
from tests.comments_service.factories import SECRET_KEY, SETTINGS
from tests.comments_service.forms import URL

STALE = "<p>Stale.</p>"


@pytest.fixture
def stale(session, make_comment):
    """Make a published comment as the renderer of version 0 left it."""

    def make(text="*Well* said.", **about):
        comment = make_comment(state="published", **about)
        comment.text, comment.html, comment.renderer = text, STALE, 0
        comment.thread.changed_at += timedelta(hours=1)  # whatever the clock says, a change is later than the last one
        session.commit()
        return comment

    return make


def test_a_comment_of_an_older_renderer_is_rendered_anew_and_readers_get_it(session, client, stale):
    comment = stale()
    tag, changed_at = client.get(URL).headers["ETag"], comment.thread.changed_at

    count = rendering_anew.render_anew(session)

    made = session.get_one(Comment, comment.id)
    assert (count, made.html, made.renderer) == (1, "<p><em>Well</em> said.</p>", RENDERER_VERSION)
    assert made.thread.changed_at > changed_at
    answer = client.get(URL, headers={"If-None-Match": tag})
    assert "<em>Well</em> said." in answer.text


def test_what_a_comment_said_before_is_rendered_anew_and_readers_notice_nothing(session, make_comment):
    comment, ben = make_comment("*First*.", browser="ben", state="published"), Sender("ben", "192.0.2.7")
    revising.edit(session, comment, Draft("Ada", "Second.", "<p>Second.</p>"), ben, SETTINGS)
    session.execute(update(Revision).values(html=STALE, renderer=0))
    session.commit()
    changed_at = comment.thread.changed_at

    rendering_anew.render_anew(session)

    assert session.execute(select(Revision.html, Revision.renderer)).one() == (
        "<p><em>First</em>.</p>",
        RENDERER_VERSION,
    )
    assert session.get_one(Comment, comment.id).thread.changed_at == changed_at


def test_what_can_be_rendered_no_more_is_shown_as_it_was_written(session, stale):
    text = ">" * 13 + " deep <script>"
    comment = stale(text)

    rendering_anew.render_anew(session)

    assert session.get_one(Comment, comment.id).html == f"<p>{'&gt;' * 13} deep &lt;script&gt;</p>"


def test_all_of_them_are_rendered_some_at_a_time_and_nothing_twice(session, stale, make_comment, monkeypatch):
    monkeypatch.setattr(rendering_anew, "BATCH", 2)
    for page in ("forces/westmere", "forces/northshire", "forces/westmere"):
        stale(page=page)
    make_comment()

    counts = [rendering_anew.render_anew(session) for _ in range(2)]

    assert counts == [3, 0]
    assert set(session.scalars(select(Comment.renderer))) == {RENDERER_VERSION}


def test_an_upgrade_renders_anew_and_says_so(app, session, stale):
    stale()

    said = [app.test_cli_runner().invoke(args=["upgrade"]).output for _ in range(2)]

    assert said == ["Comments rendered anew: 1.\n", ""]


@only_on_sqlite  # that of noticeboard's server, unless told otherwise
def test_the_server_renders_anew_before_it_serves(tmp_path, monkeypatch, session, database_url, site_db, stale):
    number = stale().id
    monkeypatch.setenv("COMMENTS_DATABASE_URL", database_url)
    monkeypatch.setenv("COMMENTS_SECRET_KEY", SECRET_KEY)

    make_comments(tmp_path, site_db.parent)

    session.expire_all()
    assert session.get_one(Comment, number).html == "<p><em>Well</em> said.</p>"
