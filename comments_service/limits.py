"""Limits on how often somebody may act: a bucket of tokens for each, kept in the database so that several processes share it."""

import hashlib
import math
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from comments_service.db import make_insert
from comments_service.models import Bucket


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
    left = {limit: _lock(session, limit, at) for limit in wanted}
    waits = [(1 - tokens) * limit.rate.seconds / limit.rate.most for limit, tokens in left.items() if tokens < 1]
    if waits:
        return timedelta(seconds=math.ceil(max(waits)))
    for limit, tokens in left.items():
        _put(session, limit, tokens - 1, at)
    return None


def _lock(session: Session, limit: Limit, at: float) -> float:
    """Return how many tokens a bucket holds by now; a bucket that was not there is made, and full."""
    full = {"key": limit.key, "tokens": limit.rate.most, "at": at, "full_at": at}
    session.execute(make_insert(session, Bucket).values(full).on_conflict_do_nothing())
    bucket = session.get_one(Bucket, limit.key, with_for_update=True, populate_existing=True)
    since = max(0.0, at - bucket.at)
    return min(float(limit.rate.most), bucket.tokens + since * limit.rate.most / limit.rate.seconds)


def _put(session: Session, limit: Limit, tokens: float, at: float) -> None:
    bucket = session.get_one(Bucket, limit.key)
    bucket.tokens, bucket.at = tokens, at
    bucket.full_at = at + (limit.rate.most - tokens) * limit.rate.seconds / limit.rate.most


def sweep(session: Session) -> None:
    """Let go of the buckets that are full by now: they say nothing, and nobody's traces stay."""
    full = select(Bucket.key).where(Bucket.full_at < time.time()).limit(1000)
    session.execute(delete(Bucket).where(Bucket.key.in_(full)))
