"""What the desk's pages show, and what came of what was done there."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from comments_service.columns import now
from comments_service.display import show_instant
from comments_service.models import Comment, CommentState, FlagReason, ModerationAction, Role, Thread
from comments_service.rendering import clean_text
from comments_service.services import brake, leading, moderation, queues, revising
from comments_service.telling import ACTS, REPORTS, UNDOING
from tests.comments_service.conftest import OWN, sign_in_as
from tests.comments_service.factories import PAGE, make_bans, make_flag, status_path
from tests.comments_service.forms import TOKEN

DESK = "/comments/desk/"
TITLE = "Healthcare in custody at Northshire"


def send(client, path, **fields):
    """Send a form of the desk."""
    token = TOKEN.search(client.get(f"{DESK}find").text)[1]
    return client.post(f"{DESK}{path}", data={"token": token, **fields}, headers=OWN)


def read(client, path=""):
    """Return a page of the desk, and its words without what turns them around."""
    page = BeautifulSoup(client.get(f"{DESK}{path}").text, "html.parser")
    return page, words_of(page)


def words_of(page):
    return re.sub(r"\s+", " ", re.sub("[\u2068\u2069]", "", page.get_text(" ")))


def follow(client, response):
    return words_of(BeautifulSoup(client.get(response.headers["Location"]).text, "html.parser"))


def test_what_was_done_is_told_where_it_leads_back_to_with_a_way_to_undo_it(ruth, session, make_comment):
    comment = make_comment()

    done = follow(
        ruth,
        send(ruth, f"comments/{comment.id}/reject", revision=1, flag=0, reason="spam", words="Watches.", back=DESK),
    )
    undone = follow(ruth, send(ruth, "undo", act=session.scalars(select(ModerationAction.id)).one(), back=DESK))

    assert f"ruth rejected the comment by Ada on {TITLE}. Why: is spam: Watches. Undo" in done
    assert f"ruth undid that ruth rejected the comment by Ada on {TITLE}; it waits again." in undone
    assert "Waiting: 1" in undone


def test_what_cannot_be_undone_says_why(ruth, session, make_comment):
    comment = make_comment(state="removed")

    answer = send(ruth, "undo", act=comment.actions[0].id, back=f"{DESK}acts")

    assert answer.status_code == 409
    page = BeautifulSoup(answer.text, "html.parser")
    assert "Something else has happened to the comment since, so this was not undone." in words_of(page)
    assert page.find("a", string="Back to the desk")["href"] == f"{DESK}acts"


def test_a_decision_takes_its_context_with_it(ruth, make_comment):
    asked = make_comment("Who checked?", name="Ben", state="published")
    make_comment("Another one of mine.", browser="ada's", state="rejected")
    make_comment("SHOUTED ALL OVER THE PLACE", answers=asked, browser="ada's")

    page, words = read(ruth)

    article = page.find("article")
    assert words_of(article).startswith(" Ada ")
    for part in ("It answers Ben : Who checked?", "100% of its letters are capitals.", "1 other of the same browser", "Another one of mine. rejected"):  # fmt: skip
        assert part in words
    assert article.find("a", string="Another one of mine.")


def test_reports_stand_with_their_reasons_and_words(ruth, session, make_comment):
    comment = make_comment(state="published")
    make_flag(session, comment, FlagReason.LEGAL, "A <b>trial</b>.")
    make_flag(session, comment, FlagReason.LEGAL)

    page, words = read(ruth, "reported")

    assert "2 readers report it: it could harm a trial, or is against the law. A <b>trial</b>." in words
    assert [button.get_text().split()[0] for button in page.select(".desk-item__button")] == ["Keep", "Remove"]
    assert "Reported: 1" in words


def test_many_are_done_at_once_with_a_line_for_each(ruth, session, make_comment):
    first, second, third = make_comment(), make_comment(name="Ben"), make_comment(state="published")

    answer = send(
        ruth,
        "many",
        choice="reject other",
        comment=[f"{one.id}.1.0" for one in (first, second, third)],
        **{"words-reject": "The same."},
    )

    page = BeautifulSoup(answer.text, "html.parser")
    assert [words_of(entry.p).strip() for entry in page.select(".desk__entry")] == [
        f"ruth rejected the comment by Ada on {TITLE}. Why: other: The same.",
        f"ruth rejected the comment by Ben on {TITLE}. Why: other: The same.",
        f"The comment by Ada on {TITLE} : The comment is published by now, so this was not done."
        f" ruth published the comment by Ada on {TITLE}. Why: within the house rules.",
    ]
    acts = [
        field["value"]
        for field in page.find("button", string="Undo all of it").find_parent("form").select("[name=act]")
    ]
    assert send(ruth, "undo", act=acts).status_code == 200
    session.expire_all()
    assert [session.get(Comment, one.id).state for one in (first, second)] == [CommentState.PENDING] * 2


@pytest.mark.parametrize(
    ("fields", "status", "message"),
    [
        ({"choice": "publish within-rules"}, 422, "Tick the comments first, 100 at most."),
        ({"choice": "publish within-rules", "comment": ["one", "1", "1.1", "-1.1.0", "9999999999.1.0"]}, 422, "Tick the comments first, 100 at most."),
        ({"choice": "reject", "comment": "1.1.0"}, 422, "Choose a reason for what you do."),
        ({"choice": "reject within-rules", "comment": "1.1.0"}, 422, "Choose a reason for what you do."),
        ({"choice": "edit spam", "comment": "1.1.0"}, 404, "There is nothing at this address."),
        ({"comment": "1.1.0"}, 404, "There is nothing at this address."),
    ],
)  # fmt: skip
def test_many_are_done_only_with_a_choice_and_a_reason(ruth, session, make_comment, fields, status, message):
    make_comment()

    answer = send(ruth, "many", **fields)

    assert (answer.status_code, message in answer.text) == (status, True)
    assert session.query(ModerationAction).count() == 0


@pytest.mark.parametrize(
    ("path", "fields", "message"),
    [
        ("comments/{}/ban", {"until": "", "reason": "x"}, "Choose a day."),
        ("comments/{}/ban", {"until": "2026-02-30", "reason": "x"}, "Choose a day."),
        ("comments/{}/ban", {"until": "2020-01-01", "reason": "x"}, "Choose a day that lies ahead, within a year."),
        ("comments/{}/ban", {"until": "9999-12-31", "reason": "x"}, "Choose a day that lies ahead, within a year."),
        ("brake", {"hours": "0.1", "reason": "x"}, "Choose for how long."),
        ("brake", {"hours": "1", "reason": " "}, "Say why."),
        (f"threads/{PAGE}/mode", {"reason": "x"}, "Choose what happens to comments there."),
        (f"threads/{PAGE}/close", {}, "Say why."),
        (f"threads/{PAGE}/answer", {"text": " "}, "Please write something before you send it."),
    ],
)
def test_a_form_that_is_not_filled_in_does_nothing(edith, session, make_comment, path, fields, message):
    answer = send(edith, path.format(make_comment().id), **fields)

    assert (answer.status_code, message in answer.text) == (422, True)
    assert session.query(ModerationAction).count() == 0


@pytest.mark.parametrize("path", ["close", "mode", "answer"])
def test_no_thread_is_led_or_begun_under_a_page_that_is_not_published(edith, session, path):
    answer = send(edith, f"threads/notices/nowhere/{path}", reason="x", mode="hold", text="Hello.")

    assert answer.status_code == 404
    assert session.query(Thread).count() == 0


def test_a_moderators_answer_leads_back_to_what_it_answers_and_stands_on_the_page(ruth, client, make_comment):
    comment = make_comment("Who checked?", state="published")
    path = f"comments/{comment.id}/answer"

    answers = [send(ruth, path, text="The inspectors did.", back=f"{DESK}comments/{comment.id}") for _ in range(2)]

    assert f"ruth wrote to readers of {TITLE}." in follow(ruth, answers[0])
    thread = client.get(f"/comments/threads/{PAGE}").text
    assert (thread.count("The inspectors did."), thread.count('class="comment__badge">Moderator<')) == (1, 1)


@pytest.mark.parametrize("length", [61, 200])
def test_a_moderator_with_a_long_name_answers_under_it(app, session, client, make_comment, length):
    name = "r" * length
    answer = send(
        sign_in_as(app, session, name, Role.MODERATOR),
        f"comments/{make_comment(state='published').id}/answer",
        text="We asked.",
    )

    assert answer.status_code == 303
    assert name in client.get(f"/comments/threads/{PAGE}").text


def test_words_of_a_moderator_are_made_as_harmless_as_those_of_readers(ruth, client, make_comment):
    send(ruth, f"threads/{PAGE}/answer", text="<script>alert(1)</script> [a](javascript:alert(1)) \u202e")

    thread = client.get(f"/comments/threads/{PAGE}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; [a](javascript:alert(1))" in thread
    assert "\u202e" not in thread


def test_no_form_of_the_desk_changes_words_of_readers(edith, session, make_comment):
    comment = make_comment("As it was.", state="published")
    make_flag(session, comment)

    page, _ = read(edith, f"comments/{comment.id}")

    fields = {field["name"] for field in page.select("input[name], textarea[name], select[name], button[name]")}
    assert fields == {"token", "back", "revision", "flag", "reason", "words", "act", "text", "until"}
    forged = {"text": "Not so.", "name": "Eve", "html": "<b>"}
    kept = send(edith, f"comments/{comment.id}/keep", reason="within-rules", revision=1, flag=999, **forged)
    session.rollback()
    assert kept.status_code == 303
    assert (comment.text, comment.name, comment.html, comment.revision) == ("As it was.", "Ada", "<p>As it was.</p>", 1)


def test_what_is_for_editors_stands_where_an_editor_looks(ruth, edith, make_comment):
    comment = make_comment(state="published")
    addresses = (f"comments/{comment.id}", f"threads/{PAGE}")

    shown = [
        [form["action"].rpartition("/")[2] for path in addresses for form in read(who, path)[0].select("form[action]")]
        for who in (ruth, edith)
    ]

    assert set(shown[1]) - set(shown[0]) == {"feature", "ban", "close", "mode"}
    assert "Brake and bans" in read(edith)[1]
    assert "Brake and bans" not in read(ruth)[1]


def test_a_thread_tells_whether_it_is_open_and_what_happens_there(edith, session, make_comment):
    make_comment()
    path = f"threads/{PAGE}"
    told = [read(edith, path)[1]]
    leading.set_mode(session, PAGE, "publish", by="edith", reason="so it is")
    told.append(read(edith, path)[1])
    leading.close(session, PAGE, by="edith", reason="a trial has begun")
    told.append(read(edith, path)[1])

    assert "Comments wait for a moderator, as on the whole site." in told[0]
    assert "Comments appear at once. " in told[1]
    assert "Comments are closed because a trial has begun." in told[2]
    assert "Write to readers here" not in told[2]


def test_everybody_at_the_desk_sees_that_the_brake_is_on(ruth, session):
    brake.pull(session, by="edith", reason="a crowd", until=now() + timedelta(hours=1))

    assert "every comment waits. Pulled by edith ; why: a crowd ." in read(ruth, "acts")[1]


def test_a_banned_browser_is_listed_with_what_it_said_last(edith, session, make_comment):
    comment = make_comment("Nothing but spam.")
    day = (now() + timedelta(days=7)).date()
    send(edith, f"comments/{comment.id}/ban", until=day.isoformat(), reason="nothing but spam")

    page, words = read(edith, "readers")

    assert f"Browser {comment.credential_id}, until {day.day} {day:%B %Y} at 00:00 UTC" in words
    assert page.find("a", string="Nothing but spam.")["href"] == f"{DESK}find?browser={comment.credential_id}"
    assert "It may not write until" in read(edith, f"comments/{comment.id}")[1]


def test_the_brake_stands_above_however_many_browsers_may_not_write(edith, session):
    make_bans(session, 600, now() + timedelta(days=7))

    page, words = read(edith, "readers")
    rest = read(edith, f"readers{page.find('a', rel='next')['href']}")[0]

    assert words.index("Pull the brake") < words.index("Browsers that may not write")
    assert (len(page.select("section.desk-item")), len(rest.select("section.desk-item"))) == (20, 20)
    assert rest.find("input", attrs={"name": "back"})["value"].startswith(f"{DESK}readers?after=")


def test_comments_are_found_and_found_again_after_an_act(ruth, make_comment):
    comment = make_comment("Find me & <b>keep</b> me.", name="Zoë")
    make_comment("Not me.")
    query = {"words": "me & <b>", "name": "zoë", "page": f"/{PAGE}/", "state": "pending", "before": "100"}

    page = ruth.get(f"{DESK}find", query_string=query)
    found = BeautifulSoup(page.text, "html.parser")
    back = found.find("article").find("input", attrs={"name": "back"})["value"]

    assert [article["id"] for article in found.select("article")] == [f"comment-{comment.id}"]
    assert found.find("input", id="words")["value"] == "me & <b>"
    answer = send(ruth, f"comments/{comment.id}/publish", revision=1, flag=0, reason="within-rules", back=back)
    assert "Zoë" in follow(ruth, answer)
    assert answer.headers["Location"].startswith(f"{DESK}find?words=me+%26+%3Cb%3E&")


@pytest.mark.parametrize(
    "query", ["words=%00", "name=%E2%80%AE", "state=nonsense", "browser=-1", "before=x", "words=" + "x" * 5000, ""]
)
def test_what_nobody_can_look_for_finds_nothing_and_fails_nowhere(ruth, make_comment, query):
    make_comment()

    answer = ruth.get(f"{DESK}find?{query}")

    assert (answer.status_code, "<article" in answer.text) == (200, False)


@pytest.mark.parametrize("path", ["", "reported", "acts", f"threads/{PAGE}"])
@pytest.mark.parametrize(
    "query", ["after=x&before=x&done=x", "after=999999999&before=0&done=999999999", "after=-1", "after=1e9"]
)
def test_a_place_to_begin_at_that_is_none_fails_nowhere(ruth, make_comment, path, query):
    make_comment()

    assert ruth.get(f"{DESK}{path}?{query}").status_code == 200


def test_the_next_page_of_a_search_keeps_what_is_looked_for(ruth, make_comment, monkeypatch):
    monkeypatch.setattr(queues, "PAGE_SIZE", 1)
    numbers = [make_comment("Me & me.").id for _ in range(2)]

    page, _ = read(ruth, "find?words=me+%26&done=1")

    assert page.find("a", rel="next")["href"] == f"?words=me%20%26&before={numbers[1]}"


def test_the_author_is_told_why_the_comment_is_gone_after_all(session, client, make_comment):
    comment = make_comment(state="removed")
    moderation.undo(session, moderation.restore(session, comment, by="ruth", reason="undoes a mistake"), by="ruth")

    page = client.get(status_path(comment)).text
    assert ("It was removed by a moderator." in page, "Why: it names a victim." in page) == (True, True)


def test_every_act_and_every_report_has_its_sentence():
    others = {"hold", "undo", "answer", "close", "reopen", "mode", "ban", "lift", "brake", "release"}
    on_the_command_line = {"moderator-add", "moderator-reset", "moderator-dismiss", "moderator-role"}

    assert set(ACTS) == set(moderation.DOING) | others | on_the_command_line
    assert set(UNDOING) == set(moderation.DOING)
    assert set(REPORTS) == set(FlagReason)


def test_a_name_does_not_turn_the_sentence_around_it(ruth, session, make_comment):
    make_comment("من تحقق؟", name="بن", state="published")

    assert "the comment by \u2068بن\u2069 on" in ruth.get(f"{DESK}acts").text


def test_the_log_tells_what_changed_and_until_when(edith, session, make_comment):
    comment, until = make_comment(state="removed"), [datetime(2030, 5, day, tzinfo=UTC) for day in (1, 2)]
    who, number = {"by": "edith", "reason": "so it is"}, comment.credential_id
    moderation.restore(session, comment, **who)
    leading.set_mode(session, PAGE, "publish", **who)
    brake.pull(session, until=until[0], **who)
    brake.pull(session, until=until[1], **who)
    brake.release(session, **who)
    comment.credential.banned_until = until[0]
    days = [now() + timedelta(days=days) for days in (3, 9)]
    for day in days:
        leading.ban(session, number, day, **who)
    leading.lift(session, number, **who)

    told = [
        entry.time.extract() and words_of(entry.p).strip() for entry in read(edith, "acts")[0].select(".desk__entry")
    ]

    ends = [show_instant(end) for end in (*until, *days)]
    assert [re.sub(r"\. Why: .*", "", line) for line in told[:8]] == [
        f"edith lets browser {number} write again, which was kept from it until {ends[3]}",
        f"edith keeps browser {number} from writing until {ends[3]}; before, it was until {ends[2]}",
        f"edith keeps browser {number} from writing until {ends[2]}; before, it was until {ends[0]}",
        f"edith released the brake, which was on until {ends[1]}",
        f"edith pulled the brake again: all comments wait until {ends[1]}; before, it was until {ends[0]}",
        f"edith pulled the brake: all comments wait until {ends[0]}",
        f"edith changed what happens on {TITLE} from “as on the whole site” to “comments appear at once”",
        f"edith restored the comment by Ada on {TITLE}, which was removed",
    ]


def test_an_undoing_tells_what_was_undone_and_whose_it_was(ruth, session, make_comment):
    comment = make_comment()
    rejected = moderation.reject(session, comment, by="edith", reason="is spam")
    moderation.undo(session, rejected, by="ruth")

    assert f"ruth undid that edith rejected the comment by Ada on {TITLE}; it waits again." in read(ruth, "acts")[1]


def test_only_what_one_did_oneself_is_undone_by_a_key(ruth, edith, session, make_comment):
    comment = make_comment()
    done = send(ruth, f"comments/{comment.id}/publish", revision=1, flag=0, reason="within-rules", back=DESK)
    address = done.headers["Location"].removeprefix(DESK)

    keys = [
        len(read(who, path)[0].select("[data-key=u]"))
        for who, path in ((ruth, address), (edith, address), (ruth, "acts"))
    ]

    assert keys == [1, 0, 0]


def read_again(page):
    """Return what a form would send that a refusal shows again, and the fields that one sees of it."""
    form = BeautifulSoup(page.text, "html.parser").select_one("main form:has([id^=again-])")
    sent = [(field["name"], field.get("value", field.text.strip("\n"))) for field in form.select("input, textarea")]
    return form["action"], sent, [field["name"] for field in form.select("[id^=again-]")]


@pytest.mark.parametrize(
    ("path", "fields", "seen", "fault"),
    [
        ("comments/{}/reject", {"revision": "1", "flag": "0", "reason": "other", "words": ""}, ["words"], "Say in words what the other reason is."),
        ("many", {"choice": "reject other", "comment": ["1.1.0", "2.1.0"], "words-reject": "", "words-remove": ""}, ["words-reject"], "Say in words what the other reason is."),
        ("comments/{}/ban", {"until": "2020-01-01", "reason": "nothing but spam"}, ["until", "reason"], "Choose a day that lies ahead, within a year."),
        (f"threads/{PAGE}/close", {"reason": "x" * 301}, ["reason"], "That has 301 characters. Please keep it to 300."),
        ("comments/{}/reject", {"revision": "1", "flag": "0", "reason": "spam", "words": "x" * 501}, ["words"], "That has 501 characters. Please keep it to 500."),
        (f"threads/{PAGE}/answer", {"text": "a [" * 600}, ["text"], "The comment has 600 of Markdown's signs. Please keep lines and signs such as * [ > ` to 500 in all."),
    ],
)  # fmt: skip
def test_a_form_with_a_fault_comes_back_as_it_was_filled_in(edith, make_comment, path, fields, seen, fault):
    first, _ = make_comment(state="pending" if "ban" not in path else "published"), make_comment()

    page = send(edith, path.format(first.id), **fields)
    action, sent, shown = read_again(page)

    given = [(name, one) for name, value in fields.items() for one in ([value] if isinstance(value, str) else value)]
    assert (page.status_code, action, sorted(shown)) == (422, DESK + path.format(first.id), sorted(seen))
    assert sorted(one for one in sent if one[0] not in {"token", "back"}) == sorted(
        (name, clean_text(value)) for name, value in given
    )
    summary = BeautifulSoup(page.text, "html.parser").select_one("[role=alert] a")
    assert (summary.text, summary["href"].removeprefix("#again-") in seen) == (fault, True)


def test_a_form_that_is_mended_does_what_was_chosen(ruth, session, make_comment):
    comments = [make_comment(), make_comment()]
    ticks = [f"{one.id}.1.0" for one in comments]

    _, sent, _ = read_again(send(ruth, "many", choice="reject other", comment=ticks))
    mended = MultiDict([(name, text or "Not here.") for name, text in sent])
    answer = ruth.post(f"{DESK}many", data=mended, headers=OWN)

    assert answer.status_code == 200
    session.expire_all()
    assert [one.actions[-1].reason for one in comments] == ["other: Not here."] * 2


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("comments/{}/reject", {"reason": "spam", "words": "A long explanation."}),
        ("comments/{}/answer", {"text": "A long explanation."}),
        ("many", {"choice": "reject spam", "comment": "1.1.0", "words-reject": "A long explanation."}),
        (f"threads/{PAGE}/close", {"reason": "A long explanation."}),
    ],
)
def test_words_in_a_form_that_is_no_longer_good_are_given_back(edith, make_comment, path, fields):
    form = {"token": "of yesterday", **fields}

    answer = edith.post(DESK + path.format(make_comment().id), data=form, headers=OWN)

    kept = BeautifulSoup(answer.text, "html.parser").select("pre.comment-form__kept")
    assert (answer.status_code, [words.text for words in kept]) == (403, ["A long explanation."])


def test_a_conflict_says_who_was_first_and_leads_on(ruth, session, make_comment):
    comment = make_comment()
    moderation.publish(session, comment, by="edith", reason="within the house rules")

    answer = send(ruth, f"comments/{comment.id}/reject", revision=1, flag=0, reason="spam", words="Watches.")

    page = BeautifulSoup(answer.text, "html.parser")
    assert "The comment is published by now, so this was not done." in words_of(page)
    assert f"edith published the comment by Ada on {TITLE}." in words_of(page)
    assert page.find("a", href=f"{DESK}comments/{comment.id}").text == f"The comment by Ada on {TITLE}"


def test_an_undoing_that_came_too_late_says_who_was_first(ruth, session, make_comment):
    comment = make_comment()
    done = moderation.publish(session, comment, by="ruth", reason="within the house rules")
    moderation.undo(session, done, by="edith")

    answer = send(ruth, "undo", act=done.id)

    words = words_of(BeautifulSoup(answer.text, "html.parser"))
    assert "This was undone already." in words
    assert f"edith undid that ruth published the comment by Ada on {TITLE}; it waits again." in words


def test_no_act_is_named_that_did_not_lead_to_where_a_comment_stands(ruth, session, make_comment):
    comment = make_comment(state="published")
    revising.withdraw(session, comment)

    answer = send(ruth, f"comments/{comment.id}/remove", revision=1, flag=0, reason="spam")

    assert "The comment is withdrawn by now, so this was not done." in answer.text
    assert "published the comment by" not in answer.text


def test_another_site_shows_nobody_words_of_its_own(client, ruth, make_comment):
    path = f"{DESK}comments/{make_comment().id}/answer"
    forged = {"data": {"text": "Spoken by nobody."}, "headers": {"Origin": "https://evil.example"}}

    answers = [who.post(path, **forged) for who in (client, ruth)]

    assert [(answer.status_code, "Spoken by nobody." in answer.text) for answer in answers] == [
        (401, False),
        (403, False),
    ]


def test_a_form_that_is_too_large_is_no_failure_for_who_is_signed_out(app, client, make_comment):
    app.testing = False

    answer = client.post(f"{DESK}comments/{make_comment().id}/answer", data={"text": "x" * 200_000}, headers=OWN)

    assert answer.status_code == 401


def test_that_all_comments_wait_is_said_only_where_they_do_no_longer(ruth, session, make_comment):
    make_comment("SHOUTED ALL OVER THE PLACE")
    told = [read(ruth)[0].select_one(".desk-item__why").get_text("|", strip=True)]
    leading.set_mode(session, PAGE, "publish", by="edith", reason="quiet")
    told.append(read(ruth)[0].select_one(".desk-item__why").get_text("|", strip=True))

    capitals = "100% of its letters are capitals."
    assert told == [capitals, f"Every comment here waits for a moderator.|{capitals}"]


def test_a_comment_that_merely_waits_has_nothing_against_it(ruth, make_comment):
    make_comment()

    assert read(ruth)[0].select(".desk-item__why") == []


def test_who_removes_a_comment_is_told_how_many_answer_it(ruth, make_comment):
    asked = make_comment("Who checked?", state="published")
    answers = [make_comment(f"Answer {number}.", answers=asked, state="published") for number in range(2)]
    make_comment("A third one.", answers=answers[0], state="published")
    make_comment("Not yet.", answers=asked)

    told = {
        article["id"]: form.select_one("p").text
        for article in read(ruth, f"threads/{PAGE}")[0].select("article")
        for form in article.select(".desk-reasons")
        if "below it" in form.text
    }

    assert told == {
        f"comment-{asked.id}": "2 answers stand below it; a line stays in its place.",
        f"comment-{answers[0].id}": "1 answer stands below it; a line stays in its place.",
    }


def test_a_comments_own_page_tells_what_came_of_its_reports(ruth, session, make_comment):
    comment = make_comment(state="published")
    make_flag(session, comment, FlagReason.ABUSE, "It is rude.")
    moderation.keep(session, comment, by="ruth", reason="within the house rules")
    make_flag(session, comment, FlagReason.LEGAL)
    moderation.remove(session, comment, by="ruth", reason="is spam")

    page, _ = read(ruth, f"comments/{comment.id}")
    reports = page.find("h2", string="Reports that were looked at").find_next("ul").select("li")

    day = r"\d+ \w+ \d+ at \d+:\d+ UTC"
    expected = [
        rf"Reported on {day}: it could harm a trial, or is against the law\. Upheld on {day}\.",
        rf"Reported on {day}: it abuses somebody\. Dismissed on {day}\. It is rude\.",
    ]
    assert len(reports) == 2
    assert all(re.fullmatch(line, words_of(report).strip()) for line, report in zip(expected, reports, strict=True))


def test_after_a_ban_a_link_leads_to_what_waits_from_that_browser(edith, make_comment):
    comment = make_comment("Nothing but spam.")
    day = (now() + timedelta(days=7)).date().isoformat()

    answer = send(edith, f"comments/{comment.id}/ban", until=day, reason="spam", back=f"{DESK}comments/{comment.id}")
    done = BeautifulSoup(edith.get(answer.headers["Location"]).text, "html.parser").select_one(".desk__done")

    link = done.find("a", string="See what waits from it")["href"]
    assert link == f"{DESK}find?browser={comment.credential_id}&state=pending"
    assert "Nothing but spam." in edith.get(link).text


def test_the_day_of_a_ban_lies_within_the_year_ahead(edith, make_comment):
    comment = make_comment()

    day = read(edith, f"comments/{comment.id}")[0].find("input", id="until")

    today = now().date()
    assert (day["min"], day["max"]) == (
        (today + timedelta(days=1)).isoformat(),
        (today + timedelta(days=366)).isoformat(),
    )
    for until in (day["min"], day["max"]):
        assert send(edith, f"comments/{comment.id}/ban", until=until, reason="spam").status_code == 303


def test_a_reason_says_how_long_it_may_be_and_which_key_presses_it(ruth, make_comment):
    make_comment()

    form = read(ruth)[0].select_one("article .desk-reasons")

    hint = form.find(id=form.textarea["aria-describedby"])
    keys = [(key.text, key["aria-hidden"]) for key in form.select("button kbd")]
    assert hint.text == "500 characters at most."
    assert keys == [(str(number), "true") for number in range(1, 7)]
