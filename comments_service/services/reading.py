"""The thread of a page as readers see it: branches in an order of one's choice, fifty comments to a page."""

import enum
import json
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from comments_service.db import read_rows
from comments_service.models import Comment, CommentState, Mode, Reaction, ReactionKind, Thread
from comments_service.one_of import one_of

PAGE_SIZE = 50
"""How many comments stand on one page of a thread."""

PUBLISHED = CommentState.PUBLISHED

THREADS = Thread.__table__.c
CHANGES = select(THREADS.changed_at).where(THREADS.page == bindparam("page"))
OF_PAGES = one_of(THREADS.page, bindparam("pages"))
COUNTS = select(THREADS.page, THREADS.published_count, THREADS.changed_at).where(OF_PAGES)

LATEST = select(func.max(THREADS.changed_at))
LATEST_OF = LATEST.where(OF_PAGES)


class Sort(enum.StrEnum):
    """The order of a thread's branches; the answers within a branch always stand by time."""

    OLDEST = "oldest"
    NEWEST = "newest"
    USEFUL = "useful"


@dataclass(frozen=True)
class Answered:
    """A comment that others answer: its author's name, where it is published; whether it stands on the same page as they do."""

    id: int
    name: str | None
    is_here: bool


@dataclass(frozen=True)
class Shown:
    """A comment as readers see it; where it is not published but others answer it, its state alone."""

    id: int
    branch: Answered
    answers: Answered | None
    state: CommentState
    name: str
    html: str
    created_at: datetime
    edited_at: datetime | None
    is_featured: bool
    is_staff: bool
    reactions: dict[ReactionKind, int]

    @property
    def is_published(self) -> bool:
        """Whether readers see its words."""
        return self.state is PUBLISHED

    @property
    def is_answer(self) -> bool:
        """Whether it stands below the comment that begins its branch."""
        return self.answers is not None


@dataclass(frozen=True)
class Branch:
    """A comment with its answers, as much of it as one page shows; its beginning may stand on the page before."""

    begun_by: Answered
    first: Shown | None
    answers: list[Shown]

    @property
    def comments(self) -> list[Shown]:
        """Return all of it that the page shows."""
        return [*([self.first] if self.first else []), *self.answers]


@dataclass(frozen=True)
class ThreadPage:
    """One page of a thread."""

    page: str
    sort: Sort
    number: int
    last: int
    count: int
    branches: list[Branch]
    closed_reason: str | None = None


@dataclass(frozen=True)
class Order:
    """The comments of a thread that readers see, in order, by number; count is that of the published ones."""

    ids: tuple[int, ...] = ()
    count: int = 0
    closed_reason: str | None = None
    mode: Mode | None = None

    @property
    def last(self) -> int:
        """Return the number of the last page."""
        return max(1, -(-len(self.ids) // PAGE_SIZE))

    def page_of(self, comment_id: int | None) -> int:
        """Return the number of the page on which a comment stands; of one that does not stand there, the first."""
        return self.ids.index(comment_id) // PAGE_SIZE + 1 if comment_id in self.ids else 1


@dataclass
class _Node:
    """What the order of a thread goes by."""

    id: int
    parent_id: int | None
    root_id: int
    is_published: bool
    is_featured: bool
    useful: int = field(default=0)


def last_change(page: str) -> datetime | None:
    """Return when readers last saw the thread of a page change, or None where nobody has written in it."""
    rows = read_rows(CHANGES, page=page)
    return rows[0].changed_at if rows else None


def find_thread(session: Session, page: str) -> Thread | None:
    """Return the thread of a page, or None where nobody has written in it or led it yet."""
    return session.scalar(select(Thread).where(Thread.page == page))


def count_published(pages: Iterable[str]) -> tuple[dict[str, int], datetime | None]:
    """Return how many published comments each of some pages has, and when readers last saw one of their threads change."""
    counts = dict.fromkeys(pages, 0)
    rows = read_rows(COUNTS, pages=json.dumps(list(counts)))
    last = max((row.changed_at for row in rows), default=None)
    return counts | {row.page: row.published_count for row in rows}, last


def last_change_of(pages: Sequence[str] | None) -> datetime | None:
    """Return when readers last saw a thread of some pages change, or of all where none are named."""
    rows = read_rows(LATEST) if pages is None else read_rows(LATEST_OF, pages=json.dumps(list(pages)))
    last: datetime | None = rows[0][0]
    return last


def put_in_order(session: Session, page: str, sort: Sort) -> Order:
    """Return the order of a page's thread."""
    thread = find_thread(session, page)
    if thread is None:
        return Order()
    nodes = _read_nodes(session, thread.id)
    seen = _find_seen(nodes)
    featured = {node.root_id for node in nodes.values() if node.is_featured and node.is_published}
    roots = {node.id: _place(node, sort, node.id in featured) for node in nodes.values() if node.id == node.root_id}
    ids = sorted(seen, key=lambda number: (roots[nodes[number].root_id], number))
    return Order(tuple(ids), thread.published_count, thread.closed_reason, thread.mode)


def _place(root: _Node, sort: Sort, is_featured: bool) -> tuple[bool, int, int]:
    """Return the place of a branch: those with an editor's pick first, then by the sort, then by time."""
    useful = -root.useful if sort is Sort.USEFUL else 0
    return not is_featured, useful, -root.id if sort is Sort.NEWEST else root.id


def _read_nodes(session: Session, thread_id: int) -> dict[int, _Node]:
    columns = (Comment.id, Comment.parent_id, Comment.root_id, Comment.state, Comment.featured_at)
    rows = session.execute(select(*columns).where(Comment.thread_id == thread_id))
    nodes = {
        row.id: _Node(row.id, row.parent_id, row.root_id or row.id, row.state is PUBLISHED, row.featured_at is not None)
        for row in rows
    }
    useful = (
        select(Reaction.comment_id, func.count())
        .join(Comment, Comment.id == Reaction.comment_id)
        .where(Comment.thread_id == thread_id, Reaction.kind == ReactionKind.USEFUL)
        .group_by(Reaction.comment_id)
    )
    for comment_id, count in session.execute(useful):
        nodes[comment_id].useful = count
    return nodes


def _find_seen(nodes: dict[int, _Node]) -> set[int]:
    """Return the comments that readers see: the published ones, and those which these answer, as markers."""
    seen: set[int] = set()
    for node in nodes.values():
        above: int | None = node.id if node.is_published else None
        while above is not None and above not in seen:
            seen.add(above)
            above = nodes[above].parent_id
    return seen


def read_page(session: Session, page: str, order: Order, sort: Sort, number: int) -> ThreadPage:
    """Return one page of a thread in its order."""
    ids = order.ids[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    branches = list(_gather_branches(_read_shown(session, ids)))
    return ThreadPage(page, sort, number, order.last, order.count, branches, order.closed_reason)


def read_shown(session: Session, page: str, comment_id: int) -> Shown | None:
    """Return one comment of a page as readers see it, or None where there is none."""
    query = select(Comment.id).join(Comment.thread).where(Thread.page == page, Comment.id == comment_id)
    shown = _read_shown(session, session.scalars(query).all())
    return shown[0] if shown else None


def _read_shown(session: Session, ids: Sequence[int]) -> list[Shown]:
    comments = {comment.id: comment for comment in session.scalars(select(Comment).where(Comment.id.in_(ids)))}
    above = {number for comment in comments.values() for number in (comment.parent_id, comment.root_id) if number}
    answered = _read_answered(session, above, comments)
    reactions = count_reactions(session, ids)
    return [_show(comments[number], answered, reactions.get(number, {})) for number in ids if number in comments]


def _read_answered(session: Session, ids: Iterable[int], here: Container[int]) -> dict[int, Answered]:
    """Return the comments that others answer; the name of one that is not published is nobody's to see."""
    rows = session.execute(select(Comment.id, Comment.name, Comment.state).where(Comment.id.in_(ids)))
    return {row.id: Answered(row.id, row.name if row.state is PUBLISHED else None, row.id in here) for row in rows}


def count_reactions(session: Session, ids: Iterable[int]) -> dict[int, dict[ReactionKind, int]]:
    """Return how many reactions of each kind each of some comments has; where there are none, nothing."""
    query = select(Reaction.comment_id, Reaction.kind, func.count()).where(Reaction.comment_id.in_(ids))
    counts: dict[int, dict[ReactionKind, int]] = {}
    for comment_id, kind, count in session.execute(query.group_by(Reaction.comment_id, Reaction.kind)):
        counts.setdefault(comment_id, {})[kind] = count
    return counts


def _show(comment: Comment, answered: dict[int, Answered], reactions: dict[ReactionKind, int]) -> Shown:
    is_published = comment.state is PUBLISHED
    return Shown(
        id=comment.id,
        branch=answered.get(comment.root_id or 0) or Answered(comment.id, comment.name if is_published else None, True),
        answers=answered.get(comment.parent_id or 0),
        state=comment.state,
        name=comment.name if is_published else "",
        html=comment.html if is_published else "",
        created_at=comment.created_at,
        edited_at=comment.edited_at if is_published else None,
        is_featured=is_published and comment.featured_at is not None,
        is_staff=is_published and comment.moderator_id is not None,
        reactions=reactions if is_published else {},
    )


def _gather_branches(comments: list[Shown]) -> Iterator[Branch]:
    for begun_by, group in groupby(comments, key=lambda comment: comment.branch):
        branch = list(group)
        first = branch.pop(0) if not branch[0].is_answer else None
        yield Branch(begun_by, first, branch)
