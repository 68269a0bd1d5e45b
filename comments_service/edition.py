"""What tells one release of the service from another, for what readers keep of its answers."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

PACKAGE = Path(__file__).parent
ENDINGS = {".py", ".html", ".txt"}


@dataclass(frozen=True)
class Edition:
    """A digest of all that answers are made by, and when the newest of it was put here."""

    digest: str
    made_at: datetime


def read_edition(package: Path = PACKAGE) -> Edition:
    """Return the edition of the service, from its programs, templates and lists."""
    files = sorted(path for path in package.rglob("*") if path.suffix in ENDINGS)
    newest = max(path.stat().st_mtime for path in files)
    return Edition(_digest(files), datetime.fromtimestamp(int(newest), UTC))


def _digest(files: Iterable[Path]) -> str:
    whole = hashlib.sha256()
    for path in files:
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()
