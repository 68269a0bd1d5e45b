"""What an author does to a comment by its private link: change its words for a while, or take it back."""

import re
from datetime import timedelta

import pytest
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from sqlalchemy import select

from comments_service.columns import now
from comments_service.models import Comment, CommentState, Revision
from comments_service.services import leading, moderation, revising
from tests.comments_service.conftest import OWN
from tests.comments_service.factories import PAGE, SECRET_KEY, status_path
from tests.comments_service.forms import TOKEN, URL, error


def edit(client, comment, headers=OWN, **fields):
    return act(client, comment, "edit", headers, **{"text": "Other words.", **fields})


def withdraw(client, comment, headers=OWN, **fields):
    return act(client, comment, "withdraw", headers, **fields)


def act(client, comment, verb, headers, **fields):
    address = status_path(comment)
    found = TOKEN.search(client.get(address).text)
    token = {"token": found[1]} if found else {}
    return client.post(f"{address}/{verb}", data=token | fields, headers=headers)


def reread(session, comment):
    session.expire_all()
    return session.get(Comment, comment.id)


def age(session, comment, **ago):
    comment.created_at = now() - timedelta(**ago)
    session.commit()


def test_an_author_can_change_the_words_and_the_old_ones_stay_on_record(client, session, make_comment):
    comment = make_comment("First *words*.")

    response = edit(client, comment, text="Other *words*.")

    assert (response.status_code, response.headers["Location"]) == (303, f"{status_path(comment)}?saved=yes")
    comment = reread(session, comment)
    assert (comment.text, comment.html, comment.revision) == ("Other *words*.", "<p>Other <em>words</em>.</p>", 2)
    kept = session.scalars(select(Revision)).one()
    assert (kept.comment_id, kept.number, kept.text, kept.html) == (
        comment.id,
        1,
        "First *words*.",
        "<p>First <em>words</em>.</p>",
    )


def test_a_published_comment_that_is_changed_is_judged_again(client, session, make_comment):
    comment = make_comment(state="published")

    edit(client, comment)

    comment = reread(session, comment)
    assert comment.state is CommentState.PENDING
    assert [(verdict.rule, verdict.revision) for verdict in comment.verdicts] == [
        ("hold-by-default", 1),
        ("hold-by-default", 2),
    ]
    assert "Other words." not in client.get(URL).text


def test_changed_words_are_made_as_harmless_as_the_first_ones(client, session, make_comment):
    comment = make_comment("First words.")

    page = edit(client, comment, text="\"'><script>alert(1)</script> [x](javascript:alert(1))\u202e")
    shown = client.get(page.headers["Location"]).text

    comment = reread(session, comment)
    assert "<script" not in comment.html + shown
    assert ("javascript:" in comment.html, "href" in comment.html, "\u202e" in comment.text) == (True, False, False)


def test_a_comment_that_says_the_same_is_left_as_it_is(client, session, make_comment):
    comment = make_comment("The same.", state="published")

    edit(client, comment, text=" The same.\n")

    comment = reread(session, comment)
    assert (comment.state, comment.revision, comment.edited_at) == (CommentState.PUBLISHED, 1, None)


def test_readers_see_that_a_comment_was_changed(client, session, make_comment):
    comment = make_comment()
    edit(client, comment)
    moderation.publish(session, reread(session, comment), by="ruth", reason="within the house rules")

    assert '<span class="comment__mark">edited</span>' in client.get(URL).text


def test_the_words_can_be_changed_for_ten_minutes(client, session, make_comment):
    soon, late = make_comment(), make_comment()
    token = TOKEN.search(client.get(status_path(late)).text)[1]
    age(session, soon, seconds=590)
    age(session, late, seconds=610)

    assert edit(client, soon).status_code == 303
    response = edit(client, late, token=token)
    assert response.status_code == 403
    assert "A comment can be changed for 10 minutes." in response.text
    assert '<pre class="comment-form__kept" dir="auto">Other words.</pre>' in response.text
    assert "Change it" not in client.get(status_path(late)).text


def test_changed_words_can_be_looked_at_first_and_none_of_them_are_kept(client, session, make_comment):
    comment = make_comment("First *words*.")

    page = act(client, comment, "preview", OWN, text="Other *words*.").text

    assert '<div class="comment__text" dir="auto"><p>Other <em>words</em>.</p></div>' in page
    assert "Other *words*.</textarea>" in page
    kept = reread(session, comment)
    assert (kept.text, kept.revision, session.scalars(select(Revision)).all()) == ("First *words*.", 1, [])


def leave(_session, _comment):
    """Do nothing: the words or the form are at fault."""


def let_time_pass(session, comment):
    age(session, comment, seconds=610)


def close_thread(session, _comment):
    leading.close(session, PAGE, by="edith", reason="the trial")


@pytest.mark.parametrize(
    ("happens", "fields", "answer"),
    [
        (leave, {"text": "x" * 4001}, (422, "The comment has 4001 characters. Please keep it to 4000.")),
        (leave, {"text": "Other.", "token": "none"}, (403, "This form is no longer good.")),
        (let_time_pass, {"text": "Other."}, (403, "A comment can be changed for 10 minutes.")),
        (close_thread, {"text": "Other."}, (403, "Comments here are closed: the trial.")),
    ],
)
def test_a_look_at_changed_words_is_refused_as_the_change_would_be(
    client, session, make_comment, happens, fields, answer
):
    comment = make_comment("First words.")
    token = TOKEN.search(client.get(status_path(comment)).text)[1]
    happens(session, comment)

    response = client.post(f"{status_path(comment)}/preview", data={"token": token} | fields, headers=OWN)

    status, sentence = answer
    assert (response.status_code, sentence in response.text, fields["text"] in response.text) == (status, True, True)


def test_looks_at_changed_words_are_counted_as_other_previews_are(make_app, make_comment):
    client, comment = make_app(PREVIEWS_BY_NETWORK="2/600").test_client(), make_comment()

    assert [act(client, comment, "preview", OWN, text="Hi.").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize("state", ["rejected", "removed"])
def test_what_a_moderator_has_decided_is_no_longer_the_author_s_to_change(client, session, make_comment, state):
    comment = make_comment()
    token = TOKEN.search(client.get(status_path(comment)).text)[1]
    moderation.publish(session, comment, by="ruth", reason="within the house rules")
    moderation.remove(session, comment, by="ruth", reason="is spam")

    responses = [edit(client, comment, token=token), withdraw(client, comment, token=token)]

    assert [response.status_code for response in responses] == [409, 409]
    assert reread(session, comment).state is CommentState.REMOVED


def test_words_that_cannot_be_kept_come_back_with_the_fault(client, session, make_comment):
    comment = make_comment("First words.")

    response = edit(client, comment, text="x" * 4001)

    assert response.status_code == 422
    assert "The comment has 4001 characters. Please keep it to 4000." in response.text
    assert "x" * 4001 in response.text
    assert reread(session, comment).text == "First words."


def test_an_author_can_take_a_comment_back(client, session, make_comment):
    comment = make_comment("Not for long.", state="published")

    withdraw(client, comment)

    assert reread(session, comment).state is CommentState.WITHDRAWN
    assert "Not for long." not in client.get(URL).text
    assert "You took it back." in client.get(status_path(comment)).text


def test_to_take_a_comment_back_twice_is_to_do_so_once(client, session, make_comment):
    comment = make_comment(state="published")
    token = TOKEN.search(client.get(status_path(comment)).text)[1]

    responses = [withdraw(client, comment, token=token) for _ in range(2)]

    assert [response.status_code for response in responses] == [303, 303]
    assert reread(session, comment).thread.published_count == 0


@pytest.mark.parametrize("verb", ["edit", "withdraw"])
def test_the_link_alone_does_nothing_from_another_site(client, session, make_comment, verb):
    comment = make_comment("First words.")

    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}, {}):
        response = act(client, comment, verb, headers, text="Other words.")
        assert response.status_code == 403

    comment = reread(session, comment)
    assert (comment.text, comment.state) == ("First words.", CommentState.PENDING)


@pytest.mark.parametrize("verb", ["edit", "withdraw"])
def test_a_form_of_one_comment_is_no_good_for_another(client, session, make_comment, verb):
    comment, other = make_comment("First words."), make_comment()
    token = TOKEN.search(client.get(status_path(other)).text)[1]

    response = act(client, comment, verb, OWN, token=token, text="Other words.")

    assert response.status_code == 403
    comment = reread(session, comment)
    assert (comment.text, comment.state) == ("First words.", CommentState.PENDING)


@pytest.mark.parametrize("hours", [23, 25])
@pytest.mark.parametrize("verb", ["edit", "withdraw"])
def test_a_form_of_a_private_page_is_good_for_a_day(client, session, make_comment, verb, hours):
    class EarlierSigner(TimestampSigner):
        def get_timestamp(self):
            return super().get_timestamp() - hours * 60 * 60

    comment = make_comment()
    earlier = URLSafeTimedSerializer(SECRET_KEY, salt="comment-form", signer=EarlierSigner)

    answer = act(client, comment, verb, OWN, token=earlier.dumps([f"status/{comment.id}", "nonce"]), text="Other.")

    session.expire_all()
    is_as_before = (comment.text, comment.state) == ("Well said.", CommentState.PENDING)
    assert (answer.status_code, is_as_before) == ((403, True) if hours > 24 else (303, False))
    assert client.get(status_path(comment)).status_code == 200


def test_a_link_that_is_none_changes_nothing(client):
    address = "/comments/status/" + "x" * 32

    for verb in ("edit", "withdraw"):
        response = client.post(f"{address}/{verb}", headers={**OWN, "Accept": "application/json"})
        assert error(response) == (404, "not-found")


def test_an_answer_to_a_comment_that_was_taken_back_keeps_its_place(client, session, make_comment):
    comment = make_comment("Not for long.", state="published")
    make_comment("Why?", answers=comment, state="published")

    revising.withdraw(session, reread(session, comment))

    page = client.get(f"/comments/threads/{PAGE}").text
    assert re.findall(r"Taken back by its author|Why\?", page) == ["Taken back by its author", "Why?"]


def test_words_cannot_be_changed_where_the_comments_are_closed_or_the_browser_is_banned(client, session, make_comment):
    closed, banned = make_comment("First.", state="published"), make_comment("First.", name="Ben", state="published")
    forms = [TOKEN.search(client.get(status_path(comment)).text)[1] for comment in (closed, banned)]
    in_a_week = now() + timedelta(days=7)
    leading.ban(session, banned.credential_id, in_a_week, by="edith", reason="breaks the rules")
    for_the_banned = client.post(f"{status_path(banned)}/edit", data={"token": forms[1], "text": "Other."}, headers=OWN)
    leading.close(session, PAGE, by="edith", reason="a trial has begun")
    for_the_closed = client.post(f"{status_path(closed)}/edit", data={"token": forms[0], "text": "Other."}, headers=OWN)

    assert (for_the_banned.status_code, for_the_closed.status_code) == (403, 403)
    assert "Comments here are closed: a trial has begun." in for_the_closed.text
    assert [reread(session, comment).text for comment in (closed, banned)] == ["First.", "First."]
    assert [
        f"{status_path(comment)}/edit" in client.get(status_path(comment)).text for comment in (closed, banned)
    ] == [False] * 2
    assert withdraw(client, closed).status_code == 303


def test_an_editors_pick_is_none_any_more_when_its_words_change(client, session, make_comment):
    comment = make_comment(state="published")
    moderation.feature(session, comment, by="edith", reason="is worth reading first")

    edit(client, comment)

    comment = reread(session, comment)
    act = comment.actions[-1]
    assert comment.featured_at is None
    assert (act.verb, act.by, act.reason) == ("unfeature", "the service", "its author changed the words")
    assert (act.before, act.after) == ("featured", "plain")
