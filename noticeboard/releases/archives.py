"""The record as released: `releases/<version>.tar.xz` holds a version's downloads for good, `releases/SHA256SUMS` their sums."""

import hashlib
import io
import json
import lzma
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from noticeboard.problems import BuildError, Problem

FOLDER = "releases"
ENDING = ".tar.xz"
SUMS = "SHA256SUMS"
SUM = re.compile(r"([0-9a-f]{64})  (.+)")
NOTE = "release.json"
CHANGES = "changes.json"
FIRST = (NOTE, CHANGES)
"""What every build reads of each release stands first in its archive, so that the rest need not be unpacked for it."""

Files = dict[str, bytes]


@dataclass(frozen=True)
class Release:
    """One release: its name, the last day of its record, the hash of its contents, its day, and the release before it."""

    version: str
    as_on: str
    content_hash: str
    released_on: str
    previous: str | None


def check_releases(root: Path) -> None:
    """Check that the releases below the root are as they were released; raises BuildError with every one that is not."""
    folder = root / FOLDER
    there = {path.name for path in folder.glob(f"[!.]*{ENDING}")}
    sums = folder / SUMS
    if not sums.is_file():
        message = "the file is missing. Restore it as it was."
        problems = [Problem(f"{FOLDER}/{SUMS}", 1, message)] if there else []
    else:
        problems = list(_compare_sums(folder, sums.read_text(encoding="utf-8").splitlines(), there))
    if problems or (problems := list(_find_gaps(read_releases(root)))):
        raise BuildError(problems)


def _compare_sums(folder: Path, lines: list[str], there: set[str]) -> Iterator[Problem]:
    """Yield a problem for each archive that is not as its sum says, and for each that has no sum."""
    for place, line in enumerate(lines, 1):
        match = SUM.fullmatch(line)
        if not match:
            message = f"{line!r} is no sum of a file. Restore the line as it was."
        elif match[2] not in there:
            message = f"{match[2]!r} is missing. Restore it as it was."
        elif _sum((folder / match[2]).read_bytes()) != match[1]:
            message = f"{match[2]!r} is not the file that was released. Restore it as it was."
        else:
            continue
        yield Problem(f"{FOLDER}/{SUMS}", place, message)
    for name in sorted(there - {match[2] for line in lines if (match := SUM.fullmatch(line))}):
        message = f"no line of {FOLDER}/{SUMS} has the sum of this file. Restore the line, or remove the file."
        yield Problem(f"{FOLDER}/{name}", 1, message)


def _find_gaps(releases: list[Release]) -> Iterator[Problem]:
    """Yield a problem for each release that follows one which is not there."""
    known = {None, *(release.version for release in releases)}
    for release in releases:
        if release.previous not in known:
            message = f"the release follows {release.previous!r}, which is missing. Restore it as it was."
            yield Problem(f"{FOLDER}/{release.version}{ENDING}", 1, message)


def read_releases(root: Path) -> list[Release]:
    """Read what each release below the root says of itself, each after the one that it follows."""
    notes = [json.loads(_read_first(path)[NOTE]) for path in sorted((root / FOLDER).glob(f"[!.]*{ENDING}"))]
    return put_in_order([Release(**note) for note in notes])


def put_in_order(releases: list[Release]) -> list[Release]:
    """Return releases each after the one that it follows; by day where two branches have one each."""
    previous = {release.version: release.previous for release in releases}

    def count_before(version: str | None) -> int:
        return 1 + count_before(previous[version]) if version in previous else 0

    return sorted(releases, key=lambda release: (count_before(release.version), release.released_on, release.version))


def find_newest(releases: list[Release]) -> Release | None:
    """Return the last of the releases in order, if there is one."""
    return releases[-1] if releases else None


def read_changes(root: Path, release: Release) -> dict[str, Any] | None:
    """Read what changed with a release, as its changes.json has it; None for the first."""
    text = _read_first(_archive(root, release.version)).get(CHANGES)
    return None if text is None else dict(json.loads(text))


def read_files(root: Path, release: Release) -> Files:
    """Read every file of a release, by path."""
    return read_archive(_archive(root, release.version))


def read_archive(path: Path) -> Files:
    """Read every file of a release's archive, by path; raises BuildError where it is none."""
    with _open(path) as archive:
        return {member.name: _read_member(archive, member) for member in archive}


def unpack_releases(root: Path, target: Path) -> None:
    """Write every release's files, byte for byte, to a folder of its name below the target."""
    for release in read_releases(root):
        with _open(_archive(root, release.version)) as archive:
            archive.extractall(target / release.version, filter="data")


def keep_release(root: Path, release: Release, files: Files) -> Path:
    """Write a release's files as one archive, and its sum with those of the others."""
    path = _archive(root, release.version)
    path.parent.mkdir(exist_ok=True)
    content = pack(release, files)
    draft = path.with_name(f".{path.name}")
    draft.write_bytes(content)
    draft.rename(path)
    sums = path.with_name(SUMS)
    lines = sums.read_text(encoding="utf-8").splitlines(keepends=True) if sums.exists() else []
    lines.append(f"{_sum(content)}  {path.name}\n")
    sums.write_text("".join(sorted(lines, key=lambda line: line.partition("  ")[2])), encoding="utf-8")
    return path


def pack(release: Release, files: Files) -> bytes:
    """Return an archive of the files: in a fixed order, all dated on the day of the release."""
    file = io.BytesIO()
    seconds = int(datetime.fromisoformat(release.released_on).replace(tzinfo=UTC).timestamp())
    with tarfile.open(fileobj=file, mode="w:xz", format=tarfile.USTAR_FORMAT) as archive:
        for path in sorted(files, key=lambda path: (path not in FIRST, path)):
            member = tarfile.TarInfo(path)
            member.size, member.mtime = len(files[path]), seconds
            archive.addfile(member, io.BytesIO(files[path]))
    return file.getvalue()


def _read_first(path: Path) -> Files:
    """Read the files that stand first in a release's archive."""
    files: Files = {}
    with _open(path) as archive:
        while (member := archive.next()) and member.name in FIRST:
            files[member.name] = _read_member(archive, member)
        if NOTE not in files:  # some other archive
            raise KeyError(NOTE)
    return files


@contextmanager
def _open(path: Path) -> Iterator[tarfile.TarFile]:
    """Open a release's archive; raises BuildError where it cannot be read."""
    try:
        with tarfile.open(path, "r:xz") as archive:
            yield archive
    except (tarfile.TarError, lzma.LZMAError, EOFError, KeyError) as error:
        message = f"this is not the archive of a release ({error}). Restore it as it was."
        raise BuildError([Problem(f"{FOLDER}/{path.name}", 1, message)]) from error


def _read_member(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    file = archive.extractfile(member)
    return file.read() if file else b""


def _archive(root: Path, version: str) -> Path:
    return root / FOLDER / f"{version}{ENDING}"


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
