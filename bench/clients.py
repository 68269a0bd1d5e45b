"""Readers of a served process: some connections at once, each asking one thing after another."""

import http.client
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field

from bench.table import Reading, summarise

WAIT = 60


@dataclass(frozen=True)
class Asking:
    """What each of some connections asks for in turn, how often in all, and for how many seconds at most.

    Each asks `warm_up` times first, while everything is still cold, and that is not counted.
    """

    paths: Sequence[str]
    requests: int = 400
    connections: int = 4
    warm_up: int = 3
    seconds: float = 20
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200


def ask(port: int, asking: Asking) -> list[float]:
    """Ask, and return how long each answer took, in seconds; a status that was not expected is a fault of the benchmark."""
    shares = [asking.paths[number :: asking.connections] or asking.paths for number in range(asking.connections)]
    with ThreadPoolExecutor(asking.connections) as threads:
        taken = threads.map(lambda share: ask_in_turn(port, asking, share), shares)
        return [seconds for share in taken for seconds in share]


def ask_in_turn(port: int, asking: Asking, paths: Sequence[str]) -> list[float]:
    """Ask over one connection; at least twice, however long that takes."""
    end = time.monotonic() + asking.seconds
    taken: list[float] = []
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT)) as connection:
        for number in range(asking.warm_up + asking.requests // asking.connections):
            taken.append(time_answer(connection, paths[number % len(paths)], asking))
            if time.monotonic() > end and number > asking.warm_up:
                break
    return taken[asking.warm_up :]


def time_answer(connection: http.client.HTTPConnection, path: str, asking: Asking) -> float:
    """Ask once and return how long the answer took, in seconds."""
    start = time.perf_counter()
    get(connection, path, asking.headers, asking.status)
    return time.perf_counter() - start


def get(
    connection: http.client.HTTPConnection, path: str, headers: dict[str, str] | None = None, status: int = 200
) -> tuple[bytes, str]:
    """Return the body at a path and its tag."""
    connection.request("GET", path, headers=headers or {})
    response = connection.getresponse()
    body = response.read()
    if response.status != status:
        raise AssertionError(f"{path} answered {response.status}: {body[:200]!r}")
    return body, response.headers.get("etag", "")


def read(port: int, asking: Asking) -> Reading:
    """Ask, and return the reading."""
    return summarise(ask(port, asking))
