"""What the desk shows of each comment, and what it finds."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event

from comments_service.columns import now
from comments_service.models import Comment, CommentState, FlagReason, Thread
from comments_service.rendering import render
from comments_service.senders import Sender
from comments_service.services import moderation, queues, revising
from comments_service.services.drafts import Draft
from comments_service.services.queues import Search
from tests.comments_service.factories import PAGE, SETTINGS, make_flag

WHY = {"by": "ruth", "reason": "so it is"}


@pytest.fixture
def count_questions(app):
    """Note what the database is asked."""
    engine = app.extensions["engine"]

    @contextmanager
    def counting():
        asked = []

        def note(_connection, _cursor, statement, *_):
            asked.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        yield asked
        event.remove(engine, "before_cursor_execute", note)

    return counting


def ids(found):
    return [item.comment.id for item in found.items]


def test_what_waits_stands_oldest_first_and_goes_on_where_a_page_ends(session, make_comment, monkeypatch):
    monkeypatch.setattr(queues, "PAGE_SIZE", 2)
    numbers = [make_comment().id for _ in range(5)]
    make_comment(state="published")

    pages, key = [], 0
    while key is not None:
        found = queues.waiting(session, key)
        pages.append(ids(found))
        key = found.key

    assert pages == [numbers[:2], numbers[2:4], numbers[4:]]


def test_what_was_reported_stands_apart_from_what_is_held(session, make_comment):
    reported, held, kept, removed = (make_comment(state="published") for _ in range(4))
    for comment in (reported, held, kept, removed):
        make_flag(session, comment)
    make_flag(session, reported)
    for _ in range(SETTINGS.flags_to_hold - 1):
        make_flag(session, held)
    moderation.keep(session, kept, **WHY)
    moderation.remove(session, removed, **WHY)

    assert ids(queues.reported(session)) == [reported.id]
    assert ids(queues.reported(session, reported.id)) == []
    assert ids(queues.waiting(session)) == [held.id]
    assert (queues.count_reported(session), queues.count_waiting(session)) == (1, 1)


def test_counting_ends_where_it_says_enough(session, make_comment, monkeypatch):
    monkeypatch.setattr(queues, "MOST_COUNTED", 2)
    for _ in range(5):
        make_comment()

    assert queues.count_waiting(session) == 3


def test_an_item_has_what_it_answers_and_what_stands_beside_it(session, make_comment):
    first = make_comment("First.", state="published")
    before = make_comment("Before.", state="published")
    make_comment("Unseen.")
    comment = make_comment("This.", answers=first)
    make_comment("Elsewhere.", state="published", page="forces/westmere")
    after = make_comment("After.", state="published")

    item = queues.one(session, comment)

    assert (item.answers, item.before, item.after) == (first, before, after)


def test_an_item_by_itself_has_nothing_beside_it(session, make_comment):
    item = queues.one(session, make_comment())

    assert (item.answers, item.before, item.after, item.others, item.revisions) == (None, None, None, [], [])


def test_an_item_has_the_other_comments_of_its_browser_newest_first(session, make_comment):
    comment = make_comment("This.")
    others = [make_comment(f"Number {number}.", page="forces/westmere") for number in range(7)]
    for other in others:
        other.credential_id = comment.credential_id
    session.commit()
    make_comment("Another's.")
    moderation.reject(session, others[6], **WHY)

    found = queues.one(session, comment).others

    assert [(other.id, other.state, other.text) for other in found[:2]] == [
        (others[6].id, CommentState.REJECTED, "Number 6."),
        (others[5].id, CommentState.PENDING, "Number 5."),
    ]
    assert (len(found), found[0].page) == (queues.OTHERS, "forces/westmere")


def test_an_item_has_the_open_reports_by_reason(session, make_comment):
    comment = make_comment(state="published")
    make_flag(session, comment)
    moderation.keep(session, comment, **WHY)
    make_flag(session, comment, FlagReason.LEGAL, "A trial.")
    make_flag(session, comment, FlagReason.LEGAL)
    make_flag(session, comment, FlagReason.ABUSE)

    found = queues.one(session, comment).flags

    assert {reason: [flag.words for flag in flags] for reason, flags in found.items()} == {
        FlagReason.LEGAL: ["A trial.", ""],
        FlagReason.ABUSE: [""],
    }


def test_an_item_has_its_earlier_words_and_what_was_found_in_the_present_ones(session, make_comment):
    comment = make_comment("FIRST WORDS, MUCH TOO LOUD.")
    calmer = Draft("Ada", "Second words.", render("Second words."))
    revising.edit(session, comment, calmer, Sender("browser", "2001:db8::1"), SETTINGS)

    item = queues.one(session, session.get(Comment, comment.id))

    assert [revision.text for revision in item.revisions] == ["FIRST WORDS, MUCH TOO LOUD."]
    assert [verdict.rule for verdict in comment.verdicts if verdict.revision == 1] == ["hold-by-default", "shouting"]
    assert [verdict.rule for verdict in item.verdicts] == ["hold-by-default"]


def test_an_item_tells_whether_its_browser_may_write(session, make_comment):
    comment = make_comment()
    comment.credential.banned_until = now() + timedelta(days=1)
    session.commit()

    item = queues.one(session, comment)

    assert (item.is_banned(now()), item.is_banned(now() + timedelta(days=2))) == (True, False)


def test_every_comment_of_a_page_is_shown_in_whatever_state(session, make_comment):
    states = ["pending", "published", "rejected", "removed"]
    numbers = [make_comment(state=state).id for state in states]
    make_comment(page="forces/westmere")

    assert ids(queues.of_page(session, PAGE)) == numbers
    assert ids(queues.of_page(session, PAGE, numbers[1])) == numbers[2:]
    assert ids(queues.of_page(session, "forces/northshire")) == []


@pytest.fixture
def found(session, make_comment):
    """Return the texts of what is found."""
    make_comment("Who CHECKED this?", name="Ada", state="published", browser="ada's")
    make_comment("100% of it_all, by a\\b / c.", name="Ben_1", state="rejected")
    make_comment("100 of itxall.", name="Ben 1", page="forces/westmere")
    make_comment("L'été à la Straße.", name="Zoë Ömer", page="forces/northshire", state="removed")
    return lambda **wanted: [item.comment.text for item in queues.search(session, Search(**wanted)).items]


@pytest.mark.parametrize(
    ("wanted", "texts"),
    [
        ({"words": "checked"}, ["Who CHECKED this?"]),
        ({"words": "100"}, ["100 of itxall.", "100% of it_all, by a\\b / c."]),
        ({"words": "100%"}, ["100% of it_all, by a\\b / c."]),
        ({"words": "it_all"}, ["100% of it_all, by a\\b / c."]),
        ({"words": "a\\b / c"}, ["100% of it_all, by a\\b / c."]),
        ({"words": "%"}, ["100% of it_all, by a\\b / c."]),
        ({"words": "this who"}, ["Who CHECKED this?"]),
        ({"words": "this nobody"}, []),
        ({"words": '"who checked"'}, ["Who CHECKED this?"]),
        ({"words": '"this who"'}, []),
        ({"words": "“who checked”"}, ["Who CHECKED this?"]),
        ({"words": "“this who”"}, []),
        ({"words": 'this "who checked'}, ["Who CHECKED this?"]),
        ({"words": "ÉTÉ straße"}, ["L'été à la Straße."]),
        ({"words": "Été", "name": "ZOË Ö"}, ["L'été à la Straße."]),
        ({"words": "ete"}, []),
        ({"words": "'; drop table comments --"}, []),
        ({"name": "ben_"}, ["100% of it_all, by a\\b / c."]),
        ({"name": "ben"}, ["100 of itxall.", "100% of it_all, by a\\b / c."]),
        ({"page": "forces/westmere"}, ["100 of itxall."]),
        ({"page": "forces/westmere", "words": "checked"}, []),
        ({"page": "forces/nowhere"}, []),
        ({"state": CommentState.REJECTED}, ["100% of it_all, by a\\b / c."]),
        ({"state": CommentState.WITHDRAWN}, []),
    ],
)
def test_comments_of_every_state_are_found_newest_first(found, wanted, texts):
    assert found(**wanted) == texts


def test_comments_are_found_by_their_browser(session, found):
    browser = session.query(Comment).filter_by(name="Ada").one().credential_id

    assert found(browser=browser) == ["Who CHECKED this?"]


def test_what_is_found_goes_on_where_a_page_ends(session, make_comment, monkeypatch):
    monkeypatch.setattr(queues, "PAGE_SIZE", 2)
    numbers = [make_comment().id for _ in range(3)]

    newest = queues.search(session, Search(words="well"))
    older = queues.search(session, Search(words="well"), newest.key)

    assert (ids(newest), ids(older), older.key) == (numbers[:0:-1], numbers[:1], None)


def test_acts_stand_newest_first_with_what_was_undone(session, make_comment, monkeypatch):
    monkeypatch.setattr(queues, "ACTS_SIZE", 2)
    comment = make_comment()
    published = moderation.publish(session, comment, **WHY)
    undone = moderation.undo(session, published, by="ruth")
    rejected = moderation.reject(session, comment, **WHY)

    first = queues.acts(session)
    rest = queues.acts(session, first.key)

    assert (first.actions, first.undone) == ([rejected, undone], set())
    assert (rest.actions, rest.undone, rest.key) == ([published], {published.id}, None)


def test_a_long_queue_is_asked_for_in_a_few_questions(session, make_comment, count_questions):
    for number in range(queues.PAGE_SIZE):
        make_comment(f"Number {number}.", browser=f"browser {number % 7}")

    with count_questions() as few:
        queues.waiting(session)
    with count_questions() as fewer:
        queues.waiting(session, session.query(Comment).count() - 2)

    assert len(few) <= 10
    assert abs(len(few) - len(fewer)) <= 1


def test_a_thread_that_nobody_began_is_none(session):
    assert queues.find_thread(session, PAGE) is None
    assert session.query(Thread).count() == 0


def test_the_same_is_looked_for_in_the_text_and_in_the_name(session, make_comment):
    make_comment("Bea said so.", name="Ann")
    both = make_comment("Bea said so.", name="Bea")

    found = queues.search(session, Search(words="Bea", name="Bea"))

    assert [item.comment.id for item in found.items] == [both.id]
