"""Limits: a bucket of tokens for each somebody, shared by all processes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from comments_service import limits
from comments_service.db import begin_write
from comments_service.limits import Limit, Rate
from comments_service.models import Bucket


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test sets."""
    times = [1_000_000.0]
    monkeypatch.setattr("time.time", lambda: times[0])
    return times


def take(session, *wanted):
    begin_write(session)
    wait = limits.take(session.connection(), wanted)
    session.commit()
    return wait


def by(whose, most=2, seconds=60):
    return Limit("post", whose, Rate(most, seconds))


def test_as_many_acts_as_the_rate_says_are_free_and_the_next_one_waits(session, clock):
    assert [take(session, by("ada")) for _ in range(3)] == [None, None, timedelta(seconds=30)]


def test_tokens_come_back_with_time_and_never_beyond_the_rate(session, clock):
    for _ in range(2):
        take(session, by("ada"))

    clock[0] += 30
    assert [take(session, by("ada")) for _ in range(2)] == [None, timedelta(seconds=30)]
    clock[0] += 3600
    assert [take(session, by("ada")) for _ in range(3)] == [None, None, timedelta(seconds=30)]


def test_one_somebody_does_not_use_up_another_ones_tokens(session, clock):
    for _ in range(2):
        take(session, by("ada"))

    assert take(session, by("ben")) is None


def test_nothing_is_taken_where_one_of_several_buckets_is_empty(session, clock):
    take(session, by("ada", most=1))

    assert take(session, by("ada", most=1), by("network", most=1)) == timedelta(seconds=60)
    assert take(session, by("network", most=1)) is None


@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_clock_that_goes_back_gives_nothing_and_keeps_nobody_out_for_longer_than_the_rate_does(session, clock, times):
    for _ in range(times):
        take(session, by("ada"))

    clock[0] -= 3600

    assert take(session, by("ada")) == timedelta(seconds=30)
    clock[0] += 30
    assert [take(session, by("ada")) for _ in range(2)] == [None, timedelta(seconds=30)]


def test_a_rate_that_was_made_shorter_holds_from_then_on(session, clock):
    for _ in range(2):
        take(session, by("ada", seconds=3600))

    assert take(session, by("ada", seconds=60)) == timedelta(seconds=30)
    clock[0] += 60
    assert [take(session, by("ada", seconds=60)) for _ in range(3)] == [None, None, timedelta(seconds=30)]


def test_a_token_that_is_given_back_can_be_taken_again_and_a_full_bucket_takes_no_more(session, clock):
    for _ in range(2):
        take(session, by("ada"))

    for _ in range(3):
        limits.give_back(session.connection(), by("ada"))
    session.commit()

    assert [take(session, by("ada")) for _ in range(3)] == [None, None, timedelta(seconds=30)]


def test_who_looks_into_a_bucket_sees_how_many_tokens_it_holds(session, clock):
    def look():
        full_at = session.connection().scalar(select(limits.peek("ada")), {"ada": by("ada").key})
        session.rollback()
        return by("ada").left(full_at)

    seen = [look()]
    for _ in range(3):
        take(session, by("ada"))
        seen.append(look())
    clock[0] += 45

    assert [*seen, look()] == [2, 1, 0, 0, 1.5]


def test_side_by_side_no_more_get_through_than_the_rate_allows(app):
    def act(_number):
        with app.extensions["sessions"]() as session:
            return take(session, by("ada", most=5, seconds=3600))

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(act, range(24)))

    assert waits.count(None) == 5


def test_buckets_that_are_full_again_are_let_go(session, clock):
    take(session, by("ada"))
    take(session, by("ben", seconds=3600))

    clock[0] += 120
    limits.sweep(session.connection())

    assert session.scalar(select(func.count()).select_from(Bucket)) == 1
