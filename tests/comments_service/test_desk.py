"""The moderators' desk."""

import re
from datetime import timedelta
from hashlib import sha256

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event, select

from comments_service import limits
from comments_service.columns import Base, now
from comments_service.models import Comment, CommentState, DeskSession, ModerationAction
from comments_service.services import moderation, moderators, queues
from tests.comments_service.conftest import BASE_URL, OWN, PASSWORD
from tests.comments_service.factories import PAGE, SETTINGS, make_flag

DESK = "/comments/desk/"


def token(client):
    return re.search(r'name="token" value="([^"]+)"', client.get(DESK).text)[1]


EVERY_FLAG = 999_999_999
"""What a form says that has shown every report."""


def newest_flag(comment):
    return max((flag.id for flag in comment.flags), default=0)


def act(client, comment, verb, headers=OWN, **fields):
    form = {"token": token(client), "revision": comment.revision, "flag": EVERY_FLAG, **fields}
    return client.post(f"/comments/desk/comments/{comment.id}/{verb}", data=form, headers=headers)


def sign_in(client, name="ruth", password=PASSWORD, headers=OWN):
    return client.post("/comments/desk/sign-in", data={"name": name, "password": password}, headers=headers)


def test_the_desk_shows_what_waits_oldest_first(ruth, make_comment):
    make_comment("Older.")
    make_comment("Newer.", name="Ben")
    make_comment("Out.", state="published")

    page = ruth.get(DESK).text

    assert re.findall(r"<p>(Older\.|Newer\.|Out\.)</p>", page) == ["Older.", "Newer."]
    assert "Healthcare in custody at Northshire" in page


def test_a_published_comment_is_in_its_thread(ruth, client, make_comment):
    comment = make_comment("Well said.")

    response = act(ruth, comment, "publish", reason="within-rules")

    number = comment.actions[0].id
    assert (response.status_code, response.headers["Location"]) == (303, f"{DESK}?done={number}")
    assert "Well said." in client.get(f"/comments/threads/{PAGE}").text


def test_each_act_is_a_row_with_who_and_why(ruth, session, make_comment):
    comment = make_comment()

    act(ruth, comment, "reject", reason="names-a-victim", words="the second line")

    row = session.query(ModerationAction).one()
    assert (row.verb, row.by, row.before, row.after) == ("reject", "ruth", CommentState.PENDING, CommentState.REJECTED)
    assert row.reason == "names a victim or somebody who must not be named: the second line"


def test_a_removed_comment_leaves_the_thread_and_can_come_back(ruth, client, session, make_comment):
    comment = make_comment("Well said.", state="published")

    act(ruth, comment, "remove", reason="legal")
    gone = client.get(f"/comments/threads/{PAGE}/count").text
    act(ruth, comment, "restore", reason="mistake")

    assert gone == " 0"
    assert client.get(f"/comments/threads/{PAGE}/count").text == " 1"
    session.expire_all()
    assert [action.verb for action in session.get(Comment, comment.id).actions] == ["publish", "remove", "restore"]


def test_a_comment_that_was_dealt_with_is_not_dealt_with_again(ruth, make_comment):
    comment = make_comment(state="published")

    response = act(ruth, comment, "reject", reason="spam")

    assert response.status_code == 409
    assert "The comment is published by now, so this was not done." in response.text


def test_another_reason_is_told_in_words(ruth, session, make_comment):
    response = act(ruth, make_comment(), "reject", reason="other", words=" \u200b")

    assert response.status_code == 422
    assert "Say in words what the other reason is." in response.text
    assert session.query(ModerationAction).count() == 0


@pytest.mark.parametrize("reason", ["", "mistake", "whatever"])
def test_a_rejection_needs_a_reason_of_its_own(ruth, session, make_comment, reason):
    comment = make_comment()

    assert act(ruth, comment, "reject", reason=reason).status_code == 422
    assert session.query(ModerationAction).count() == 0


def test_there_are_no_other_acts(ruth, make_comment):
    assert act(ruth, make_comment(), "edit", reason="spam").status_code == 404


@pytest.mark.parametrize("verb", ["publish", "reject", "remove", "restore"])
def test_a_stranger_does_nothing(client, session, make_comment, verb):
    comment = make_comment()

    response = client.post(f"/comments/desk/comments/{comment.id}/{verb}", data={"reason": "spam"}, headers=OWN)

    assert response.status_code == 401
    assert session.query(ModerationAction).count() == 0


def desk_routes(app):
    """Every route of the desk but the one that everybody needs to come in."""
    rules = [
        rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("desk.") and "sign-in" not in rule.rule
    ]
    values = {"comment_id": 1, "verb": "publish", "page": PAGE}
    with app.test_request_context():
        return [
            (method, app.url_for(rule.endpoint, **{name: values[name] for name in rule.arguments}))
            for rule in rules
            for method in rule.methods - {"OPTIONS"}
        ]


@pytest.mark.parametrize("cookie", [None, "forged", "eyJtb2RlcmF0b3IiOjF9.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb"])
def test_a_stranger_is_let_in_nowhere(app, client, session, make_comment, cookie):
    make_comment("Waiting.")
    if cookie:
        client.set_cookie("desk", cookie, path="/comments/desk")

    routes = desk_routes(app)
    responses = [client.open(address, method=method, headers=OWN) for method, address in routes]

    assert len(routes) >= 8
    assert {(method, response.status_code) for (method, _), response in zip(routes, responses, strict=True)} == {
        ("GET", 303), ("HEAD", 303), ("POST", 401),
    }  # fmt: skip
    assert [response for response in responses if "Waiting." in response.text] == []
    assert session.query(ModerationAction).count() == 0


def test_looking_never_acts(ruth, session, make_comment):
    comment = make_comment()

    responses = [ruth.open(f"/comments/desk/comments/{comment.id}/publish", method=verb) for verb in ("GET", "HEAD")]

    assert [response.status_code for response in responses] == [405, 405]
    assert session.query(ModerationAction).count() == 0


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_another_site_cannot_act_through_a_moderators_browser(ruth, session, make_comment, headers):
    comment = make_comment()

    assert act(ruth, comment, "publish", headers=headers, reason="within-rules").status_code == 403
    assert session.query(ModerationAction).count() == 0


def test_a_form_without_its_token_does_nothing(ruth, make_comment):
    comment = make_comment()

    response = ruth.post(f"/comments/desk/comments/{comment.id}/publish", data={"reason": "within-rules"}, headers=OWN)

    assert response.status_code == 403


@pytest.mark.parametrize("token", ["é", "x" * 32, "\x00"])
def test_a_token_that_is_none_does_nothing(ruth, session, make_comment, token):
    comment = make_comment()
    form = {"reason": "within-rules", "token": token}

    assert ruth.post(f"/comments/desk/comments/{comment.id}/publish", data=form, headers=OWN).status_code == 403
    assert session.query(ModerationAction).count() == 0


@pytest.mark.parametrize("number", ["0", "99", "-1", "99999999999999999999", "1%00", "one"])
def test_a_comment_that_is_none_is_not_found(ruth, number):
    form = {"reason": "within-rules", "token": token(ruth)}

    assert ruth.post(f"/comments/desk/comments/{number}/publish", data=form, headers=OWN).status_code == 404


def test_words_that_no_database_can_keep_are_mended(ruth, session, make_comment):
    act(ruth, make_comment(), "reject", reason="other", words="see\x00 line 2\u202e" + "x" * 490)

    assert session.query(ModerationAction).one().reason == "other: see line 2" + "x" * 490


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example/comments/desk/", "/comments/desk//evil.example",
                                  "/comments/desk/\\evil.example", "/comments/desk/\r\nX-Evil: yes", "/comments/desk/sign-out",
                                  "/comments/deskevil", "javascript:alert(1)", ""])  # fmt: skip
def test_links_and_forms_of_the_desk_stay_on_this_site(ruth, make_comment, back):
    comment = make_comment()

    response = act(ruth, comment, "publish", reason="within-rules", back=back, next=back)

    assert response.headers["Location"] == f"{DESK}?done={comment.actions[0].id}"


def test_signing_in_leads_to_the_desk_and_nowhere_else(ruth, client):
    form = {"name": "ruth", "password": PASSWORD, "next": "//evil.example"}

    response = client.post("/comments/desk/sign-in?next=//evil.example", data=form, headers=OWN)

    assert (response.status_code, response.headers["Location"]) == (303, DESK)


def test_a_session_that_goes_on_in_another_one_is_over(app, ruth):
    copy = steal(app, ruth)

    sign_in(ruth)

    assert (copy.get(DESK).status_code, ruth.get(DESK).status_code) == (303, 200)


def steal(app, client):
    """Return another browser, with a copy of the cookie that this one keeps for the desk."""
    cookie, thief = client.get_cookie("desk", path="/comments/desk"), app.test_client()
    thief.set_cookie("desk", cookie.value, path="/comments/desk")
    return thief


def test_a_session_begins_anew_with_each_sign_in(ruth):
    before = token(ruth)

    sign_in(ruth)

    assert token(ruth) != before


def test_the_queue_says_how_many_wait_and_leads_on_when_it_cannot_show_them_all(ruth, make_comment):
    comments = [make_comment(f"Number {number}.") for number in range(queues.PAGE_SIZE + 1)]

    page = ruth.get(DESK).text
    rest = ruth.get(f"{DESK}?after={comments[-2].id}").text

    assert "Waiting: 21" in page
    assert re.findall(r'rel="next" href="([^"]+)"', page) == [f"?after={comments[-2].id}"]
    assert (page.count("<article"), rest.count("<article")) == (20, 1)
    assert 'rel="next"' not in rest


def test_every_comment_of_a_page_can_be_found_again(ruth, make_comment):
    waiting, published = make_comment("One."), make_comment("Two.", state="published")
    rejected, removed = make_comment("Three.", state="rejected"), make_comment("Four.", state="removed")

    page = ruth.get(f"/comments/desk/threads/{PAGE}").text

    assert re.findall(r"<p>(One|Two|Three|Four)\.</p>", page) == ["One", "Two", "Three", "Four"]
    assert re.findall(r'action="/comments/desk/comments/(\d+)/(\w+)"', page) == [
        (str(waiting.id), "publish"),
        (str(waiting.id), "reject"),
        (str(published.id), "remove"),
        (str(rejected.id), "restore"),
        (str(removed.id), "restore"),
    ]


def test_an_act_from_a_thread_goes_back_to_the_thread(ruth, make_comment):
    comment = make_comment(state="published")

    response = act(ruth, comment, "remove", reason="abuse", back=f"/comments/desk/threads/{PAGE}?after=0&done=7")

    done = comment.actions[1].id
    assert response.headers["Location"] == f"/comments/desk/threads/{PAGE}?after=0&done={done}#comment-{comment.id}"


@pytest.mark.parametrize(
    "address",
    ["https://noticeboard.example/comments/desk/comments/{}", "/comments/desk/comments/{}?done=1#comment-{}",
     f"https://noticeboard.example/{PAGE}/?comment={{}}#comment-{{}}", f"/{PAGE}/#comment-{{}}", f" {PAGE}?sort=newest&comment={{}} "],
)  # fmt: skip
def test_a_comment_is_found_by_its_address(ruth, make_comment, address):
    number = make_comment().id

    response = ruth.get("/comments/desk/find", query_string={"page": address.format(number, number)})

    assert (response.status_code, response.headers["Location"]) == (303, f"{DESK}comments/{number}")
    assert "Well said." in ruth.get(f"{DESK}comments/{number}").text


@pytest.mark.parametrize("address", ["//evil.example/x", "about", "/comments/desk/comments/9999999999"])
def test_an_address_without_a_page_is_refused_at_its_field_and_the_others_are_kept(ruth, make_comment, address):
    make_comment("Well said.")
    query = {"page": address, "words": "well", "name": "Ada", "state": "pending"}

    response = ruth.get("/comments/desk/find", query_string=query)

    page = BeautifulSoup(response.text, "html.parser")
    sentence = "That is no address or title of a page with comments. Copy it from the page."
    field = page.find("input", id="page")
    assert (response.status_code, page.find("article")) == (404, None)
    assert (page.find(id=field["aria-describedby"]).string, field["value"]) == (sentence, address)
    assert [page.find(id=name)["value"] for name in ("words", "name")] == ["well", "Ada"]
    assert page.find("option", selected=True)["value"] == "pending"


@pytest.mark.parametrize(
    "page", [PAGE, f"/comments/desk/threads/{PAGE}", "healthcare IN custody at Northshire", "care in"]
)
def test_a_page_is_found_by_its_id_and_by_its_title(ruth, make_comment, page):
    make_comment("Here.")
    make_comment("Elsewhere.", page="forces/westmere")

    found = ruth.get("/comments/desk/find", query_string={"page": page}).text

    assert re.findall(r"<p>(Here|Elsewhere)\.</p>", found) == ["Here"]


def test_words_of_several_titles_are_refused_with_some_of_them(ruth):
    told = [
        BeautifulSoup(ruth.get(f"/comments/desk/find?page={words}").text, "html.parser").find(id="page-error").string
        for words in ("northshire", "a")
    ]

    titles = "Healthcare in custody at Northshire; Northshire Police; Northshire told to mend its cells"
    assert told[0] == f"Several pages have that in their title, so copy the address of one: {titles}"
    assert told[1].endswith("; …")


def test_a_program_is_told_that_an_address_is_none_as_everything_else(ruth):
    response = ruth.get("/comments/desk/find?page=about", headers={"Accept": "application/json"})

    assert (response.status_code, response.json["error"]["code"]) == (404, "no-page")


def test_nothing_of_the_desk_is_kept(ruth, client):
    assert ruth.get(DESK).headers["Cache-Control"] == "private, no-store"
    assert client.get("/comments/desk/sign-in").headers["Cache-Control"] == "private, no-store"


def test_the_session_cookie_is_for_the_desk_alone(app, session, ruth):
    cookie = ruth.get_cookie("desk", domain="localhost", path="/comments/desk")

    assert (cookie.http_only, cookie.secure, cookie.same_site, cookie.path) == (True, True, "Lax", "/comments/desk")


def test_signing_out_ends_the_session_for_copies_of_its_cookie_too(app, ruth):
    copy = steal(app, ruth)

    ruth.post("/comments/desk/sign-out", data={"token": token(ruth)}, headers=OWN)

    assert (ruth.get(DESK).status_code, copy.get(DESK).status_code) == (303, 303)


def test_signing_out_in_one_browser_leaves_another_one_signed_in(app, ruth):
    other = app.test_client()
    sign_in(other)

    ruth.post("/comments/desk/sign-out", data={"token": token(ruth)}, headers=OWN)

    assert other.get(DESK).status_code == 200


def test_what_the_cookie_holds_is_not_in_the_database(ruth, session):
    with ruth.session_transaction(DESK) as cookie:
        key = cookie["key"]

    assert len(key) >= 32
    assert session.scalars(select(DeskSession.digest)).all() == [sha256(key.encode()).hexdigest()]


def test_an_unknown_name_and_a_wrong_password_sound_the_same(ruth, client):
    unknown = sign_in(client, name="nobody")
    wrong = sign_in(client, password="wrong horse battery")

    assert unknown.status_code == wrong.status_code == 403
    assert "That name and password do not go together." in unknown.text
    assert unknown.text.replace("nobody", "ruth") == wrong.text


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test sets."""
    times = [1_800_000_000.0]
    monkeypatch.setattr("time.time", lambda: times[0])
    return times


def guess(client, name="ruth", times=3):
    return [sign_in(client, name=name, password="guess").status_code for _ in range(times)]


@pytest.mark.parametrize("name", ["ruth", "nobody"])
def test_guessing_is_slowed_down(clock, ruth, client, name):
    guess(client, name)

    response = sign_in(client, name=name)

    assert (response.status_code, response.headers["Retry-After"]) == (429, "300")
    assert "Too many failed sign-ins. Please try again in 5 min." in response.text


def test_guessing_is_forgotten_as_time_goes_by(clock, ruth, client):
    guess(client)

    answers = []
    for seconds in (299, 1, 0):
        clock[0] += seconds
        answers += guess(client, times=1)

    assert answers == [429, 403, 429]


def test_somebody_who_signs_in_has_not_been_guessing(ruth, app):
    answers = [[*guess(app.test_client(), times=2), sign_in(app.test_client()).status_code] for _ in range(3)]

    assert answers == [[403, 403, 303]] * 3


def test_what_is_typed_as_a_name_is_nowhere_in_the_database(client, session):
    guess(client, name=PASSWORD)

    rows = [row for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
    assert rows
    assert PASSWORD not in str(rows)
    assert limits.Limit("sign-in by name", PASSWORD, limits.Rate(3, 900)).key not in str(rows)


def test_guesses_from_elsewhere_do_not_lock_a_browser_out_in_which_its_moderator_signed_in(ruth, client):
    crowd = [guess(client, times=1) for _ in range(32)]
    ruth.delete_cookie("desk", path="/comments/desk")

    assert crowd == [[403]] * 3 + [[429]] * 29
    assert (sign_in(client).status_code, sign_in(ruth).status_code) == (429, 303)


def test_a_known_browser_guesses_no_more_often_and_by_itself_alone(ruth, client):
    guesses = guess(ruth, times=4)

    assert guesses == [403, 403, 403, 429]
    assert sign_in(ruth).status_code == 429
    assert sign_in(client).status_code == 303


def test_a_sign_in_in_a_known_browser_gives_no_tries_to_others(ruth, client):
    guess(client)

    sign_in(ruth)

    assert guess(client, times=1) == [429]


def test_a_browser_is_known_to_the_moderator_who_signed_in_alone(ruth, edith):
    guess(ruth, name="edith")

    assert sign_in(ruth, name="edith").status_code == 429
    assert sign_in(edith, name="edith").status_code == 303


@pytest.mark.parametrize("change", [lambda text: text[:-1], lambda text: "x" + text, lambda text: "", lambda text: "é"])
def test_a_cookie_that_is_not_ours_makes_no_browser_known(ruth, client, change):
    cookie = ruth.get_cookie("desk-browser", path="/comments/desk").value
    client.set_cookie("desk-browser", change(cookie), path="/comments/desk")

    assert guess(client, times=4) == [403, 403, 403, 429]
    assert guess(ruth, times=1) == [403]


def test_a_browser_is_known_for_a_year(clock, ruth, client):
    clock[0] += timedelta(days=366).total_seconds()
    guess(client)

    assert sign_in(ruth).status_code == 429


def test_the_cookie_of_a_known_browser_is_for_the_desk_alone_and_out_of_reach_of_scripts(ruth):
    cookie = ruth.get_cookie("desk-browser", path="/comments/desk")

    assert (cookie.http_only, cookie.secure, cookie.same_site, cookie.path) == (True, True, "Lax", "/comments/desk")
    assert cookie.max_age == timedelta(days=365).total_seconds()


def test_who_does_not_come_in_gets_no_cookie(client):
    assert sign_in(client, name="nobody").headers.getlist("Set-Cookie") == []


@pytest.mark.parametrize("name", ["ru\x00th\u202e", "r" * 5_000, "'; drop table moderators --", ""])
def test_a_name_that_is_none_is_an_unknown_one(client, name):
    assert sign_in(client, name=name).status_code == 403


def test_a_reset_lets_a_moderator_in_who_was_kept_out_by_guesses(ruth, client, session):
    for _ in range(3):
        sign_in(client, password="guess")

    moderators.reset(session, "ruth", PASSWORD)

    assert sign_in(client).status_code == 303


def test_a_sign_in_comes_from_our_own_pages(ruth, client):
    assert sign_in(client, headers={"Origin": "https://evil.example"}).status_code == 403
    assert sign_in(client, headers={"Origin": BASE_URL}).status_code == 303


def test_a_new_password_ends_sessions_of_the_old(app, ruth):
    app.test_cli_runner().invoke(
        args=["moderators", "reset", "ruth", "--password-stdin"], input="another long password\n"
    )

    assert ruth.get(DESK).status_code == 303


def test_a_dismissed_moderator_is_out_at_once_and_stays_out(ruth, client, session):
    moderators.dismiss(session, "ruth")

    assert ruth.get(DESK).status_code == 303
    assert sign_in(client).status_code == 403


def test_a_session_does_not_outlive_its_time_however_much_is_done_in_it(app, ruth, session):
    cookie = ruth.get_cookie("desk", domain="localhost", path="/comments/desk")
    session.scalars(select(DeskSession)).one().begun_at = now() - timedelta(hours=7, minutes=59)
    session.commit()

    near = ruth.get(DESK)
    session.scalars(select(DeskSession)).one().begun_at = now() - timedelta(hours=8)
    session.commit()

    assert timedelta(hours=7) < cookie.expires - now() <= timedelta(hours=8)
    assert (near.status_code, near.headers.getlist("Set-Cookie")) == (200, [])
    assert ruth.get(DESK).status_code == 303


def test_sessions_whose_time_is_over_go_with_the_next_sign_in(ruth, client, session):
    session.scalars(select(DeskSession)).one().begun_at = now() - timedelta(hours=8)
    session.commit()

    sign_in(client)

    assert session.query(DeskSession).count() == 1


@pytest.mark.parametrize("change", [lambda *who: moderators.reset(*who, PASSWORD), moderators.dismiss])
def test_a_sign_in_beside_a_reset_or_a_dismissal_begins_no_session(ruth, client, session, monkeypatch, change):
    def change_first(*given):
        change(session, "ruth")
        return True

    monkeypatch.setattr("argon2.PasswordHasher.verify", change_first)

    assert sign_in(client).status_code == 403
    assert session.query(DeskSession).count() == 0


def test_who_is_signed_in_is_found_by_one_question(app, ruth):
    asked = []
    event.listen(app.extensions["engine"], "before_cursor_execute", lambda *given: asked.append(given[2]))

    ruth.get(f"{DESK}find")

    assert len([statement for statement in asked if "moderators" in statement or "desk_sessions" in statement]) == 1


def test_one_network_cannot_try_many_names_without_end(client, ruth):
    answers = [sign_in(client, name=f"name {number}").status_code for number in range(31)]

    assert answers == [403] * 30 + [429]
    assert int(sign_in(client, name="ruth").headers["Retry-After"]) <= 30


def test_an_act_says_which_words_were_read(ruth, session, make_comment):
    comment = make_comment()

    given = [("", "0"), ("1", ""), ("x", "0"), ("1", "x"), ("2", "0"), ("1", "0")]

    answers = [
        act(ruth, comment, "publish", reason="within-rules", revision=revision, flag=flag) for revision, flag in given
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 409, 303]


@pytest.mark.parametrize("verb", ["keep", "remove"])
def test_a_report_that_came_after_a_look_is_not_settled_unseen(ruth, session, make_comment, verb):
    comment = make_comment(state="published")
    make_flag(session, comment)
    read = newest_flag(comment)
    make_flag(session, comment, words="She is my daughter.")

    answer = act(ruth, comment, verb, reason=moderation.CHOICES[verb][0], flag=read)

    assert answer.status_code == 409
    assert "It was reported again since you read it, so nothing was done. Look at the reports." in answer.text
    session.expire_all()
    assert [flag.outcome for flag in comment.flags] == [None, None]


def test_what_reports_have_held_since_a_look_is_not_published_unseen(ruth, session, make_comment):
    comment = make_comment()
    moderation.publish(session, comment, by="edith", reason="within the house rules")
    for _ in range(SETTINGS.flags_to_hold):
        make_flag(session, comment)

    stale = act(ruth, comment, "publish", reason="within-rules", flag=0)
    fresh = act(ruth, comment, "publish", reason="within-rules", flag=newest_flag(comment))

    assert (stale.status_code, fresh.status_code) == (409, 303)
    assert "It was reported again since you read it, so nothing was done. Look at the reports." in stale.text


def test_of_many_those_are_left_that_were_reported_after_a_look(ruth, session, make_comment):
    first, second = (make_comment(state="published") for _ in range(2))
    for comment in (first, second):
        make_flag(session, comment)
    ticks = [f"{one.id}.1.{newest_flag(one)}" for one in (first, second)]
    make_flag(session, second, words="She is my daughter.")

    form = {"token": token(ruth), "choice": "keep within-rules", "comment": ticks}
    ruth.post("/comments/desk/many", data=form, headers=OWN)

    session.expire_all()
    assert [[flag.outcome is None for flag in one.flags] for one in (first, second)] == [[False], [True, True]]


def test_in_a_queue_one_goes_on_with_the_next_comment(ruth, make_comment):
    first, second, third = (make_comment(f"Comment {number}.") for number in range(3))
    page = BeautifulSoup(ruth.get(DESK).text, "html.parser")

    following = {
        int(article["id"].rpartition("-")[2]): int(article.find("input", {"name": "next"})["value"])
        for article in page.select("article")
    }
    answer = act(ruth, second, "publish", reason="within-rules", back=DESK, next=third.id)

    assert following == {first.id: second.id, second.id: third.id, third.id: second.id}
    assert answer.headers["Location"].endswith(f"#comment-{third.id}")


def test_written_words_come_back_when_they_cannot_be_taken(app, ruth, session, make_comment):
    comment = make_comment(state="published")
    fields = {"words": "I wrote for a long time.", "reason": "spam"}

    conflict = act(ruth, comment, "reject", **fields)
    out = app.test_client().post(f"/comments/desk/comments/{comment.id}/reject", data=fields, headers=OWN)

    assert (conflict.status_code, out.status_code) == (409, 401)
    kept = '<pre class="comment-form__kept" dir="auto">I wrote for a long time.</pre>'
    assert [page.text.count(kept) for page in (conflict, out)] == [1, 1]
    assert '<a href="/comments/desk/sign-in">' in out.text


def test_a_moderator_is_told_of_a_ban_and_of_closed_comments_at_a_glance(ruth, session, make_comment):
    comment = make_comment()
    comment.credential.banned_until = now() + timedelta(days=2)
    comment.thread.closed_at, comment.thread.closed_reason = now(), "a trial has begun"
    session.commit()

    against = BeautifulSoup(ruth.get(DESK).text, "html.parser").select_one(".desk-item__why").text

    assert "Its browser may not write until" in against
    assert "The comments of its page are closed because a trial has begun." in against


def test_a_page_of_a_queue_without_newer_ones_says_how_many_older_ones_wait(ruth, session, make_comment):
    last = [make_comment() for _ in range(2)][-1].id
    reported = make_comment(state="published")
    make_flag(session, reported)

    pages = [ruth.get(f"{DESK}{path}").text for path in (f"?after={last}", f"reported?after={reported.id}")]

    assert "Nothing newer waits; 2 older ones do." in pages[0]
    assert "Nothing newer is reported; 1 older one is." in pages[1]
    for page in pages:
        assert BeautifulSoup(page, "html.parser").find("a", string="From the oldest on")["href"] == "?"
        assert "Nothing waits." not in page


@pytest.mark.parametrize(("state", "place"), [("pending", "next"), ("", "own"), ("published", "own")])
def test_a_list_of_one_state_goes_on_with_the_next_comment_where_one_has_left_it(ruth, make_comment, state, place):
    comment, following = make_comment(), make_comment()
    back = f"{DESK}find?words=said&state={state}"

    answer = act(ruth, comment, "publish", reason="within-rules", back=back, next=following.id)

    numbers = {"own": comment.id, "next": following.id}
    assert answer.headers["Location"].endswith(f"#comment-{numbers[place]}")


def test_a_comment_that_is_gone_shows_no_pick(ruth, session, make_comment):
    comment = make_comment(state="published")
    moderation.feature(session, comment, by="edith", reason="is worth reading first")
    pages = [ruth.get(f"{DESK}threads/{PAGE}").text]
    moderation.remove(session, comment, by="ruth", reason="is spam")
    pages.append(ruth.get(f"{DESK}threads/{PAGE}").text)

    assert ["comment__badge--pick" in page for page in pages] == [True, False]


def test_a_form_of_the_desk_that_is_too_large_is_refused(app, ruth, make_comment):
    app.testing = False
    address = f"/comments/desk/comments/{make_comment().id}/publish"

    answer = ruth.post(address, data={"words": "x" * 200_000}, headers={"Sec-Fetch-Site": "same-site"})

    assert answer.status_code == 413
