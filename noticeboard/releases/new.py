"""A fresh build → one more release, with what changed since the one before, or a refusal and nothing at all."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from noticeboard.build import Say, build
from noticeboard.downloads.bake import LATEST, make_sums, read_listed
from noticeboard.releases.archives import (
    CHANGES,
    NOTE,
    SUMS,
    Files,
    Release,
    check_releases,
    find_newest,
    keep_release,
    read_files,
    read_releases,
)
from noticeboard.releases.changes import compare_files
from noticeboard.releases.differences import Differences, TableDifferences, as_entry, as_json, as_markdown, count_rows

SMALLEST_WATCHED = 4
"""Of a table with fewer rows, such as that of banners, half is soon gone and nothing amiss."""


class ReleaseRefused(Exception):
    """Raised where nothing may be released; says why, and what to do."""


def make_release(root: Path, on: date, *, allow_shrink: bool = False, say: Say = lambda line: None) -> tuple[Path, str]:
    """Build afresh and keep the downloads; returns the archive and a draft for CHANGELOG.md.

    Raises BuildError or ReleaseRefused, and then changes nothing.
    """
    check_releases(root)
    releases = read_releases(root)
    last = find_newest(releases)
    with TemporaryDirectory(dir=root, prefix="output.release-") as draft:
        build(root, Path(draft) / "output", say, on.isoformat())
        files = read_listed(Path(draft) / "output" / LATEST)
    facts = json.loads(files["version.json"])
    release = Release(**facts, released_on=on.isoformat(), previous=last.version if last else None)
    _refuse_to_repeat(release, releases, last)
    _refuse_the_day(release, last)
    changes = compare_files(read_files(root, last), files) if last else None
    if changes and not allow_shrink:
        _refuse_to_shrink(changes)
    path = keep_release(root, release, add_notes(files, release, changes))
    return path, as_entry(release.version, changes)


def add_notes(files: Files, release: Release, changes: Differences | None) -> Files:
    """Return a release's files with what it says of itself, what changed, and the sums of them all."""
    files = files | {NOTE: (json.dumps(asdict(release), indent=1) + "\n").encode()}
    if changes is not None:
        files |= {CHANGES: as_json(changes).encode(), "CHANGES.md": as_markdown(changes).encode()}
    return files | {SUMS: make_sums(files)}


def _refuse_to_repeat(release: Release, releases: list[Release], last: Release | None) -> None:
    """Raise ReleaseRefused where the record is that of a release."""
    if last and release.version == last.version:
        raise ReleaseRefused(f"Nothing changed since {last.version}. Nothing was released.")
    if release.version in {known.version for known in releases}:
        raise ReleaseRefused(f"The record is again as it was in {release.version}. Nothing was released.")


def _refuse_the_day(release: Release, last: Release | None) -> None:
    """Raise ReleaseRefused for a day before the record ends, or before the last release."""
    if release.released_on < release.as_on:
        message = f"the day is before the record ends, {release.as_on}. Name a later day. Nothing was released."
        raise ReleaseRefused(f"--on {release.released_on}: {message}")
    if last and release.released_on < last.released_on:
        message = f"the day is before the last release, {last.released_on}. Name a later day. Nothing was released."
        raise ReleaseRefused(f"--on {release.released_on}: {message}")


def _refuse_to_shrink(changes: Differences) -> None:
    """Raise ReleaseRefused where a table lost half of its rows or more."""
    if shrunk := list(_tell_shrunk(changes)):
        advice = "Restore the rows, or release with --allow-shrink if that is meant. Nothing was released."
        raise ReleaseRefused("\n".join([*shrunk, advice]))


def _tell_shrunk(changes: Differences) -> Iterator[str]:
    """Yield a sentence for each table that lost half of its rows or more, or is gone."""
    for name, count in changes.tables_removed.items():
        if count >= SMALLEST_WATCHED:
            yield f"{name}: the table is gone; it had {count_rows(count)} in {changes.old}."
    for name, table in changes.tables.items():
        if has_shrunk(table):
            yield f"{name}: {count_rows(table.rows_before)} in {changes.old}, now {table.rows_after}."


def has_shrunk(table: TableDifferences) -> bool:
    """Tell whether a table lost half of its rows or more."""
    return table.rows_before >= SMALLEST_WATCHED and table.rows_after * 2 <= table.rows_before
