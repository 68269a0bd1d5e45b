"""Moderators at work: a whole shift with scripts and without, by single keys, by keyboard alone, and with what axe says of each page."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from comments_service import db
from comments_service.models import Comment, CommentState, Role
from comments_service.services import leading, moderation, moderators
from noticeboard.server import make_comments
from tests.browser.axe import bring_axe, find_faults
from tests.browser.conftest import PASSWORD, Site, open_phone
from tests.browser.keyboard import walk
from tests.browser.quiet_pages import take_page
from tests.comments_service.factories import make_comment, make_flag

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def sessions(site: Site):
    """The running site's database of comments, with an editor."""
    app = make_comments(site.root, site.root / "output")
    with app.extensions["sessions"]() as session:
        moderators.add(session, "edith", PASSWORD, Role.EDITOR)
    yield app.extensions["sessions"]
    db.close(app)


@pytest.fixture
def session(sessions) -> Iterator[Session]:
    """A session of the database; what waits in the end is dealt with, so that nobody else finds it."""
    with sessions() as session:
        yield session
        session.rollback()
        for comment in session.scalars(select(Comment).where(Comment.state == CommentState.PENDING)).all():
            moderation.reject(session, comment, by="edith", reason="is part of a test")


@pytest.fixture
def place() -> str:
    """A page on which nobody has talked."""
    return take_page()


def sign_in(page: Page, name: str = "ruth") -> None:
    """Come to the desk."""
    page.goto("/comments/desk/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Waiting")


def item(page: Page, words: str):
    """Return the comment that says this."""
    return page.get_by_role("article").filter(has=page.locator(".comment__text", has_text=words))


def done(page: Page):
    """Return the line that tells what was done."""
    return page.get_by_role("status").first


def see_by_key(page: Page, words: str) -> None:
    """See what a key did; keys do something again once their setting is there, which their script shows."""
    expect(done(page)).to_contain_text(words)
    expect(page.get_by_label("Single keys do things here")).to_be_visible()


def press(page: Page, element, key: str = "Enter") -> None:
    """Press something as who has no mouse."""
    element.focus()
    page.keyboard.press(key)


def test_a_moderator_decides_about_what_waits_and_takes_it_back(page: Page, session: Session, place: str):
    for words in ("Good words.", "Bad words.", "Ticked words, one.", "Ticked words, two."):
        make_comment(session, words, name="Ben", page=place)
    sign_in(page)

    # Publish one by the big button, and take that back.
    item(page, "Good words.").get_by_role("button", name="Publish the comment by Ben").click()
    expect(done(page)).to_contain_text("published the comment by")
    expect(item(page, "Good words.")).to_have_count(0)
    done(page).get_by_role("button", name="Undo").click()
    expect(done(page)).to_contain_text("undid that")
    expect(item(page, "Good words.")).to_be_visible()

    # Reject one, with a reason and words for its author.
    bad = item(page, "Bad words.")
    bad.get_by_text("Reject the comment by Ben").click()
    bad.get_by_label("In words, if you like (the author sees them)").fill("Watches.")
    bad.get_by_role("button", name="is spam").click()
    expect(done(page)).to_contain_text("Why: \u2068is spam: Watches\u2069.")

    # Do the same to two, and take all of it back.
    for words in ("Ticked words, one.", "Ticked words, two."):
        item(page, words).get_by_role("checkbox", name="Tick the comment by Ben").check()
    page.get_by_role("button", name="Publish them").click()
    expect(page.get_by_role("heading", name="What came of it")).to_be_visible()
    expect(page.get_by_text("published the comment by")).to_have_count(2)
    page.get_by_role("button", name="Undo all of it").click()
    expect(page.get_by_text("undid that")).to_have_count(2)

    # Look at what was done.
    page.goto("/comments/desk/acts")
    expect(page.get_by_text("Undone.").first).to_be_visible()


def test_a_moderator_looks_at_a_report_answers_a_comment_and_leaves(page: Page, session: Session, place: str):
    published = make_comment(session, "Reported words.", page=place, state="published")
    make_flag(session, published, words="It is the third one.")
    sign_in(page)

    # Keep what was reported, after a look at what speaks against it.
    page.get_by_role("link", name="Reported").click()
    reported = item(page, "Reported words.")
    expect(reported).to_contain_text("1 reader reports it: it is spam or advertising.")
    reported.get_by_role("button", name="Keep the comment by Ada").click()
    expect(done(page)).to_contain_text("kept the comment by")
    expect(item(page, "Reported words.")).to_have_count(0)

    # Find a comment by its words, and answer it.
    page.get_by_role("link", name="Find").click()
    page.get_by_label("Words of the text").fill("reported words")
    page.get_by_label("The address of a page or of a comment").fill(place)
    page.get_by_role("button", name="Find").click()
    item(page, "Reported words.").locator("a").first.click()
    page.get_by_label("Your answer").fill("We *looked* at it.")
    page.get_by_role("button", name="Publish these words").click()
    expect(done(page)).to_contain_text("ruth\u2069 wrote to readers of")
    page.goto(f"/{place}/")
    page.get_by_text("1 reply", exact=True).wait_for()
    answer = page.get_by_role("article").filter(has_text="We looked at it.")
    expect(answer.get_by_text("Moderator", exact=True)).to_be_visible()

    page.goto("/comments/desk/acts")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/comments/desk/")
    expect(page.get_by_role("heading", name="Sign in to the desk")).to_be_visible()


def test_an_editors_whole_shift(page: Page, session: Session, place: str):
    comment = make_comment(session, "Worth reading.", page=place, state="published")
    sign_in(page, "edith")

    # Pick a comment.
    page.goto(f"/comments/desk/comments/{comment.id}")
    page.get_by_role("button", name="Make it a pick").click()
    expect(done(page)).to_contain_text("picked the comment by")
    expect(page.get_by_text("Editors\u2019 pick", exact=True).first).to_be_visible()

    # Keep its browser out, and let it in again.
    page.get_by_label("It may write again from this day on (UTC)").fill(_in_a_month())
    page.get_by_label("Why (for moderators alone)").fill("nothing but spam")
    page.get_by_role("button", name="Keep this browser from writing").click()
    expect(done(page)).to_contain_text("Why: \u2068nothing but spam\u2069.")
    expect(done(page).get_by_role("link", name="See what waits from it")).to_be_visible()
    page.get_by_label("Why it may write again").fill("somebody else")
    page.get_by_role("button", name="Let it write again").click()
    expect(done(page)).to_contain_text("Why: \u2068somebody else\u2069.")

    # Choose a mode for the thread, close it, and see what readers see.
    page.goto(f"/comments/desk/threads/{place}")
    page.get_by_text("Choose whether comments here wait…").click()
    page.get_by_label("Comments appear at once").check()
    page.get_by_role("group").filter(has_text="From now on").get_by_label("Why (for moderators alone)").fill("quiet")
    page.get_by_role("button", name="Choose", exact=True).click()
    expect(page.get_by_text("Comments appear at once.")).to_be_visible()
    page.get_by_text("Close the comments…").click()
    page.get_by_label("Readers see: comments are closed because …").fill("a trial has begun")
    page.get_by_role("button", name="Close the comments").click()
    expect(page.get_by_text("Comments are closed because a trial has begun.")).to_be_visible()
    page.goto(f"/{place}/")
    expect(page.get_by_text("Comments are closed because a trial has begun.")).to_be_visible()
    expect(page.get_by_text("Editors\u2019 pick", exact=True)).to_be_visible()

    # Pull the brake and release it.
    page.goto("/comments/desk/readers")
    page.get_by_label("For how long").select_option("6 hours")
    page.get_by_label("Why (for moderators alone)").fill("a crowd")
    page.get_by_role("button", name="Pull the brake").click()
    expect(page.get_by_text("The brake is on until")).to_be_visible()
    page.goto("/comments/desk/readers")
    page.get_by_label("Why (for moderators alone)").fill("quiet again")
    page.get_by_role("button", name="Release the brake").click()
    expect(page.get_by_text("The brake is on until")).to_have_count(0)


def _in_a_month() -> str:
    return (datetime.now(UTC) + timedelta(days=30)).date().isoformat()


def test_what_is_for_editors_is_refused_in_a_sentence_with_a_way_back(page: Page, session: Session):
    sign_in(page)

    page.goto("/comments/desk/readers")

    expect(page.get_by_text("Only editors do this, so nothing was done. Please ask one of them.")).to_be_visible()
    page.get_by_role("link", name="Back to the desk").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Waiting")


def test_single_keys_do_a_shift(phone: Page, session: Session, place: str):
    for words in ("Key words, one.", "Key words, two.", "Key words, three."):
        make_comment(session, words, page=place)
    page, keys = phone, phone.keyboard
    sign_in(page)
    page.goto(f"/comments/desk/threads/{place}")

    keys.press("j")
    expect(item(page, "Key words, one.")).to_be_focused()
    keys.press("j")
    keys.press("k")
    keys.press("j")
    expect(item(page, "Key words, two.")).to_be_focused()
    keys.press("x")
    expect(item(page, "Key words, two.").get_by_role("checkbox")).to_be_checked()
    keys.press("p")
    see_by_key(page, "published the comment by")
    expect(item(page, "Key words, two.")).to_contain_text("published")

    # What was dealt with has the focus again, and the reasons of a rejection have numbers.
    expect(item(page, "Key words, two.")).to_be_focused()
    keys.press("k")
    keys.press("r")
    expect(item(page, "Key words, one.").get_by_role("button", name="is spam")).to_be_visible()
    keys.press("5")
    see_by_key(page, "Why: \u2068is spam\u2069.")
    keys.press("u")
    see_by_key(page, "undid that")
    expect(item(page, "Key words, one.")).to_contain_text("pending")

    # In the queue the next one has it.
    page.goto("/comments/desk/")
    keys.press("j")
    first, second = (page.get_by_role("article").nth(place) for place in (0, 1))
    words = second.locator(".comment__text").inner_text()
    expect(first).to_be_focused()
    keys.press("p")
    see_by_key(page, "published the comment by")
    expect(first.locator(".comment__text")).to_have_text(words)
    expect(first).to_be_focused()
    page.goto(f"/comments/desk/threads/{place}")

    keys.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    keys.press("p")
    keys.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()
    expect(page.get_by_role("status")).to_have_count(0)


def test_who_skips_a_comment_goes_on_behind_it(phone: Page, session: Session, place: str):
    for words in ("Skipped words.", "First words.", "Second words.", "Third words."):
        make_comment(session, words, page=place)
    page, keys = phone, phone.keyboard
    sign_in(page)

    item(page, "Skipped words.").focus()
    keys.press("j")
    keys.press("p")
    see_by_key(page, "published the comment by")
    expect(item(page, "Second words.")).to_be_focused()
    press(page, item(page, "Second words.").get_by_role("button", name="Publish the comment by Ada"))
    see_by_key(page, "published the comment by")
    expect(item(page, "Third words.")).to_be_focused()

    expect(item(page, "Skipped words.")).to_be_visible()


def test_without_scripts_one_goes_on_at_the_next_comment_too(plain: Page, session: Session, place: str):
    for number in range(4):
        make_comment(session, f"Long words, {number}.\n\n" + "One line.\n\n" * 20, page=place)
    sign_in(plain)

    item(plain, "Long words, 1.").get_by_role("button", name="Publish the comment by Ada").click()

    expect(done(plain)).to_contain_text("published the comment by")
    expect(item(plain, "Long words, 2.").get_by_role("heading")).to_be_in_viewport()
    expect(item(plain, "Long words, 0.").get_by_role("heading")).not_to_be_in_viewport()


def test_what_a_key_has_opened_it_closes_again(phone: Page, session: Session, place: str):
    make_comment(session, "Words to look at.", page=place)
    page, keys = phone, phone.keyboard
    sign_in(page)
    page.goto(f"/comments/desk/threads/{place}")
    mine = item(page, "Words to look at.")
    reason, words = mine.get_by_role("button", name="is spam"), mine.get_by_role("textbox")

    keys.press("j")
    for opening, closing in (("r", "r"), ("r", "Escape")):
        keys.press(opening)
        expect(reason).to_be_visible()
        keys.press(closing)
        expect(reason).to_be_hidden()
        expect(mine).to_be_focused()
    keys.press("m")
    expect(mine.get_by_text("From the same browser")).to_be_visible()
    keys.press("m")
    expect(mine.get_by_text("From the same browser")).to_be_hidden()
    keys.press("r")
    words.fill("Half a sentence")
    words.press("Escape")
    expect(words).to_be_hidden()
    keys.press("r")
    expect(words).to_have_value("Half a sentence")


def test_reasons_show_the_digits_that_press_them_where_these_do(phone: Page, session: Session, place: str):
    make_comment(session, "Words with reasons.", page=place)
    sign_in(phone)
    phone.goto(f"/comments/desk/threads/{place}")
    item(phone, "Words with reasons.").get_by_text("Reject the comment by Ada").click()
    digit = item(phone, "Words with reasons.").get_by_role("button", name="is spam").get_by_text("5")

    expect(digit).to_be_visible()
    phone.get_by_label("Single keys do things here").uncheck()
    expect(digit).to_be_hidden()


def test_all_on_a_page_are_ticked_at_once(phone: Page, session: Session, place: str):
    for number in range(3):
        make_comment(session, f"Ticked, {number}.", page=place)
    sign_in(phone)
    phone.goto(f"/comments/desk/threads/{place}")
    every, ticks = phone.get_by_label("Tick all on this page"), phone.get_by_role("checkbox", name="Tick the comment")

    every.check()
    ticks.nth(1).uncheck()
    expect(every).not_to_be_checked()
    every.check()
    phone.get_by_role("button", name="Publish them").click()

    expect(phone.get_by_text("published the comment by")).to_have_count(3)


def test_a_refused_form_is_mended_where_the_fault_is_told(page: Page, session: Session, place: str):
    make_comment(session, "Words to reject.", page=place)
    sign_in(page)
    page.goto(f"/comments/desk/threads/{place}")
    mine = item(page, "Words to reject.")

    mine.get_by_text("Reject the comment by Ada").click()
    mine.get_by_role("button", name="other: as said in words").click()
    page.get_by_role("link", name="Say in words what the other reason is.").click()
    page.get_by_label("In words (authors see them)").fill("It is a recipe.")
    page.get_by_role("button", name="Send it again").click()

    expect(done(page)).to_contain_text("Why: \u2068other: It is a recipe\u2069.")
    expect(mine).to_contain_text("rejected")


def test_no_key_does_anything_while_somebody_types_or_without_a_comment_or_when_turned_off(
    phone: Page, session: Session, place: str
):
    make_comment(session, "Untouched words.", page=place)
    page, keys = phone, phone.keyboard
    sign_in(page)
    page.goto(f"/comments/desk/threads/{place}")
    mine = item(page, "Untouched words.")

    keys.press("p")
    keys.press("j")
    keys.press("Control+p")
    mine.get_by_text("Reject the comment by Ada").click()
    mine.get_by_label("In words, if you like (the author sees them)").press_sequentially("pp15ru?jk")
    expect(mine.get_by_label("In words, if you like (the author sees them)")).to_have_value("pp15ru?jk")
    page.get_by_label("Single keys do things here").uncheck()
    page.reload()
    expect(page.get_by_label("Single keys do things here")).not_to_be_checked()
    for key in "jp?":
        keys.press(key)

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(mine).not_to_be_focused()
    expect(mine).to_contain_text("pending")
    expect(page.get_by_role("status")).to_have_count(0)
    page.get_by_role("button", name="Show the keys").click()
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()


def test_a_keyboard_alone_is_enough(plain: Page, session: Session, place: str):
    make_comment(session, "Words by keyboard.", page=place)
    page = plain
    sign_in(page)
    page.goto(f"/comments/desk/threads/{place}")
    mine = item(page, "Words by keyboard.")

    press(page, mine.locator("summary").first)
    press(page, mine.get_by_role("button", name="abuses somebody"))
    expect(done(page)).to_contain_text("Why: \u2068abuses somebody\u2069.")
    press(page, done(page).get_by_role("button", name="Undo"))
    expect(done(page)).to_contain_text("undid that")
    press(page, mine.get_by_role("checkbox"), "Space")
    press(page, page.get_by_role("button", name="Publish them"))

    expect(page.get_by_text("published the comment by")).to_be_visible()


def show_all(session: Session, place: str) -> list[str]:
    """Put something of all kinds on the desk, and return where it is shown."""
    asked = make_comment(session, "Who checked?", page=place, state="published", browser=place)
    make_comment(session, "THAT IS WHAT I ASK EVERYBODY http://a.example", page=place, answers=asked, browser=place)
    make_comment(session, "Gone.", name="بن", page=place, state="removed", browser=place)
    make_flag(session, asked, words="A trial has begun.")
    address = "/comments/desk/"
    places = (
        "",
        "reported",
        "find",
        "find?words=checked",
        "acts?done=1",
        "readers",
        f"threads/{place}",
        f"comments/{asked.id}",
    )
    return [address + one for one in (*places, "comments/999999")]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_at_the_desk_keeps_anybody_out(
    chromium: Browser, site: Site, session: Session, place: str, width: int, scheme: str
):
    pages = show_all(session, place)
    with open_phone(chromium, site, color_scheme=scheme, bypass_csp=True) as page:
        bring_axe(page.context)
        page.set_viewport_size({"width": width, "height": 740})
        page.goto("/comments/desk/sign-in")
        assert find_faults(page) == []
        sign_in(page, "edith")
        for address in pages:
            page.goto(address)
            for summary in page.locator(".page summary").all():
                summary.click()
            assert (address, find_faults(page)) == (address, [])
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("button", name="Show the keys").click()
        assert find_faults(page) == []
        page.goto(f"/comments/desk/threads/{place}")
        item(page, "THAT IS WHAT").get_by_text("Reject the comment by Ada").click()
        item(page, "THAT IS WHAT").get_by_role("button", name="other: as said in words").click()
        expect(page.get_by_role("button", name="Send it again")).to_be_visible()
        assert find_faults(page) == []


def test_everything_at_the_desk_is_reached_by_the_keyboard_and_seen(
    chromium: Browser, site: Site, session: Session, place: str
):
    pages = show_all(session, place)
    leading.close(session, take_page(), by="edith", reason="a trial has begun")
    with open_phone(chromium, site) as page:
        sign_in(page, "edith")
        for address in pages:
            page.goto(address)
            # A field for a day has several stops of its own, which the browser makes.
            page.eval_on_selector_all("[type=date]", "all => all.forEach((one) => (one.type = 'text'))")
            pressable, reached, unseen = walk(page)
            assert (address, reached, unseen) == (address, pressable, [])


def test_buttons_are_as_large_as_a_finger(phone: Page, session: Session, place: str):
    make_comment(session, "Words to press.", page=place)
    sign_in(phone)
    phone.goto(f"/comments/desk/threads/{place}")

    sizes = [one.bounding_box() for one in item(phone, "Words to press.").locator(".desk-item__button").all()]

    assert [(size["width"] >= 120, size["height"] >= 44) for size in sizes] == [(True, True)] * 2
