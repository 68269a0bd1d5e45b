"""The thread of a page as readers see it: branches, orders, pages, markers."""

import re

import pytest
from sqlalchemy import select

from comments_service.columns import now
from comments_service.models import Comment, Reaction, ReactionKind, Thread
from comments_service.services import moderation, reading, revising
from comments_service.services.reading import PAGE_SIZE, Sort
from tests.comments_service.factories import PAGE, make_credential
from tests.comments_service.forms import URL


@pytest.fixture
def say(make_comment):
    """Publish a comment, as an answer to another one where one is given."""

    def publish(text, answers=None, state="published"):
        return make_comment(text, state=state, answers=answers)

    return publish


def read(session, sort=Sort.OLDEST, number=1):
    session.expire_all()
    order = reading.put_in_order(session, PAGE, sort)
    return reading.read_page(session, PAGE, order, sort, number)


def outline(page):
    """Return the words of each branch, and the words of its answers below."""
    return [(words(branch.first), [words(answer) for answer in branch.answers]) for branch in page.branches]


def words(shown):
    return re.sub("<.*?>", "", shown.html) or shown.state.value if shown else None


def mark_useful(session, comment, times=1):
    for _ in range(times):
        credential = make_credential(session)
        kind = ReactionKind.USEFUL
        session.add(Reaction(comment_id=comment.id, credential_id=credential.id, kind=kind, created_at=now()))
    session.commit()


def test_answers_stand_below_the_comment_that_begins_their_branch_by_time(session, say):
    first, second = say("First."), say("Second.")
    answer = say("To the first.", first)
    say("To the second.", second)
    say("To the answer.", answer)

    assert outline(read(session)) == [("First.", ["To the first.", "To the answer."]), ("Second.", ["To the second."])]


def test_an_answer_to_an_answer_says_whom_it_answers(client, say):
    first = say("First.")
    answer = say("To the first.", first)
    say("To the answer.", answer)

    page = client.get(URL).text

    assert re.findall(r'In reply to <a href="#comment-(\d+)">', page) == [str(answer.id)]


def test_an_answer_on_a_later_page_leads_to_the_page_of_the_one_it_answers(client, say):
    first = say("First.")
    early = say("To the first.", first)
    for number in range(50):
        say(f"Answer {number}.", first)
    say("To the early one.", early)

    page = client.get(f"{URL}?page=2").text

    address = f"/{PAGE}/?comment={early.id}#comment-{early.id}"
    assert re.findall(r'In reply to <a href="([^"]+)">', page) == [address]


def test_branches_can_stand_oldest_newest_or_most_useful_first_and_answers_by_time(session, say):
    first, second, third = say("First."), say("Second."), say("Third.")
    say("A.", second)
    say("B.", second)
    mark_useful(session, second, 2)
    mark_useful(session, third)

    orders = {sort: [branch.first.id for branch in read(session, sort).branches] for sort in Sort}

    assert orders == {
        Sort.OLDEST: [first.id, second.id, third.id],
        Sort.NEWEST: [third.id, second.id, first.id],
        Sort.USEFUL: [second.id, third.id, first.id],
    }
    assert outline(read(session, Sort.NEWEST))[1] == ("Second.", ["A.", "B."])


@pytest.mark.parametrize("sort", Sort)
def test_a_branch_with_an_editor_s_pick_stands_first_in_every_order(session, say, sort):
    say("First.")
    second = say("Second.")
    pick = say("The pick.", second)
    say("Third.")
    pick.featured_at = now()
    session.commit()

    assert outline(read(session, sort))[0] == ("Second.", ["The pick."])


def test_a_comment_that_is_gone_leaves_a_marker_where_others_answer_it(session, say):
    gone, alone = say("Gone."), say("Alone.")
    say("Why?", gone)
    moderation.remove(session, gone, by="ruth", reason="is spam")
    moderation.remove(session, alone, by="ruth", reason="is spam")

    page = read(session)

    assert outline(page) == [("removed", ["Why?"])]
    assert (page.branches[0].first.name, page.count) == ("", 1)


def test_a_marker_shows_nothing_of_what_was_there(client, session, say):
    gone = say("Secret words.")
    answer = say("Why?", gone)
    say("Because.", answer)
    revising.withdraw(session, gone)

    page = client.get(URL).text

    assert "Taken back by its author" in page
    assert "Secret words" not in page
    assert page.count("<bdi>Ada</bdi>") == 3  # two comments, and whom the second one answers


def test_what_nobody_published_leaves_no_marker(session, say):
    first = say("First.")
    waits = say("Waits.", first, state="pending")

    assert outline(read(session)) == [("First.", [])]
    assert reading.read_shown(session, PAGE, waits.id).html == ""


@pytest.fixture
def long_thread(session, make_comment):
    """A thread of three pages: a branch of sixty answers, then as many comments by themselves."""
    first = make_comment("The first.", state="published")
    answers = [make_comment(f"Answer {number}.", answers=first, state="published") for number in range(60)]
    others = [make_comment(f"Comment {number}.", state="published") for number in range(60)]
    return [first, *answers, *others]


def test_a_page_of_a_thread_holds_fifty_comments(session, long_thread):
    pages = [read(session, number=number) for number in (1, 2, 3)]

    shown = [[comment.id for branch in page.branches for comment in branch.comments] for page in pages]
    assert [comment.id for comment in long_thread] == [number for ids in shown for number in ids]
    assert [len(ids) for ids in shown] == [PAGE_SIZE, PAGE_SIZE, 21]
    assert [(page.number, page.last, page.count) for page in pages] == [(1, 3, 121), (2, 3, 121), (3, 3, 121)]


def test_a_page_that_begins_within_a_branch_says_whose_it_is(client, session, long_thread):
    page = client.get(f"{URL}?page=2").text

    assert f'More replies to <a href="/{PAGE}/?comment={long_thread[0].id}#comment-{long_thread[0].id}">' in page
    assert "what <bdi>Ada</bdi> said" in page


def test_the_address_of_a_comment_leads_to_the_page_that_it_stands_on(client, long_thread):
    late = long_thread[110]

    for sort in Sort:
        page = client.get(f"{URL}?comment={late.id}&sort={sort}").text
        assert f'id="comment-{late.id}"' in page
    assert f'id="comment-{late.id}"' not in client.get(URL).text


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=x", "page=²", "page=1&page=2", "comment=x", "comment=99999999999", "sort=nope"]
)
def test_a_page_or_an_order_that_is_none_gives_the_first(client, long_thread, query):
    assert "Page 1 of 3" in client.get(f"{URL}?{query}").text


def test_a_page_beyond_the_last_gives_the_last(client, long_thread):
    assert "Page 3 of 3" in client.get(f"{URL}?page=99").text


def test_the_count_of_a_thread_is_that_of_its_published_comments_whatever_happens(session, make_comment):
    _kept, gone, back = (make_comment(state="published") for _ in range(3))
    make_comment()
    moderation.remove(session, gone, by="ruth", reason="is spam")
    revising.withdraw(session, back)
    moderation.restore(session, gone, by="ruth", reason="undoes a mistake")

    session.expire_all()
    states = list(session.scalars(select(Comment.state)))
    assert session.scalars(select(Thread)).one().published_count == states.count("published") == 2


def test_a_closed_thread_says_why_and_has_no_form(client, session, say):
    thread = say("First.").thread
    thread.closed_at, thread.closed_reason = now(), "a trial has begun"
    session.commit()

    page = client.get(URL).text

    assert "Comments are closed because a trial has begun." in page
    assert "<form" not in page


def test_every_change_that_readers_see_gives_the_thread_a_later_time(session, say):
    comment = say("First.")
    seen = [comment.thread.changed_at]
    for change in (
        lambda: moderation.remove(session, comment, by="ruth", reason="is spam"),
        lambda: moderation.restore(session, comment, by="ruth", reason="undoes a mistake"),
        lambda: revising.withdraw(session, comment),
    ):
        change()
        seen.append(comment.thread.changed_at)

    assert seen == sorted(set(seen))
