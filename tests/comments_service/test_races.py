"""Acts on one thread at the same moment: each is seen whole by the next."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from comments_service.columns import now
from comments_service.errors import Refusal
from comments_service.models import Comment, CommentState, ModerationAction, Thread
from comments_service.services import leading, moderation, revising
from comments_service.services.states import lock_thread
from tests.comments_service.factories import PAGE, make_thread
from tests.comments_service.forms import TOKEN, post, token

EIGHT = 8


@pytest.fixture
def open_app(make_app):
    """The service where comments are published at once, and as many as one likes."""
    rates = dict.fromkeys(("POSTS_BY_NETWORK", "POSTS_BY_BROWSER", "POSTS_IN_THREAD", "BRAKE"), "1000/1")
    return make_app(MODE="publish", **rates)


@pytest.fixture
def at_once(open_app):
    """Let acts begin at the same moment, each with a session of its own; returns what they return."""

    def run(*acts):
        barrier = Barrier(len(acts))

        def begin(act):
            with open_app.extensions["sessions"]() as session:
                barrier.wait()
                return act(session)

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(begin, acts))

    return run


def gather(answers):
    return [answer for some in answers for answer in some]


def poster(app, form, number, **fields):
    """Return an act: three comments from one browser."""

    def act(_session):
        texts = [f"Comment {number}.{part}." for part in range(3)]
        return [post(app.test_client(), token=form, text=text, **fields).status_code for text in texts]

    return act


def count(session, *conditions):
    session.rollback()
    return session.scalar(select(func.count()).select_from(Comment).where(*conditions))


def published_count(session):
    session.expire_all()
    return session.scalars(select(Thread.published_count).where(Thread.page == PAGE)).one()


def test_nobody_posts_after_a_thread_is_closed(open_app, session, at_once):
    make_thread(session)
    form = token(open_app.test_client())

    def close(own):
        thread = own.scalars(select(Thread)).one()
        lock_thread(own, thread)
        thread.closed_at, thread.closed_reason = now(), "a trial begins"
        own.commit()
        return []

    answers = gather(at_once(*(poster(open_app, form, number) for number in range(EIGHT - 1)), close))

    assert set(answers) <= {303, 403}
    assert count(session) == answers.count(303) == published_count(session)
    assert count(session, Comment.created_at > session.scalars(select(Thread.closed_at)).one()) == 0


def test_nobody_answers_a_comment_that_is_removed(open_app, session, make_comment, at_once):
    comment = make_comment(state="published")
    form = token(open_app.test_client())

    def remove(own):
        moderation.remove(own, own.get(Comment, comment.id), by="ruth", reason="names a victim")
        return []

    posters = (poster(open_app, form, number, parent=str(comment.id)) for number in range(EIGHT - 1))
    answers = gather(at_once(*posters, remove))

    assert set(answers) <= {303, 409}
    assert count(session, Comment.parent_id == comment.id) == answers.count(303) == published_count(session)
    removed_at = session.scalars(select(ModerationAction.at).where(ModerationAction.verb == "remove")).one()
    assert count(session, Comment.parent_id == comment.id, Comment.created_at > removed_at) == 0


def test_nobody_answers_a_comment_that_is_taken_back(open_app, session, make_comment, at_once):
    comment = make_comment(state="published")
    form = token(open_app.test_client())

    def withdraw(own):
        revising.withdraw(own, own.get(Comment, comment.id))
        return []

    posters = (poster(open_app, form, number, parent=str(comment.id)) for number in range(EIGHT - 1))
    answers = gather(at_once(*posters, withdraw))

    assert set(answers) <= {303, 409}
    assert count(session, Comment.state == CommentState.PUBLISHED) == answers.count(303) == published_count(session)


def test_the_same_submission_from_eight_sides_is_one_comment_and_counts_once(make_app, session):
    app = make_app(POSTS_BY_NETWORK="2/3600")
    form = token(app.test_client())

    with ThreadPoolExecutor(EIGHT) as pool:
        answers = list(pool.map(lambda _: post(app.test_client(), token=form).headers["Location"], range(EIGHT)))

    assert (len(set(answers)), count(session)) == (1, 1)
    assert [post(app.test_client(), token=form, text=text).status_code for text in ("One.", "Two.")] == [303, 429]


def test_one_act_at_a_time_is_done_to_a_comment_by_its_author_and_a_moderator(open_app, session, make_comment, at_once):
    comment = make_comment(state="published")

    def try_to(act):
        def attempt(own):
            try:
                act(own, own.get(Comment, comment.id))
            except Refusal as refusal:
                return refusal.code
            return "done"

        return attempt

    def remove(own, mine):
        moderation.remove(own, mine, by="ruth", reason="names a victim")

    done = at_once(*[try_to(remove), try_to(revising.withdraw)] * 4)

    assert set(done) <= {"done", "wrong-state"}
    assert (done.count("done") > 0, published_count(session), count(session, Comment.state == "published")) == (
        True,
        0,
        0,
    )


def test_eight_browsers_that_write_react_and_report_at_once_on_the_day_s_first_moment_all_get_an_answer(
    open_app, session, make_comment, at_once
):
    comment = make_comment(state="published")
    form = token(open_app.test_client())

    def visit(number):
        def act(_session):
            client = open_app.test_client()
            sent = {"headers": {"Sec-Fetch-Site": "same-origin"}}
            return [
                post(client, token=form, text=f"Comment {number}.").status_code,
                client.post(
                    f"/comments/comments/{comment.id}/reactions/useful", data={"token": form}, **sent
                ).status_code,
                client.post(
                    f"/comments/comments/{comment.id}/report", data={"token": form, "reason": "other"}, **sent
                ).status_code,
            ]

        return act

    answers = at_once(*(visit(number) for number in range(EIGHT)))

    # once enough have reported it, the comment is held, and nobody can react to it or report it any more
    assert {tuple(answer) for answer in answers} <= {(303, 303, 200), (303, 303, 404), (303, 404, 404)}
    assert TOKEN.search(open_app.test_client().get(f"/comments/threads/{PAGE}").text)


def test_the_first_comments_of_a_page_are_all_kept_and_each_once(open_app, session):
    for page in ("forces/northshire", "forces/westmere", PAGE):
        url = f"/comments/threads/{page}"
        forms = [token(open_app.test_client(), url) for _ in range(2)]
        with ThreadPoolExecutor(EIGHT) as pool:
            sent = [pool.submit(post, open_app.test_client(), url=url, token=form) for form in forms * 4]
            answers = [answer.result().status_code for answer in sent]

        assert answers == [303] * EIGHT
        assert count(session, Comment.thread.has(page=page)) == len(forms)


def test_editors_who_close_a_page_at_the_same_moment_close_it_once(session, at_once):
    def close(own):
        try:
            leading.close(own, PAGE, by="edith", reason="a trial has begun")
        except Refusal as refusal:
            return refusal.code
        return "closed"

    assert sorted(at_once(*[close] * 4)) == ["closed", *["wrong-state"] * 3]
