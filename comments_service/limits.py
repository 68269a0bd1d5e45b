"""Limits on how often somebody may act, kept in the database so that several processes share them.

Each is a bucket of tokens that fills up with time. Of a bucket only the time is kept at which it is full again, as the generic
cell rate algorithm has it (https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm): to take a token puts that time off.
"""

import hashlib
import math
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, cached_property

from sqlalchemy import Connection, ScalarSelect, bindparam, case, delete, select, update
from sqlalchemy.sql.dml import ReturningInsert

from comments_service.db import make_insert
from comments_service.models import Bucket

SWEPT = 100
"""How many full buckets go at once."""

TINY = 1e-3
"""Which part of a token may be missing from one: to add up times leaves a little over."""

FULL = select(Bucket.key).where(Bucket.full_at <= bindparam("now")).limit(SWEPT).with_for_update(skip_locked=True)
FULL_ALL = select(Bucket.key).where(Bucket.full_at <= bindparam("now")).with_for_update(skip_locked=True)
SWEEP_ALL = delete(Bucket).where(Bucket.key.in_(FULL_ALL))
SWEEP = delete(Bucket).where(Bucket.key.in_(FULL))
GIVE_BACK = (
    update(Bucket).where(Bucket.key == bindparam("own_key")).values(full_at=Bucket.full_at - Bucket.token_seconds)
)


@dataclass(frozen=True)
class Rate:
    """So many acts in so many seconds: that many at once, and the next ones as time goes by."""

    most: int
    seconds: int

    @property
    def interval(self) -> float:
        """After how many seconds there is another token."""
        return self.seconds / self.most


@dataclass(frozen=True)
class Limit:
    """A rate of one kind of act for one somebody: a browser, a network, a thread or the site."""

    kind: str
    whose: str
    rate: Rate

    @cached_property
    def key(self) -> str:
        """Return what the limit's bucket is kept under."""
        return hashlib.sha256(f"{self.kind}\x00{self.whose}".encode()).hexdigest()

    def left(self, full_at: float | None) -> float:
        """Return how many tokens a bucket holds that is full at a time, in seconds; one that is not there is full.

        Below none where more was taken than it held.
        """
        to_wait = max(0.0, (full_at or 0) - time.time())
        return self.rate.most - to_wait / self.rate.interval


def peek(key: str) -> ScalarSelect[float]:
    """Return the question when the bucket is full whose key is bound to a name; whoever asks it keeps nobody waiting."""
    return select(Bucket.full_at).where(Bucket.key == bindparam(key)).scalar_subquery()


def take(connection: Connection, limits: Iterable[Limit]) -> timedelta | None:
    """Take a token from the bucket of each limit; where one is empty take none, and return how long until it has one again.

    The buckets are locked until the transaction ends; it has to be one that writes.
    """
    wanted = list(limits)
    full_at = count(connection, wanted)
    wait = find_wait(full_at)
    if wait:
        give_back(connection, *wanted)
    return wait


def count(connection: Connection, limits: Iterable[Limit]) -> dict[Limit, float]:
    """Take a token from the bucket of each limit, also from one that is empty; return when each is full again, in seconds.

    For a transaction that is given up where `find_wait` finds one empty. The buckets are locked until it ends, in the order of
    their keys, so that nobody waits in a circle.
    """
    at, wanted = time.time(), {limit.key: limit for limit in sorted(limits, key=lambda limit: limit.key)}
    rows = [_take_from_full(limit, at) for limit in wanted.values()]
    counted = connection.execute(_make_count(connection.dialect.name), rows)
    return {wanted[key]: full_at for key, full_at in counted}


def _take_from_full(limit: Limit, at: float) -> dict[str, float | str]:
    """Return what is kept of a bucket that was full, less one token."""
    seconds, interval = limit.rate.seconds, limit.rate.interval
    return {"key": limit.key, "full_at": at + interval, "token_seconds": interval, "all_seconds": seconds}


@cache
def _make_count(engine: str) -> ReturningInsert[str, float]:
    """Return the statement that takes a token from buckets, and makes those that are not there."""
    insert = make_insert(engine, Bucket)
    new = insert.excluded
    when_empty = new.full_at - new.token_seconds + new.all_seconds
    put_off = case(
        (Bucket.full_at > when_empty, when_empty + new.token_seconds),  # a clock went back, or the rate is another one
        (Bucket.full_at > new.full_at - new.token_seconds, Bucket.full_at + new.token_seconds),
        else_=new.full_at,
    )
    changed = {"full_at": put_off, "token_seconds": new.token_seconds, "all_seconds": new.all_seconds}
    counted = insert.on_conflict_do_update(index_elements=["key"], set_=changed)
    return counted.returning(Bucket.key, Bucket.full_at)


def find_wait(full_at: dict[Limit, float]) -> timedelta | None:
    """Return how long until the emptiest of buckets, from which more was taken than it held, has a token; None where none is empty."""
    waits = [(-limit.left(at)) * limit.rate.interval for limit, at in full_at.items() if limit.left(at) < -TINY]
    return timedelta(seconds=max(map(math.ceil, waits))) if waits else None


def give_back(connection: Connection, *limits: Limit) -> None:
    """Put a token back into the bucket of each limit, as far as it has room."""
    connection.execute(GIVE_BACK, [{"own_key": limit.key} for limit in sorted(limits, key=lambda limit: limit.key)])


def forget(connection: Connection, limit: Limit) -> None:
    """Let a bucket be full again."""
    connection.execute(delete(Bucket).where(Bucket.key == limit.key))


def sweep(connection: Connection) -> None:
    """Let go of some buckets that are full by now: they say nothing, and nobody's traces stay.

    Whatever makes buckets does so last in its transaction, at least each so many times: that takes away more than came since,
    finds them by an index, and waits for nobody who uses one just now.
    """
    connection.execute(SWEEP, {"now": time.time()})


def sweep_all(connection: Connection) -> None:
    """Let go of every bucket that is full by now and that nobody uses."""
    connection.execute(SWEEP_ALL, {"now": time.time()})
