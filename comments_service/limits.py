"""Limits on how often somebody may act: a bucket of tokens for each, kept in the database so that several processes share it."""

import hashlib
import math
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, cached_property

from sqlalchemy import Connection, ScalarSelect, bindparam, delete, select, update
from sqlalchemy.sql.dml import ReturningInsert

from comments_service.db import make_insert
from comments_service.models import Bucket

SWEPT = 100
"""How many full buckets go at once."""

PUT = update(Bucket).where(Bucket.key == bindparam("own_key"))
FULL = select(Bucket.key).where(Bucket.full_at <= bindparam("now")).limit(SWEPT).with_for_update(skip_locked=True)
FULL_ALL = select(Bucket.key).where(Bucket.full_at <= bindparam("now")).with_for_update(skip_locked=True)
SWEEP_ALL = delete(Bucket).where(Bucket.key.in_(FULL_ALL))
SWEEP = delete(Bucket).where(Bucket.key.in_(FULL))


@dataclass(frozen=True)
class Rate:
    """So many acts in so many seconds: that many at once, and the next ones as time goes by."""

    most: int
    seconds: int


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

    def is_used_up(self, full_at: float | None) -> bool:
        """Tell whether a bucket that is full at a time, in seconds, has no token left; one that is not there is full."""
        return full_at is not None and full_at - time.time() > self.rate.seconds * (1 - 1 / self.rate.most)


def peek(key: str) -> ScalarSelect[float]:
    """Return the question when the bucket is full whose key is bound to a name; whoever asks it keeps nobody waiting."""
    return select(Bucket.full_at).where(Bucket.key == bindparam(key)).scalar_subquery()


class Buckets:
    """The buckets of some limits, locked until the transaction ends; it has to be one that writes.

    They are locked in the order of their keys, so that nobody waits in a circle. What is taken from them, or given back, is kept
    by `keep`.
    """

    def __init__(self, connection: Connection, limits: Iterable[Limit]) -> None:
        self._connection, self._at = connection, time.time()
        wanted = sorted(limits, key=lambda limit: limit.key)
        self._left = dict(zip(wanted, _lock(connection, wanted, self._at), strict=True))
        self._changed: list[Limit] = []

    def left(self, limit: Limit) -> float:
        """Return how many tokens a bucket holds."""
        return self._left[limit]

    def take(self, *limits: Limit) -> timedelta | None:
        """Take a token from each bucket; where one is empty take none, and return how long until it has one again."""
        empty = [limit for limit in limits if self._left[limit] < 1]
        if empty:
            return timedelta(seconds=max(math.ceil(_wait(limit, self._left[limit])) for limit in empty))
        for limit in limits:
            self._left[limit] -= 1
        self._changed.extend(limits)
        return None

    def give_back(self, limit: Limit) -> None:
        """Put a token back into a bucket, as far as it has room."""
        self._left[limit] = min(float(limit.rate.most), self._left[limit] + 1)
        self._changed.append(limit)

    def keep(self) -> None:
        """Keep how many tokens are left where some were taken or given back."""
        if self._changed:
            kept = [_empty(limit, left, self._at) for limit, left in self._left.items() if limit in self._changed]
            self._connection.execute(PUT, kept)


def take(connection: Connection, limits: Iterable[Limit]) -> timedelta | None:
    """Take a token from the bucket of each limit; where one is empty take none, and return how long until it has one again."""
    wanted = list(limits)
    buckets = Buckets(connection, wanted)
    wait = buckets.take(*wanted)
    buckets.keep()
    return wait


def give_back(connection: Connection, limit: Limit) -> None:
    """Put a token back into the bucket of a limit."""
    buckets = Buckets(connection, [limit])
    buckets.give_back(limit)
    buckets.keep()


def _lock(connection: Connection, limits: list[Limit], at: float) -> list[float]:
    """Return how many tokens each bucket holds by now, for nobody else to change until the transaction ends.

    Buckets that were not there are made, and full.
    """
    full = [{"key": limit.key, "tokens": limit.rate.most, "at": at, "full_at": at} for limit in limits]
    locked = connection.execute(_make_lock(connection.dialect.name), full)
    found = {key: (tokens, since) for key, tokens, since in locked}
    return [_fill(limit, *found[limit.key], at) for limit in limits]


@cache
def _make_lock(engine: str) -> ReturningInsert[str, float, float]:
    """Return the statement that makes buckets where there are none, and locks them."""
    insert = make_insert(engine, Bucket)
    # Locked as it is: what no index holds costs least to set.
    locked = insert.on_conflict_do_update(index_elements=["key"], set_={"at": Bucket.at})
    return locked.returning(Bucket.key, Bucket.tokens, Bucket.at)


def _fill(limit: Limit, tokens: float, since: float, at: float) -> float:
    """Return how many tokens a bucket holds that held some before."""
    passed = max(0.0, at - since)
    return min(float(limit.rate.most), tokens + passed * limit.rate.most / limit.rate.seconds)


def _wait(limit: Limit, tokens: float) -> float:
    """Return in how many seconds a bucket with so many tokens has a whole one."""
    return (1 - tokens) * limit.rate.seconds / limit.rate.most


def _empty(limit: Limit, tokens: float, at: float) -> dict[str, float | str]:
    """Return what is kept of a bucket with so many tokens left."""
    full_at = at + (limit.rate.most - tokens) * limit.rate.seconds / limit.rate.most
    return {"own_key": limit.key, "tokens": tokens, "at": at, "full_at": full_at}


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
