"""People talk under a page: they answer, look first, change their words, take them back, react, report; with and without scripts."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from comments_service import db
from comments_service.columns import now
from comments_service.models import Comment
from comments_service.services import leading, moderation
from noticeboard.server import make_comments
from tests.browser.axe import bring_axe, find_faults
from tests.browser.conftest import Site, open_phone
from tests.browser.quiet_pages import take_page
from tests.comments_service.factories import make_comment, status_path

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture
def session(site: Site) -> Iterator[Session]:
    """A session of the running site's database of comments."""
    app = make_comments(site.root, site.root / "output")
    with app.extensions["sessions"]() as session:
        yield session
    db.close(app)


@pytest.fixture
def thread(session: Session) -> Iterator[tuple[str, list[Comment]]]:
    """A page where Ada has said something, Ben has answered her, and Cyd him."""
    place = take_page()
    ada = make_comment(session, "Who *checked* this?", page=place, state="published")
    ben = make_comment(session, "I did.", name="Ben", page=place, answers=ada, state="published")
    cyd = make_comment(session, "When?", name="Cyd", page=place, answers=ben, state="published")
    return place, [ada, ben, cyd]


def write(page: Page, text: str, name: str = "Dee") -> None:
    """Fill in the form to leave a comment."""
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Comment", exact=True).fill(text)


def take_time(page: Page) -> None:
    """Wait as long as writing takes at least: what comes sooner is held."""
    page.wait_for_timeout(3000)


def follow_status(page: Page) -> None:
    """Go to the private page of the comment that was sent: scripts leave a link to it, and without them one is there."""
    link = page.get_by_role("link", name="Keep this private link")
    heading = page.get_by_role("heading", name="Your comment", exact=True)
    expect(link.or_(heading)).to_be_visible()
    if link.is_visible():
        link.click()
    expect(heading).to_be_visible()


def test_an_author_looks_first_and_changes_the_words_and_takes_them_back(page: Page, thread):
    place, _ = thread
    page.goto(f"/{place}/")
    write(page, "I *think* so.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview: not yet sent").locator("em")).to_have_text("think")
    expect(page.get_by_label("Comment", exact=True)).to_have_value("I *think* so.")

    page.get_by_role("button", name="Send").click()
    follow_status(page)
    expect(page.locator("blockquote")).to_have_text("I think so.")

    page.get_by_label("Comment", exact=True).fill("I *know* so.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview: not yet saved").locator("em")).to_have_text("know")
    expect(page.locator("blockquote")).to_have_text("I think so.")
    page.get_by_role("button", name="Save the change").click()
    expect(page.locator("blockquote em")).to_have_text("know")

    expect(page.get_by_text("Your change is saved.")).to_be_visible()
    page.get_by_text("Take it back…").click()
    page.get_by_role("button", name="Take the comment back").click()
    expect(page.get_by_text("You took it back.")).to_be_visible()


def test_a_reader_answers_a_comment(page: Page, session: Session, thread):
    place, (_, ben, _) = thread
    page.goto(f"/{place}/")
    page.get_by_role("link", name="Reply to Ben").click()
    expect(page.get_by_role("heading", name="Reply to Ben")).to_be_visible()
    write(page, "So did I.")
    page.get_by_role("button", name="Send").click()
    follow_status(page)

    answer = session.query(Comment).filter_by(text="So did I.", parent_id=ben.id).one()
    assert answer.root_id == ben.root_id


def test_a_mark_is_put_and_taken_back(page: Page, thread):
    place, (ada, _, _) = thread
    page.goto(f"/{place}/")
    mark = page.get_by_role("group", name="Reactions to the comment by Ada").get_by_role("button", name="Useful")

    mark.click()
    expect(mark).to_have_text(re.compile(r"Useful\s+1"))
    mark.click()
    back = page.get_by_role("button", name="Take the mark back")
    expect(back.or_(page.locator("#comments"))).to_be_visible()
    if back.is_visible():
        back.click()
    expect(mark).to_have_text(re.compile(r"^\s*Useful\s*$"))
    assert page.locator(f"#comment-{ada.id}").is_visible()


def test_a_reader_reports_a_comment(page: Page, session: Session, thread):
    place, (ada, _, _) = thread
    page.goto(f"/{place}/")
    page.get_by_role("link", name="Report the comment by Ada").click()
    page.get_by_label("Something else").check()
    page.get_by_label("In words, if you like").fill("Look at the first word.")
    page.get_by_role("button", name="Report").click()

    expect(page.get_by_text("A moderator will look at the comment.")).to_be_visible()
    session.expire_all()
    assert [flag.words for flag in session.get(Comment, ada.id).flags] == ["Look at the first word."]


def test_a_long_thread_is_read_page_by_page_in_any_order(page: Page, session: Session):
    place = take_page()
    comments = [make_comment(session, f"Comment {n}.", page=place, state="published") for n in range(60)]
    page.goto(f"/{place}/")
    expect(page.get_by_text("Comment 0.")).to_be_visible()

    page.get_by_role("link", name="Next page", exact=True).click()
    expect(page.get_by_text("Comment 59.")).to_be_visible()
    expect(page.get_by_text("Comment 0.")).to_have_count(0)
    page.get_by_role("link", name="Newest first").click()
    expect(page.locator(".comment__text").first).to_have_text("Comment 59.")
    page.go_back()
    expect(page.get_by_text("Page 2 of 2", exact=True)).to_be_visible()

    page.goto(f"/{place}/?comment={comments[55].id}#comment-{comments[55].id}")
    expect(page.locator(":target .comment__text")).to_have_text("Comment 55.")
    expect(page.locator(":target")).to_be_in_viewport()


def test_a_list_tells_how_many_comments_each_page_has(phone: Page, thread):
    place, _ = thread
    phone.goto(f"/{place.partition('/')[0]}/")

    phone.locator(f'.thread-count[href="/{place}/#comments"]').filter(has_text="View Comments 3").click()

    expect(phone.get_by_role("heading", name="View Comments 3")).to_be_in_viewport()


def test_branches_can_be_folded(page: Page, thread):
    place, _ = thread
    page.goto(f"/{place}/")
    expect(page.get_by_text("When?")).to_be_visible()

    page.get_by_text("2 replies").click()

    expect(page.get_by_text("When?")).to_be_hidden()


def test_a_draft_survives_a_reload_and_goes_when_it_is_sent(chromium: Browser, site: Site, thread):
    place, _ = thread
    with open_phone(chromium, site) as page:
        page.goto(f"/{place}/")
        page.get_by_role("link", name="Reply to Ben").click()
        write(page, "Half a thought")
        page.reload()
        expect(page.get_by_label("Comment", exact=True)).to_have_value("Half a thought")
        expect(page.get_by_role("heading", name="Reply to Ben")).to_be_visible()

        page.get_by_role("button", name="Cancel the reply, write a comment of its own").click()
        expect(page.get_by_role("heading", name="Leave a Comment")).to_be_visible()
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_text("Your comment waits for a moderator.").last).to_be_visible()
        page.reload()
        expect(page.get_by_label("Comment", exact=True)).to_have_value("")


def test_the_counter_counts_as_the_server_does(chromium: Browser, site: Site, thread):
    place, _ = thread
    with open_phone(chromium, site) as page:
        page.goto(f"/{place}/")
        write(page, "🙂" * 3)
        expect(page.locator("#comment-text-hint span")).to_have_text(re.compile(r"3 / 4,000"))
        write(page, "x" * 4001)
        expect(page.locator("#comment-text-hint span.comment-form__over")).to_be_visible()


def test_a_comment_that_is_published_at_once_stands_in_its_thread_and_has_the_focus(phone: Page, session, thread):
    place, (ada, _, _) = thread
    ada.thread.mode = "publish"
    session.commit()
    phone.goto(f"/{place}/?sort=newest")
    phone.get_by_role("link", name="Reply to Ada").click()
    write(phone, "Nobody did.")
    take_time(phone)
    phone.get_by_role("button", name="Send").click()

    own = phone.get_by_role("article").filter(has_text="Nobody did.")
    expect(own).to_be_focused()
    expect(own.locator(".comment-form__answer")).to_contain_text("Thank you. Your comment is published. Keep this")
    expect(phone.locator(".thread-said")).to_have_text("Thank you. Your comment is published.")
    assert phone.url.endswith(f"?sort=newest&comment={number_of(own)}#comment-{number_of(own)}")
    expect(phone.get_by_role("heading", name="View Comments 4")).to_be_visible()
    expect(phone.get_by_text("Newest first").and_(phone.locator("strong"))).to_be_visible()
    expect(phone.get_by_label("Name", exact=True)).to_have_value("Dee")
    expect(phone.get_by_role("heading", name="Leave a Comment")).to_be_visible()


def number_of(own) -> str:
    """Return the number of a comment that is shown."""
    return own.get_attribute("id").rpartition("-")[2]


def spoil_forms(page: Page) -> None:
    """Give the forms of a thread a token that is no longer good, as a page has that stayed open for a day."""
    page.locator(".thread [name=token]").evaluate_all("fields => fields.forEach((field) => (field.value = 'old'))")


def test_a_page_that_stayed_open_for_too_long_keeps_the_words_to_be_sent_again(plain: Page, thread):
    place, _ = thread
    plain.goto(f"/{place}/")
    write(plain, "I think so.")
    spoil_forms(plain)

    plain.get_by_role("button", name="Send").click()
    expect(plain.get_by_text("Your words are still here: please send them again.")).to_be_visible()
    plain.get_by_role("button", name="Send").click()

    follow_status(plain)
    expect(plain.locator("blockquote")).to_have_text("I think so.")


def test_a_page_that_stayed_open_for_too_long_sends_the_words_by_itself(phone: Page, session, thread):
    place, (ada, _, _) = thread
    ada.thread.mode = "publish"
    session.commit()
    phone.goto(f"/{place}/")
    write(phone, "I think so.")
    spoil_forms(phone)

    phone.get_by_role("button", name="Send").click()

    expect(phone.get_by_role("article").filter(has_text="I think so.")).to_be_focused()


def test_a_mark_on_a_page_that_stayed_open_for_too_long_counts(phone: Page, thread):
    place, _ = thread
    phone.goto(f"/{place}/")
    spoil_forms(phone)

    mark = phone.get_by_role("group", name="Reactions to the comment by Ada").get_by_role("button", name="Useful")
    mark.click()

    expect(mark).to_have_text(re.compile(r"Useful\s+1"))


def test_a_comment_can_be_read_at_once_where_comments_are_published_at_once(page: Page, session: Session, thread):
    place, (ada, _, _) = thread
    ada.thread.mode = "publish"
    session.commit()
    page.goto(f"/{place}/")
    write(page, "Nobody did.")
    take_time(page)
    page.get_by_role("button", name="Send").click()
    follow_status(page)

    page.get_by_role("link", name="read it on the page").click()

    expect(page.locator(":target .comment__text")).to_have_text("Nobody did.")


def test_pressing_twice_sends_once(page: Page, session: Session, thread):
    place, _ = thread
    page.goto(f"/{place}/")
    write(page, f"I pressed twice on {place}.")

    page.get_by_role("button", name="Send").dblclick()
    follow_status(page)

    assert session.query(Comment).filter_by(text=f"I pressed twice on {place}.").count() == 1


def test_readers_see_what_became_of_each_comment(page: Page, session: Session, thread):
    place, (_, ben, cyd) = thread
    cyd.edited_at = now()
    eve = make_comment(session, "I have the letter.", name="Eve", page=place, state="published")
    moderation.feature(session, eve, by="edith", reason="tells something new")
    moderation.remove(session, ben, by="ruth", reason="is spam")
    leading.close(session, place, by="edith", reason="a trial has begun")

    page.goto(f"/{place}/")

    expect(page.locator(".comment").first).to_contain_text("pick")
    expect(page.locator(".comment").first).to_contain_text("I have the letter.")
    expect(page.get_by_role("heading", name="Taken down by a moderator")).to_be_visible()
    expect(page.locator(f"#comment-{cyd.id}")).to_contain_text("In reply to a comment that was taken away")
    expect(page.locator(f"#comment-{cyd.id}")).to_contain_text("edited")
    expect(page.get_by_text("Comments are closed because a trial has begun.")).to_be_visible()
    expect(page.get_by_role("link", name="Reply to Ada")).to_have_count(0)


@pytest.mark.parametrize("button", ["Send", "Preview"])
def test_whoever_presses_a_button_of_the_form_keeps_the_focus(phone: Page, thread, button: str):
    place, _ = thread
    phone.goto(f"/{place}/")
    write(phone, "I *think* so.")

    phone.get_by_role("button", name=button).click()

    expect(phone.locator(".comment-form__answer:has(a), .comment-form__preview em")).to_be_visible()
    expect(phone.get_by_role("button", name=button)).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_about_talking_keeps_anybody_out(chromium: Browser, site: Site, thread, width: int, scheme: str):
    place, (ada, ben, _) = thread
    pages = [
        f"/{place}/",
        f"/comments/threads/{place}/reply/{ben.id}",
        f"/comments/comments/{ada.id}/report",
        status_path(ben),
    ]
    with open_phone(chromium, site, color_scheme=scheme, bypass_csp=True) as page:
        bring_axe(page.context)
        page.set_viewport_size({"width": width, "height": 740})
        for address in pages:
            page.goto(address)
            assert (address, find_faults(page)) == (address, [])
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_browser_remembers_the_private_links_of_a_page(phone: Page, thread):
    place, _ = thread
    phone.goto(f"/{place}/")
    write(phone, "Where was I?")
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("link", name="Keep this private link")).to_be_visible()

    phone.reload()
    phone.get_by_role("region", name="Your comments on this page").or_(phone.locator(".comment-form__own")).get_by_role(
        "link", name="Where was I?"
    ).click()

    expect(phone.get_by_role("heading", name="Your comment", exact=True)).to_be_visible()


def test_the_first_field_at_fault_has_the_focus_and_says_what_is_wrong(phone: Page, thread):
    place, _ = thread
    phone.goto(f"/{place}/")
    write(phone, " ", name="x" * 61)
    phone.get_by_role("button", name="Send").click()

    name, text = phone.get_by_label("Name", exact=True), phone.get_by_label("Comment", exact=True)
    expect(name).to_be_focused()
    expect(name).to_have_accessible_description(re.compile("The name has 61 characters. Please keep it to 60."))
    expect(text).to_have_accessible_description(re.compile("Please write something before you send it."))
    assert [field.get_attribute("aria-invalid") for field in (name, text)] == ["true", "true"]

    write(phone, "Words.")
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("link", name="Keep this private link")).to_be_visible()
    assert [field.get_attribute("aria-invalid") for field in (name, text)] == [None, None]


def test_a_way_within_the_page_leaves_the_thread_as_it_is(phone: Page, thread):
    place, (_, ben, cyd) = thread
    phone.goto(f"/{place}/")
    phone.evaluate("document.querySelector('.thread').dataset.mark = 'same'")

    phone.locator(f"#comment-{cyd.id}").get_by_role("link", name="Ben").click()

    expect(phone.locator(f"#comment-{ben.id}:target")).to_be_in_viewport()
    assert phone.evaluate("document.querySelector('.thread').dataset.mark") == "same"


def test_a_mark_that_is_not_taken_says_why_beside_it(phone: Page, session: Session, thread):
    place, _ = thread
    phone.goto(f"/{place}/")
    group = phone.get_by_role("group", name="Reactions to the comment by Ada")
    leading.close(session, place, by="edith", reason="a trial has begun")

    group.get_by_role("button", name="Useful").click()

    expect(group).to_contain_text("Comments here are closed: a trial has begun.")
    expect(phone.locator(".thread-said")).to_have_text("Comments here are closed: a trial has begun.")


def test_a_reply_that_was_begun_is_a_reply_on_another_page_of_the_thread(phone: Page, session: Session):
    place = take_page()
    comments = [make_comment(session, f"Comment {n}.", page=place, state="published") for n in range(55)]
    phone.goto(f"/{place}/")
    phone.locator(f"#comment-{comments[3].id}").get_by_role("link", name="Reply to Ada").click()
    write(phone, "Begun on the first page.")

    phone.get_by_role("link", name="Next page", exact=True).click()
    expect(phone.get_by_role("heading", name="Reply to Ada")).to_be_visible()
    expect(phone.get_by_role("button", name="Cancel the reply, write a comment of its own")).to_be_visible()
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("link", name="Keep this private link")).to_be_visible()

    assert session.query(Comment).filter_by(text="Begun on the first page.").one().parent_id == comments[3].id


def test_whoever_remembers_nothing_can_write_all_the_same(chromium: Browser, site: Site, thread):
    place, _ = thread
    with open_phone(chromium, site) as page:
        page.add_init_script(
            "for (const area of ['localStorage', 'sessionStorage'])"
            "  Object.defineProperty(window, area, { get() { throw new DOMException('no', 'SecurityError'); } });"
        )
        page.goto(f"/{place}/")
        write(page, "Forget me.")
        expect(page.locator("#comment-text-hint span")).to_have_text(re.compile("10 / 4,000"))
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("link", name="Keep this private link")).to_be_visible()
