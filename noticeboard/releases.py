"""The record as released: `releases/<version>/` holds a version's downloads for good, and what changed since the one before."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from noticeboard.build import Say, build
from noticeboard.differences import Differences, TableDifferences, as_json, as_markdown, compare, count_rows
from noticeboard.downloads import LATEST, write_sums

NOTE = "release.json"
SMALLEST_WATCHED = 4
"""Of a table with fewer rows, such as that of banners, half is soon gone and nothing amiss."""


class ReleaseRefused(Exception):
    """Raised where nothing may be released; says why, and what to do."""


@dataclass(frozen=True)
class Release:
    """One release: its name, the day on which its record ends, and the release before it, if there is one."""

    version: str
    as_on: str
    previous: str | None


def make_release(root: Path, *, allow_shrink: bool = False, say: Say = lambda line: None) -> Path:
    """Build afresh and put the downloads in a folder of their own; raises BuildError or ReleaseRefused and changes nothing."""
    last = find_newest(read_releases(root))
    with TemporaryDirectory(dir=root, prefix="output.release-") as draft:
        build(root, Path(draft) / "output", say)
        downloads = Path(draft) / "output" / LATEST
        facts = json.loads((downloads / "version.json").read_text(encoding="utf-8"))
        target: Path = root / "releases" / facts["version"]
        if last:
            changes = compare(root / "releases" / last.version, downloads)
            _refuse(changes, allow_shrink)
            _write_changes(downloads, changes)
        if target.exists():
            raise ReleaseRefused(f"The record is again as it was in {target.name}. Nothing was released.")
        release = Release(facts["version"], facts["as_on"], last.version if last else None)
        (downloads / NOTE).write_text(json.dumps(asdict(release), indent=1) + "\n", encoding="utf-8")
        write_sums(downloads)
        target.parent.mkdir(exist_ok=True)
        downloads.rename(target)
    return target


def read_releases(root: Path) -> list[Release]:
    """Read what each release below the root says of itself, in the order of their names."""
    notes = sorted((root / "releases").glob(f"[!.]*/{NOTE}"))
    return [Release(**json.loads(note.read_text(encoding="utf-8"))) for note in notes]


def find_newest(releases: list[Release]) -> Release | None:
    """Return the release that no other follows; the latest by day where two branches have one each."""
    followed = {release.previous for release in releases}
    heads = [release for release in releases if release.version not in followed]
    return max(heads, key=lambda release: (release.as_on, release.version), default=None)


def _refuse(changes: Differences, allow_shrink: bool) -> None:
    """Raise ReleaseRefused where nothing changed, or where a table lost half its rows and nobody allowed it."""
    if not changes:
        raise ReleaseRefused(f"Nothing changed since {changes.old}. Nothing was released.")
    shrunk = [] if allow_shrink else list(_tell_shrunk(changes))
    if shrunk:
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


def _write_changes(folder: Path, changes: Differences) -> None:
    (folder / "CHANGES.md").write_text(as_markdown(changes), encoding="utf-8")
    (folder / "changes.json").write_text(as_json(changes), encoding="utf-8")
