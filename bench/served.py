"""A served process under measurement: its answers' time, its processor time and its memory."""

import http.client
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

WAIT = 30


@dataclass(frozen=True)
class Reading:
    """How long answers took, in milliseconds: the median, the slowest of twenty, and the server's processor time for each."""

    median: float
    p95: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.median:.2f} ms, p95 {self.p95:.2f} ms, CPU {self.cpu:.2f} ms"


@dataclass(frozen=True)
class Served:
    """A process of ours that answers on a port of this machine."""

    pid: int
    port: int

    def get(self, path: str) -> bytes:
        """Return the body at a path; anything but 200 is a fault of the benchmark."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)) as connection:
            return _get(connection, path)

    def read(self, path: str, times: int = 300) -> Reading:
        """Ask for a path again and again over one connection, warmed up first."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)) as connection:
            for _ in range(times // 10):
                _get(connection, path)
            before = self.cpu_seconds()
            taken = [_timed(connection, path) for _ in range(times)]
            cpu = (self.cpu_seconds() - before) / times
        return Reading(statistics.median(taken) * 1000, statistics.quantiles(taken, n=20)[-1] * 1000, cpu * 1000)

    def cpu_seconds(self) -> float:
        """Return the processor time that the process has used; the kernel counts it in hundredths."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> float:
        """Return the most memory that the process has held, in MB (resident)."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _get(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    response = connection.getresponse()
    body = response.read()
    if response.status != 200:
        raise AssertionError(f"{path} answered {response.status}: {body[:200]!r}")
    return body


def _timed(connection: http.client.HTTPConnection, path: str) -> float:
    start = time.perf_counter()
    _get(connection, path)
    return time.perf_counter() - start


@contextmanager
def serving(*command: str, environment: dict[str, str] | None = None) -> Iterator[Served]:
    """Run a Python command that serves on the port added to it, until the block ends."""
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, *command, str(port)], env=os.environ | (environment or {}), stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(process, port)
        yield Served(process.pid, port)
    finally:
        process.terminate()
        process.wait(WAIT)


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port: int = listener.getsockname()[1]
    return port


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    """Wait until the process answers; its listening socket may be there before it does."""
    end = time.monotonic() + WAIT
    while time.monotonic() < end and process.poll() is None:
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT)) as connection:
                connection.request("HEAD", "/")
                connection.getresponse()
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError(f"{process.args!r} does not answer on port {port}.")
