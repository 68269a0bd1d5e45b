"""Authors who post at once: each one comment after another, every one over a connection of its own."""

import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass

from bench.clients import WAIT
from bench.table import Reading, summarise

AUTHORS = 16
WARM_UP = 4
"""How many of each author's posts are not counted: all is cold yet, and nobody has queued."""


@dataclass(frozen=True)
class Post:
    """What is posted where, and the status by which it is acknowledged."""

    path: str
    headers: dict[str, str]
    body: bytes
    status: int = 201

    @property
    def request(self) -> bytes:
        """The whole request; bare bytes, so that who measures takes as little as can be from who is measured."""
        headers = {"Host": "127.0.0.1", "Connection": "close", "Content-Length": str(len(self.body)), **self.headers}
        lines = [f"POST {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + self.body


def post_at_once(port: int, posts: Sequence[Post]) -> Reading:
    """Send the posts side by side, and return how long each was waited for until it was acknowledged."""
    shares = [posts[number::AUTHORS] for number in range(AUTHORS)]
    with ThreadPoolExecutor(AUTHORS) as authors:
        taken = authors.map(lambda share: [time_post(port, post) for post in share], shares)
        return summarise([seconds for share in taken for seconds in share[WARM_UP:]])


def time_post(port: int, post: Post) -> float:
    """Send a post and return the seconds until it was acknowledged; anything but its status is a fault of the benchmark."""
    request = post.request
    start = time.perf_counter()
    with closing(socket.create_connection(("127.0.0.1", port), timeout=WAIT)) as connection:
        connection.sendall(request)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    taken = time.perf_counter() - start
    if not answer.startswith(f"HTTP/1.1 {post.status} ".encode()):
        raise AssertionError(f"{post.path} answered {answer[:200]!r}")
    return taken
