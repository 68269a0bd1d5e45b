"""The build as a whole: check everything, then write a new output beside the old one and swap the two."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from noticeboard.checks import check_record
from noticeboard.database import VIEWS, build_database, find_broken_views
from noticeboard.datasette_config import make_metadata, write_metadata
from noticeboard.downloads.bake import bake_downloads
from noticeboard.files import read_text
from noticeboard.problems import BuildError, Problem
from noticeboard.queries import NamedQuery, find_broken, read_queries
from noticeboard.record import Record, read_record
from noticeboard.releases.archives import check_releases
from noticeboard.releases.changes import add_history
from noticeboard.schema import Schema, read_schema
from noticeboard.views import find_undescribed, read_meanings

Say = Callable[[str], None]


def check(root: Path) -> list[Problem]:
    """Return every fault of `content/`, `data/` and `releases/` below the root, in order; an empty list when all is well."""
    problems: list[Problem] = []
    for look in (read_sound_record, check_releases):
        try:
            look(root)
        except BuildError as error:
            problems += error.problems
    return problems


def build(root: Path, output: Path, say: Say = lambda line: None, released_on: str | None = None) -> None:
    """Build the database and the pages, maybe as released on a day; raises BuildError and then leaves the last output whole."""
    root, output = root.resolve(), output.resolve()  # Pelican takes a relative path as relative to its settings
    _refuse_to_replace(root, output)
    _recover(output)
    say("Checking the record")
    record, queries = read_sound_record(root)
    check_releases(root)
    draft = output.with_name(output.name + ".draft")
    _clear(draft)
    draft.mkdir(parents=True)
    try:
        _fill(draft, root, record, queries, say, released_on)
        _swap(draft, output)
    finally:
        _clear(draft)


def _fill(
    draft: Path, root: Path, record: Record, queries: dict[str, NamedQuery], say: Say, released_on: str | None
) -> None:
    """Build everything in the draft's folder."""
    say("Building the database")
    write_database(draft, root, record, released_on)
    refuse_what_does_not_run(draft / "data.db", queries)
    describe_database(draft, root, record.schema, queries)
    bake_downloads(root, record.schema, draft)
    say("Building the pages")
    from noticeboard.pelican_plugin import build_pages  # loads Pelican, which a check does without

    build_pages(root, draft / "data.db", draft / "site")


def write_database(folder: Path, root: Path, record: Record, released_on: str | None = None) -> None:
    """Write the record's database to a folder, what changed since the releases below the root with it."""
    history = partial(add_history, root, record.schema, released_on)
    build_database(record, read_text(root / VIEWS, VIEWS), folder / "data.db", history)


def describe_database(folder: Path, root: Path, schema: Schema, queries: dict[str, NamedQuery]) -> None:
    """Write what Datasette tells of a folder's database; raises BuildError where a query's columns are not described."""
    meanings = read_meanings(folder / "data.db", schema, root, queries.values())
    if problems := list(find_undescribed(queries.values(), meanings.answers)):
        raise BuildError(problems)
    write_metadata(make_metadata(schema, queries.values(), meanings), folder)


def read_sound_record(root: Path) -> tuple[Record, dict[str, NamedQuery]]:
    """Read the record and the named queries below the root; raises BuildError with every fault there is."""
    schema = read_schema(root / "data/datapackage.yaml")
    record, problems = read_record(root, schema)
    queries, faults = read_queries(root / "data/queries")
    problems += faults + check_record(record)
    if problems:
        raise BuildError(problems)
    return record, queries


def refuse_what_does_not_run(database: Path, queries: dict[str, NamedQuery]) -> None:
    """Raise BuildError where the database cannot run one of its views or a named query."""
    with closing(sqlite3.connect(database)) as db:
        problems = [*find_broken_views(db), *find_broken(db, queries.values())]
    if problems:
        raise BuildError(problems)


def _refuse_to_replace(root: Path, output: Path) -> None:
    """Raise BuildError where the output folder holds anything but a build: a swap would delete what is there."""
    is_free = not output.exists() or (output.is_dir() and not any(output.iterdir()))
    is_build = (output / "data.db").is_file() and (output / "site").is_dir()
    if output in {root, *root.parents} or not (is_free or is_build):
        message = "this is not the output of a build, and a build would replace it. Choose another folder as --output."
        raise BuildError([Problem(str(output), 1, message)])


def _recover(output: Path) -> None:
    """Put the last output back in its place where a build was cut off between its two renames."""
    last = _last(output)
    if last.exists() and not output.exists():
        last.rename(output)


def _last(output: Path) -> Path:
    return output.with_name(output.name + ".last")


def _swap(draft: Path, output: Path) -> None:
    """Put the draft in the place of the last output; a crash in between leaves the last output as <name>.last."""
    last = _last(output)
    _clear(last)
    if output.exists():
        output.rename(last)
    draft.rename(output)
    _clear(last)


def _clear(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
