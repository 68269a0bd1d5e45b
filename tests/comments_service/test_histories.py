"""Whatever is done in whatever order, readers see what is published and nothing else, and a thread's version says when that changes."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select

from comments_service.columns import Base, now
from comments_service.errors import Refusal
from comments_service.models import Comment, CommentState, FlagReason, Mode, ReactionKind, Thread
from comments_service.rendering import render
from comments_service.senders import Sender
from comments_service.services import flags, moderation, posting, reactions, revising
from comments_service.services.drafts import Draft, Submission
from comments_service.services.states import lock_thread, touch
from tests.comments_service.conftest import FREE
from tests.comments_service.factories import PAGE

PAGES = [PAGE, "forces/westmere"]
PEOPLE = st.integers(0, 5).map(lambda number: Sender(f"browser {number}", f"198.51.{number}.1"))
ANY = st.integers(0, 1_000)
ARTICLE = re.compile(r'<article class="comment[^>]* id="comment-(\d+)".*?</article>', re.DOTALL)
PENDING, PUBLISHED = CommentState.PENDING, CommentState.PUBLISHED
WORDS = re.compile(r"(?:words|name)-\d+-")
ALWAYS_THE_SAME = settings(
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.generate],  # to make a failing history shorter takes minutes
    suppress_health_check=list(HealthCheck),
    max_examples=10,
    stateful_step_count=20,
)


class History(RuleBasedStateMachine):
    """What happened in two threads as one who took part remembers it, beside what readers are shown."""

    app = None

    def __init__(self):
        super().__init__()
        self.client = self.app.test_client()
        self.session = self.app.extensions["sessions"]()
        for table in reversed(Base.metadata.sorted_tables):
            self.session.execute(table.delete())
        self.session.commit()
        self.settings = self.app.extensions["settings"]
        self.written = 0
        self.closed = set()
        self.states, self.words, self.names, self.sent = {}, {}, {}, {}
        self.seen = dict.fromkeys(PAGES, (datetime.min.replace(tzinfo=UTC), None))

    def teardown(self):
        self.session.close()

    def any_comment(self, number):
        ids = sorted(self.states)
        self.session.rollback()
        return self.session.get(Comment, ids[number % len(ids)], populate_existing=True)

    def write(self):
        self.written += 1
        return f"words-{self.written}-"

    def send(self, page, sender, answers=None):
        """Send new words under a name of their own, and tell whether they were kept."""
        words = self.write()
        name = f"name-{self.written}-"
        submission = Submission(page, Draft(name, words, render(words)), sender, f"key {self.written}", answers)
        try:
            comment = self.session.get_one(Comment, posting.post(self.session, submission, self.settings).id)
        except Refusal:
            self.session.rollback()
            return False
        assert comment.id not in self.states
        self.states[comment.id], self.words[comment.id], self.names[comment.id] = comment.state, words, name
        self.sent[comment.id] = submission
        return True

    def attempt(self, act, comment, *args, **kwargs):
        """Let something be done to a comment, and tell whether it was."""
        try:
            act(self.session, comment, *args, **kwargs)
        except Refusal:
            self.session.rollback()
            return False
        return True

    @rule(page=st.sampled_from(PAGES), sender=PEOPLE)
    def post(self, page, sender):
        assert self.send(page, sender) == (page not in self.closed)

    @precondition(lambda self: self.states)
    @rule(number=ANY, page=st.sampled_from([None, None, None, *PAGES]), sender=PEOPLE)
    def reply(self, number, page, sender):
        comment = self.any_comment(number)
        own_page, state = comment.thread.page, self.states[comment.id]
        is_there = state is PUBLISHED and page in {None, own_page} and own_page not in self.closed
        assert self.send(page or own_page, sender, comment.id) == is_there

    @precondition(lambda self: self.states)
    @rule(number=ANY)
    def send_again(self, number):
        comment = self.any_comment(number)
        assert posting.post(self.session, self.sent[comment.id], self.settings).id == comment.id

    @precondition(lambda self: self.states)
    @rule(number=ANY, sender=PEOPLE)
    def edit(self, number, sender):
        comment, words = self.any_comment(number), self.write()
        before = self.states[comment.id]
        done = self.attempt(revising.edit, comment, Draft(comment.name, words, render(words)), sender, self.settings)
        is_open = comment.thread.page not in self.closed
        assert done == (is_open and before in {PENDING, PUBLISHED})
        if done:
            self.words[comment.id], self.states[comment.id] = words, comment.state
            assert comment.state in {before, PENDING}

    @precondition(lambda self: self.states)
    @rule(number=ANY)
    def withdraw(self, number):
        comment = self.any_comment(number)
        done = self.attempt(revising.withdraw, comment)
        assert done == (self.states[comment.id] in {PENDING, PUBLISHED, CommentState.WITHDRAWN})
        self.states[comment.id] = CommentState.WITHDRAWN if done else self.states[comment.id]

    @precondition(lambda self: self.states)
    @rule(number=ANY, verb=st.sampled_from(["publish", "publish", "reject", "remove", "restore"]))
    def moderate(self, number, verb):
        comment = self.any_comment(number)
        act = moderation.ACTS[verb]
        done = self.attempt(getattr(moderation, verb), comment, by="ruth", reason="so it is")
        assert done == (self.states[comment.id] in act.before)
        self.states[comment.id] = act.after if done else self.states[comment.id]

    @precondition(lambda self: self.states)
    @rule(number=ANY, sender=PEOPLE, kind=st.sampled_from(ReactionKind), is_on=st.booleans())
    def react(self, number, sender, kind, is_on):
        self.attempt(reactions.react, self.any_comment(number), kind, sender, self.settings, is_on=is_on)

    @precondition(lambda self: self.states)
    @rule(number=ANY, senders=st.lists(PEOPLE, min_size=1, max_size=4, unique=True))
    def flag(self, number, senders):
        comment = self.any_comment(number)
        for sender in senders:
            if self.attempt(flags.flag, comment, FlagReason.SPAM, "words-0-", sender, self.settings):
                assert comment.state in {PUBLISHED, PENDING}
                self.states[comment.id] = comment.state

    @precondition(lambda self: self.states)
    @rule(number=ANY, is_closed=st.booleans(), mode=st.sampled_from(Mode))
    def lead(self, number, is_closed, mode):
        thread = self.any_comment(number).thread
        lock_thread(self.session, thread)
        at = now()
        thread.closed_at, thread.closed_reason = (at, "a trial begins") if is_closed else (None, None)
        thread.mode = mode
        touch(thread, at)
        self.session.commit()
        (self.closed.add if is_closed else self.closed.discard)(thread.page)

    @invariant()
    def every_count_is_that_of_the_published_comments(self):
        counts = self.client.get(f"/comments/api/counts?pages={','.join(PAGES)}").json["counts"]
        self.session.rollback()
        kept = dict.fromkeys(PAGES, 0) | dict(
            map(tuple, self.session.execute(select(Thread.page, Thread.published_count)))
        )
        published = select(Thread.page, func.count()).join(Thread.comments).where(Comment.state == PUBLISHED)
        counted = dict.fromkeys(PAGES, 0) | dict(map(tuple, self.session.execute(published.group_by(Thread.page))))
        assert counts == kept == counted

    @invariant()
    def every_answer_stands_in_the_thread_of_what_it_answers(self):
        self.session.rollback()
        rows = {row.id: row for row in self.session.execute(select(Comment.__table__))}
        for row in rows.values():
            above = rows.get(row.parent_id)
            root = (above.root_id or above.id) if above else None
            assert (row.root_id, row.thread_id) == (root, above.thread_id if above else row.thread_id)

    @invariant()
    def readers_see_what_is_published_and_nothing_else(self):
        shown = {}
        for page in PAGES:
            thread = self.client.get(f"/comments/api/threads/{page}").json
            fragment = self.client.get(f"/comments/threads/{page}").text
            feed = self.client.get(f"/comments/threads/{page}/feed.atom").text
            articles = {int(found[1]): found[0] for found in ARTICLE.finditer(fragment)}
            comments = {comment["id"]: comment for comment in thread["comments"] if comment["state"] == PUBLISHED}
            assert list(articles) == [comment["id"] for comment in thread["comments"]]
            assert [number for number, comment in comments.items() if comment["html"] not in articles[number]] == []
            assert set(WORDS.findall(str(thread))) == set(WORDS.findall(fragment)) == set(WORDS.findall(feed))
            shown |= {number: (comment["name"], comment["html"]) for number, comment in comments.items()}
            self.compare_versions(page, thread)
        public = [number for number, state in self.states.items() if state is PUBLISHED]
        assert shown == {number: (self.names[number], f"<p>{self.words[number]}</p>") for number in public}

    def compare_versions(self, page, thread):
        """See that a thread's time never goes back, and goes on where readers see another thread than before."""
        self.session.rollback()
        at, before = self.seen[page]
        changed_at = self.session.scalar(select(Thread.changed_at).where(Thread.page == page)) or at
        assert changed_at >= at
        assert changed_at > at or thread == before or before is None
        self.seen[page] = changed_at, thread


@pytest.mark.timeout(120)
def test_readers_see_what_is_published_whatever_happens_in_whatever_order(make_app):
    class HistoryOfOurs(History):
        app = make_app(MODE="publish", **FREE)

    run_state_machine_as_test(HistoryOfOurs, settings=ALWAYS_THE_SAME)
