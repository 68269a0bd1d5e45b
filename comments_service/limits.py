"""Limits on how often somebody may act: a bucket of tokens for each, kept in the database so that several processes share it."""

import hashlib
import math
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from comments_service.db import make_insert
from comments_service.models import Bucket

SWEPT = 100
"""How many full buckets go at once."""

PUT = update(Bucket).where(Bucket.key == bindparam("own_key"))
FULL = select(Bucket.key).where(Bucket.full_at < bindparam("now")).limit(SWEPT).with_for_update(skip_locked=True)
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

    @property
    def key(self) -> str:
        """Return what the limit's bucket is kept under."""
        return hashlib.sha256(f"{self.kind}\x00{self.whose}".encode()).hexdigest()


def take(session: Session, limits: Iterable[Limit]) -> timedelta | None:
    """Take a token from each bucket; where one is empty take none, and return how long until it has one again.

    It belongs into a transaction that writes. Buckets are locked in the order of their keys, so that nobody waits in a circle.
    """
    at = time.time()
    wanted = sorted(limits, key=lambda limit: limit.key)
    left = dict(zip(wanted, _lock(session, wanted, at), strict=True))
    waits = [(1 - tokens) * limit.rate.seconds / limit.rate.most for limit, tokens in left.items() if tokens < 1]
    if waits:
        return timedelta(seconds=math.ceil(max(waits)))
    session.connection().execute(PUT, [_empty(limit, tokens - 1, at) for limit, tokens in left.items()])
    return None


def look(session: Session, limits: Iterable[Limit]) -> dict[Limit, float]:
    """Return how many tokens each bucket holds by now, and take none."""
    at, wanted = time.time(), list(limits)
    query = select(Bucket.key, Bucket.tokens, Bucket.at).where(Bucket.key.in_([limit.key for limit in wanted]))
    found = {key: (tokens, since) for key, tokens, since in session.execute(query)}
    return {limit: _fill(limit, *found.get(limit.key, (limit.rate.most, at)), at) for limit in wanted}


def _lock(session: Session, limits: list[Limit], at: float) -> list[float]:
    """Return how many tokens each bucket holds by now, for nobody else to change until the transaction ends.

    Buckets that were not there are made, and full.
    """
    insert = make_insert(session, Bucket)
    locked = insert.on_conflict_do_update(index_elements=["key"], set_={"key": insert.excluded.key})
    locking = locked.returning(Bucket.key, Bucket.tokens, Bucket.at)
    full = [{"key": limit.key, "tokens": limit.rate.most, "at": at, "full_at": at} for limit in limits]
    found = {key: (tokens, since) for key, tokens, since in session.connection().execute(locking, full)}
    return [_fill(limit, *found[limit.key], at) for limit in limits]


def _fill(limit: Limit, tokens: float, since: float, at: float) -> float:
    """Return how many tokens a bucket holds that held some before."""
    passed = max(0.0, at - since)
    return min(float(limit.rate.most), tokens + passed * limit.rate.most / limit.rate.seconds)


def _empty(limit: Limit, tokens: float, at: float) -> dict[str, float | str]:
    """Return what is kept of a bucket with so many tokens left."""
    full_at = at + (limit.rate.most - tokens) * limit.rate.seconds / limit.rate.most
    return {"own_key": limit.key, "tokens": tokens, "at": at, "full_at": full_at}


def sweep(session: Session) -> None:
    """Let go of some buckets that are full by now: they say nothing, and nobody's traces stay.

    Whatever makes buckets does so last in its transaction: each leaves a few, takes away more, finds them by an index, and waits
    for nobody who uses one just now.
    """
    session.connection().execute(SWEEP, {"now": time.time()})
