"""A served process under measurement, with its processor time and its memory."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from bench.builds import NOTICEBOARD, Build
from bench.clients import WAIT, get
from bench.generate import PROJECT

TICK = 1 / os.sysconf("SC_CLK_TCK")
"""The seconds in which the kernel counts processor time."""


@dataclass(frozen=True)
class Served:
    """A process of ours that answers on a port of this machine."""

    pid: int
    port: int

    def get(self, path: str) -> bytes:
        """Return the body at a path; anything but 200 is a fault of the benchmark."""
        return self.get_tagged(path)[0]

    def get_tagged(self, path: str) -> tuple[bytes, str]:
        """Return the body at a path and its tag."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT)) as connection:
            return get(connection, path)

    def cpu_seconds(self) -> float:
        """Return the processor time that the process has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * TICK

    def memory(self) -> float:
        """Return the most memory that the process has held, in MB (resident)."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024


@contextmanager
def serving(*command: str, python: str = sys.executable) -> Iterator[Served]:
    """Run a Python command that serves on the port added to it, until the block ends."""
    port = _free_port()
    with TemporaryFile() as log:
        process = subprocess.Popen([python, *command, str(port)], stdout=log, stderr=log, cwd=PROJECT)
        try:
            _wait_for(process, port, log)
            yield Served(process.pid, port)
        finally:
            process.terminate()
            process.wait(WAIT)


def serving_build(build: Build) -> AbstractContextManager[Served]:
    """Serve all parts of a build, as `noticeboard serve` does."""
    return serving(*NOTICEBOARD, "serve", "--root", str(build.root), "--output", str(build.output), "--port")


def _free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port: int = listener.getsockname()[1]
    return port


def _wait_for(process: subprocess.Popen[bytes], port: int, log: IO[bytes]) -> None:
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
    log.seek(0)
    raise AssertionError(f"{process.args!r} does not answer on port {port}:\n{log.read().decode()}")
