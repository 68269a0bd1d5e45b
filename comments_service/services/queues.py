"""What the desk shows: what waits and what was reported, the oldest first; what is searched for; all with what it takes to decide."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import zip_longest
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, union_all
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from comments_service.db import casefold
from comments_service.models import (
    Comment,
    CommentState,
    Credential,
    Flag,
    FlagReason,
    Mode,
    ModerationAction,
    Revision,
    Thread,
    Verdict,
)
from comments_service.services.moderation import find_undoing

PAGE_SIZE = 20
"""How many comments stand on one page of the desk."""

ACTS_SIZE = 50
"""How many acts stand on one page of the desk."""

OTHERS = 5
"""How many other comments of the same browser are shown."""

PENDING, PUBLISHED = CommentState.PENDING, CommentState.PUBLISHED

MOST_COUNTED = 1000
"""Beyond how many it is enough to say that there are more: to count them all takes longer than to show them."""

# The state is asked for flag by flag, by the comment's key: joined, PostgreSQL reads comments from the first one on.
STATE = select(Comment.state).where(Comment.id == Flag.comment_id).scalar_subquery()
REPORTED = select(Flag.comment_id).where(Flag.outcome.is_(None), STATE == CommentState.PUBLISHED).distinct()
OF_BROWSER = (
    select(Comment.credential_id, Comment.id, Comment.state, Comment.text, Thread.page)
    .join(Comment.thread)
    .order_by(Comment.id.desc())
    .limit(OTHERS + 1)
)


WORDS = re.compile(r'"([^"]*)"|([^\s"]+)')
"""A phrase in double quotes, or a word."""

QUOTES = dict.fromkeys(map(ord, "“”„"), '"')
"""What telephones make of a double quote."""

Place = tuple[int | None, int | None, int | None]
"""The numbers of what a comment answers, and of what readers see right before it and right after."""


@dataclass(frozen=True)
class Other:
    """Another comment of the same browser."""

    id: int
    state: CommentState
    text: str
    page: str


@dataclass(frozen=True)
class Item:
    """A comment with what it takes to decide about it.

    answers is what it answers; before and after are what readers see right before and after it on its page; below is how many
    comments that readers see answer it; next is the number of the one to go on with in the list, which is the one before where
    it is the last.
    """

    comment: Comment
    answers: Comment | None = None
    before: Comment | None = None
    after: Comment | None = None
    others: list[Other] = field(default_factory=list)
    below: int = 0
    next: int | None = None

    @property
    def verdicts(self) -> list[Verdict]:
        """Return what was found in the words as they are now."""
        return [verdict for verdict in self.comment.verdicts if verdict.revision == self.comment.revision]

    def find_verdicts(self, mode: Mode) -> list[Verdict]:
        """Return what speaks against it while it waits, under the site's mode; that all comments wait is nothing where they do."""
        waits = {"hold-by-default"} if (self.comment.thread.mode or mode) is Mode.HOLD else set()
        is_waiting = self.comment.state is PENDING
        return [verdict for verdict in self.verdicts if is_waiting and verdict.rule not in waits]

    @property
    def settled(self) -> list[Flag]:
        """Return the reports that a moderator has looked at."""
        return [flag for flag in self.comment.flags if flag.outcome is not None]

    @property
    def flags(self) -> dict[FlagReason, list[Flag]]:
        """Return the reports that no moderator has looked at, by their reasons."""
        found: dict[FlagReason, list[Flag]] = {}
        for flag in self.comment.flags:
            if flag.outcome is None:
                found.setdefault(flag.reason, []).append(flag)
        return found

    @property
    def newest_flag(self) -> int:
        """Return the number of the newest report that no moderator has looked at, or 0."""
        return max((flag.id for flag in self.comment.flags if flag.outcome is None), default=0)

    @property
    def revisions(self) -> list[Revision]:
        """Return what it said before, the latest first."""
        return self.comment.revisions[::-1]

    def is_banned(self, at: datetime) -> bool:
        """Whether its browser may not write at an instant."""
        credential = self.comment.credential
        return bool(credential and credential.banned_until and credential.banned_until > at)


@dataclass(frozen=True)
class Slice:
    """One page of a list; key is where the next page begins, where there is one."""

    items: list[Item]
    key: int | None


@dataclass(frozen=True)
class Search:
    """What somebody looks for: words of the text, which are all there, part of the name, one page, one state, one browser.

    What stands in double quotes is one phrase of the text.
    """

    words: str = ""
    name: str = ""
    page: str = ""
    state: CommentState | None = None
    browser: int | None = None

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return what holds for each comment that is looked for."""
        words = [phrase.strip() or word for phrase, word in WORDS.findall(self.words.translate(QUOTES))]
        exact = {"state": self.state, "credential_id": self.browser}
        return [
            *(_holds(Comment.text, word) for word in words if word),
            *([_holds(Comment.name, self.name)] if self.name else []),
            *(getattr(Comment, name) == value for name, value in exact.items() if value),
            *([Comment.thread_id == _number_of(self.page)] if self.page else []),
        ]


def _holds(column: Any, words: str) -> ColumnElement[bool]:
    """Return whether words stand in a column, in capitals or not."""
    pattern = re.sub(r"([%_/])", r"/\1", words)
    return casefold(column).like(casefold(f"%{pattern}%"), escape="/")


def waiting(session: Session, after: int = 0) -> Slice:
    """Return comments that wait for a moderator, the oldest first, after one of them."""
    return _read_slice(session, _ordered(Comment.state == PENDING, Comment.id > after))


def reported(session: Session, after: int = 0) -> Slice:
    """Return published comments whose reports nobody has looked at, the oldest first, after one of them."""
    return _read_slice(session, REPORTED.where(Flag.comment_id > after).order_by(Flag.comment_id))


def of_page(session: Session, page: str, after: int = 0) -> Slice:
    """Return comments of a page in whatever state, in the order in which they were written, after one of them."""
    return _read_slice(session, _ordered(Comment.thread_id == _number_of(page), Comment.id > after))


def find_thread(session: Session, page: str) -> Thread | None:
    """Return the thread of a page, or None where nobody has commented or led it yet."""
    return session.scalar(select(Thread).where(Thread.page == page))


def _number_of(page: str) -> Any:
    return select(Thread.id).where(Thread.page == page).scalar_subquery()


def search(session: Session, wanted: Search, before: int | None = None) -> Slice:
    """Return comments that are looked for, in whatever state, the newest first, before one of them."""
    earlier = [Comment.id < before] if before else []
    query = select(Comment.id).where(*wanted.conditions(), *earlier).order_by(Comment.id.desc())
    return _read_slice(session, query)


def one(session: Session, comment: Comment) -> Item:
    """Return one comment with what it takes to decide about it."""
    return _describe(session, [comment.id])[0]


def count_waiting(session: Session) -> int:
    """Return how many comments wait for a moderator, as far as MOST_COUNTED and one more."""
    return _count(session, select(Comment.id).where(Comment.state == PENDING))


def count_reported(session: Session) -> int:
    """Return how many published comments have reports that nobody has looked at, as far as MOST_COUNTED and one more."""
    return _count(session, REPORTED)


def _count(session: Session, query: Select[int]) -> int:
    return session.scalar(select(func.count()).select_from(query.limit(MOST_COUNTED + 1).subquery())) or 0


@dataclass(frozen=True)
class Acts:
    """One page of what moderators and the service did, the newest first, and which of it was undone."""

    actions: Sequence[ModerationAction]
    undone: set[int]
    key: int | None


def acts(session: Session, before: int | None = None) -> Acts:
    """Return acts of every kind, the newest first, before one of them."""
    earlier = [ModerationAction.id < before] if before else []
    query = select(ModerationAction).where(*earlier).order_by(ModerationAction.id.desc()).limit(ACTS_SIZE + 1)
    found = session.scalars(query.options(*_with_subjects())).all()
    shown = found[:ACTS_SIZE]
    key = shown[-1].id if len(found) > ACTS_SIZE else None
    return Acts(shown, find_undoing(session, shown), key)


def _with_subjects() -> list[Any]:
    comments = joinedload(ModerationAction.comment).joinedload(Comment.thread)
    return [comments, joinedload(ModerationAction.thread)]


def _ordered(*conditions: ColumnElement[bool]) -> Select[int]:
    return select(Comment.id).where(*conditions).order_by(Comment.id)


def _read_slice(session: Session, query: Select[int]) -> Slice:
    numbers = session.scalars(query.limit(PAGE_SIZE + 1)).all()
    shown = numbers[:PAGE_SIZE]
    return Slice(_describe(session, shown), shown[-1] if len(numbers) > PAGE_SIZE else None)


def _describe(session: Session, numbers: Sequence[int]) -> list[Item]:
    """Return comments in the order of their numbers, each with what surrounds it, by a few questions for all of them."""
    comments = _read_comments(session, numbers)
    places = _find_neighbours(session, numbers)
    around = {number for place in places.values() for number in place if number}
    near = {comment.id: comment for comment in session.scalars(select(Comment).where(Comment.id.in_(around)))}
    others = _find_others(session, {comment.credential_id for comment in comments.values()})
    items = [_put_together(comments[number], places[number], near, others) for number in numbers]
    below = _count_answers(session, comments.values())
    following = [*numbers[1:], *numbers[-2:-1]]
    return [
        replace(item, below=below.get(item.comment.id, 0), next=number)
        for item, number in zip_longest(items, following)
    ]


def _count_answers(session: Session, comments: Iterable[Comment]) -> dict[int, int]:
    """Return how many published comments answer each of some that are published themselves, where any does."""
    shown = [comment for comment in comments if comment.state is PUBLISHED]
    # By their threads too: for what a comment answers there is no index of its own.
    of_threads = (Comment.thread_id.in_({comment.thread_id for comment in shown}), Comment.state == PUBLISHED)
    answering = Comment.parent_id.in_([comment.id for comment in shown])
    query = select(Comment.parent_id, func.count()).where(*of_threads, answering).group_by(Comment.parent_id)
    return {number: count for number, count in session.execute(query) if number} if shown else {}


def _put_together(comment: Comment, place: Place, near: dict[int, Comment], others: dict[int, list[Other]]) -> Item:
    answers, before, after = (near.get(number or 0) for number in place)
    beside = [other for other in others.get(comment.credential_id or 0, []) if other.id != comment.id]
    return Item(comment, answers, before, after, beside[:OTHERS])


def _read_comments(session: Session, numbers: Iterable[int]) -> dict[int, Comment]:
    whole = [joinedload(Comment.thread), joinedload(Comment.credential)]
    lists = [Comment.verdicts, Comment.flags, Comment.revisions, Comment.actions]
    query = select(Comment).where(Comment.id.in_(numbers)).options(*whole, *map(selectinload, lists))
    return {comment.id: comment for comment in session.scalars(query.execution_options(populate_existing=True))}


def _find_neighbours(session: Session, numbers: Iterable[int]) -> dict[int, Place]:
    """Return the place of each of some comments."""
    near = aliased(Comment)
    beside = (near.thread_id == Comment.thread_id, near.state == PUBLISHED)
    before = select(func.max(near.id)).where(*beside, near.id < Comment.id).correlate(Comment).scalar_subquery()
    after = select(func.min(near.id)).where(*beside, near.id > Comment.id).correlate(Comment).scalar_subquery()
    query = select(Comment.id, Comment.parent_id, before, after).where(Comment.id.in_(numbers))
    return {number: (parent, last, following) for number, parent, last, following in session.execute(query)}


def _find_others(session: Session, browsers: Iterable[int | None]) -> dict[int, list[Other]]:
    """Return the latest comments of each of some browsers, the newest first, by one question for all of them."""
    latest = [select(OF_BROWSER.where(Comment.credential_id == browser).subquery()) for browser in browsers if browser]
    found: dict[int, list[Other]] = {}
    for browser, *other in session.execute(union_all(*latest)) if latest else ():
        found.setdefault(browser, []).append(Other(*other))
    return {browser: sorted(others, key=lambda other: -other.id) for browser, others in found.items()}


def pages_of(actions: Iterable[ModerationAction]) -> set[str]:
    """Return the pages that acts are about."""
    threads = (action.comment.thread if action.comment else action.thread for action in actions)
    return {thread.page for thread in threads if thread}


def latest_of(session: Session, browsers: Sequence[Credential]) -> dict[int, Other]:
    """Return the latest comment of each of some browsers that has any."""
    found = _find_others(session, [browser.id for browser in browsers])
    return {number: comments[0] for number, comments in found.items()}
