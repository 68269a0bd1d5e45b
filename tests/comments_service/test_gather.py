"""What the phases go by, as the database has it."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from comments_service.columns import now
from comments_service.models import Comment, Mode, Verdict
from comments_service.services import moderators
from tests.comments_service.conftest import PASSWORD, only_on_sqlite
from tests.comments_service.factories import make_thread
from tests.comments_service.forms import TOKEN, URL, post, token

WORDS = "The force answered every recommendation but one."
DISGUISED = "THE\u200bforce  \u0430nsw\u0435red every recom\u00admendation but \u043ene!"


QUIET = "/comments/threads/forces/westmere"


@pytest.fixture
def open_site(make_app):
    """The service where comments are published at once."""
    return make_app(MODE="publish")


def send(client, **fields):
    response = post(client, token=token(client), **fields)
    assert response.status_code == 303
    return response


def found(session):
    """Return what was found against each comment, oldest first."""
    session.expire_all()
    return [
        (comment.state.value, [(verdict.rule, verdict.evidence) for verdict in comment.verdicts])
        for comment in session.scalars(select(Comment).order_by(Comment.id))
    ]


def age(session, **ago):
    for comment in session.scalars(select(Comment)):
        comment.created_at = now() - timedelta(**ago)
    session.commit()


def test_the_same_words_by_somebody_else_wait_whatever_they_are_dressed_in(open_site, session):
    send(open_site.test_client(), text=WORDS)
    send(open_site.test_client(), text=DISGUISED, name="Ben")

    assert found(session) == [("published", []), ("pending", [("repeat", "1")])]


def test_the_same_words_by_somebody_else_pass_a_day_later(open_site, session):
    send(open_site.test_client(), text=WORDS)
    age(session, days=1, seconds=1)
    send(open_site.test_client(), text=WORDS)

    assert found(session) == [("published", []), ("published", [])]


def test_the_same_words_by_the_same_browser_wait_however_long_ago_they_were(open_site, session):
    client = open_site.test_client()
    send(client, text=WORDS)
    age(session, days=400)
    send(client, text=DISGUISED)

    assert found(session) == [("published", []), ("pending", [("own-repeat", "1")])]


def test_people_may_agree_in_the_same_few_words(open_site, session):
    for _ in range(2):
        send(open_site.test_client(), text="I agree.")

    assert found(session) == [("published", []), ("published", [])]


def test_words_that_were_taken_back_may_be_sent_again(open_site, session):
    client = open_site.test_client()
    status = send(client, text=WORDS).headers["Location"]
    client.post(
        f"{status}/withdraw",
        data={"token": TOKEN.search(client.get(status).text)[1]},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    send(client, text=WORDS)

    assert found(session) == [("withdrawn", []), ("published", [])]


def test_a_comment_is_no_repeat_of_itself_when_it_is_changed(open_site, session):
    client = open_site.test_client()
    status = send(client, text=WORDS).headers["Location"]
    edit(client, status, WORDS.replace(".", "!"))

    assert found(session) == [("published", [])]


def test_a_repeat_is_of_what_a_comment_says_by_now(open_site, session):
    client = open_site.test_client()
    edit(client, send(client, text=WORDS).headers["Location"], "I have read all of it, and counted again.")

    for text in ("I have read all of it, and counted again.", WORDS):
        send(open_site.test_client(), text=text)

    assert found(session)[1:] == [("pending", [("repeat", "1")]), ("published", [])]


def test_a_comment_that_is_changed_is_judged_by_the_same_phases(open_site, session):
    client = open_site.test_client()
    send(client, text=WORDS)
    status = send(client, text="I have read all of it.").headers["Location"]

    edit(client, status, WORDS)

    assert found(session)[1] == ("pending", [("own-repeat", "1")])


def edit(client, status, text):
    form = TOKEN.search(client.get(status).text)[1]
    sent = client.post(f"{status}/edit", data={"token": form, "text": text}, headers={"Sec-Fetch-Site": "same-origin"})
    assert sent.status_code == 303


def test_a_thread_s_own_mode_goes_before_the_site_s(open_site, session):
    make_thread(session).mode = Mode.HOLD
    session.commit()

    send(open_site.test_client())

    assert found(session) == [("pending", [("hold-by-default", "")])]


def test_what_comes_sooner_than_people_write_waits(make_app, session):
    client = make_app(MODE="publish", WRITING_SECONDS="60").test_client()

    send(client)

    assert [(state, [rule for rule, _ in rules]) for state, rules in found(session)] == [("pending", ["too-quick"])]


def test_a_form_that_is_shown_again_goes_on_ageing(client):
    form = token(client)

    refused, previewed = post(client, token=form, text=""), post(client, token=form, url=f"{URL}/preview")

    assert [TOKEN.search(page.text)[1] for page in (refused, previewed)] == [form, form]


def test_a_form_that_is_no_longer_good_is_shown_again_with_a_new_token(client):
    refused = post(client, token="forged")

    assert post(client, token=TOKEN.search(refused.text)[1]).status_code == 303


def test_who_fills_in_the_field_for_programs_waits(open_site, session):
    send(open_site.test_client(), website="https://spam.example")

    assert found(session) == [("pending", [("trap", "https://spam.example")])]


def test_the_author_is_told_why_a_comment_waits_and_not_what_to_get_round(open_site):
    client = open_site.test_client()

    page = client.get(send(client, text="The casino always wins, says the report.").headers["Location"]).text

    assert "<p>Some of its words are ones that a moderator reads first.</p>" in page
    assert "from the list" not in page


def test_a_name_like_a_moderator_s_waits_though_the_moderator_has_left(open_site, session):
    moderators.add(session, "Ruth Miller", PASSWORD)
    moderators.dismiss(session, "Ruth Miller")

    send(open_site.test_client(), name="RUTH MI\u200dLL\u0415R")

    assert found(session) == [("pending", [("reserved-name", "RUTH MILL\u0415R")])]


def test_controls_that_turn_the_text_around_are_gone_from_names_and_texts(open_site, session):
    send(open_site.test_client(), name="\u202enimda", text="\u2067Well\u2069 said.")

    assert session.execute(select(Comment.name, Comment.text)).all() == [("nimda", "Well said.")]


def test_a_browser_of_which_much_was_held_waits_from_then_on(open_site, session):
    client = open_site.test_client()
    for number in range(3):
        send(client, text=f"SHOUTING AT THE FORCE AGAIN {'X' * number}")

    send(client, text=WORDS)

    assert found(session)[3] == ("pending", [("flood by browser", "")])


def test_a_network_of_which_much_was_held_waits_from_then_on(open_site, session):
    for number in range(10):
        send(open_site.test_client(), name="admin", text=f"Comment {number}.")

    send(open_site.test_client(), text=WORDS)

    assert found(session)[10] == ("pending", [("flood by network", "")])


def test_what_waits_by_default_is_no_flood(app, session):
    client = app.test_client()
    for number in range(5):
        send(client, text=f"Comment {number}.")

    assert {rule for (rule,) in session.execute(select(Verdict.rule))} == {"hold-by-default"}


def test_a_thread_that_fills_up_waits_before_it_refuses(make_app, session):
    client = make_app(MODE="publish", POSTS_IN_THREAD="20/3600", POSTS_BY_BROWSER="100/1").test_client()

    answers = [post(client, token=token(client), text=f"Comment {number}.").status_code for number in range(21)]

    assert answers == [303] * 20 + [429]
    assert [rules for _, rules in found(session)] == [[], []] + [[("flood in thread", "")]] * 18


@pytest.fixture
def statements(app):
    """What the database is asked."""
    asked = []
    event.listen(app.extensions["engine"], "before_cursor_execute", lambda *given: asked.append(given[2]))
    return asked


def test_a_comment_costs_as_many_statements_however_much_was_said_before(make_comment, statements):
    for _ in range(20):
        make_comment(WORDS)
    before = len(statements)
    make_comment(WORDS)
    last = len(statements) - before
    make_comment(WORDS)

    assert len(statements) - before == 2 * last


@only_on_sqlite  # PostgreSQL reads a small table whole
def test_repeats_are_found_by_an_index(app, session, make_comment, statements):
    make_comment(WORDS)
    searches = [statement for statement in statements if "comments.folded =" in statement]

    plans = [
        session.connection().exec_driver_sql(f"explain query plan {one}", (1,) * one.count("?")) for one in searches
    ]
    assert [row.detail for plan in plans for row in plan if "comments" in row.detail] == [
        "SEARCH comments USING INDEX ix_comments_credential (credential_id=?)",
        "SEARCH comments USING INDEX ix_comments_folded (folded=? AND created_at>?)",
    ]


def test_a_thread_that_fills_up_is_nobody_s_fault(make_app, session):
    client = make_app(MODE="publish", POSTS_IN_THREAD="10/3600", POSTS_BY_BROWSER="100/1").test_client()
    for number in range(5):
        send(client, text=f"Comment {number} on a busy page.")

    post(client, token=token(client, QUIET), url=QUIET, text="A word on a quiet page.")

    assert found(session)[-1] == ("published", [])
