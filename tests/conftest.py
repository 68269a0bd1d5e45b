"""What tests share: the example site, the real record's database, and a small way to change a copy of a site."""

import shutil
import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from noticeboard.build import build, read_sound_record
from noticeboard.database import build_database
from noticeboard.releases.changes import add_history

PROJECT = Path(__file__).parent.parent
EXAMPLE = Path(__file__).parent / "example_site"


def copy_site(source: Path, root: Path) -> Path:
    """Copy a site's files, with the project's own schema, views and queries, to a root that a test may change."""
    shutil.copytree(source / "content", root / "content")
    shutil.copytree(source / "data/tables", root / "data/tables")
    shutil.copy(source / "data/ids.csv", root / "data/ids.csv")
    for name in ("datapackage.yaml", "views.sql"):
        shutil.copy(PROJECT / "data" / name, root / "data" / name)
    shutil.copytree(PROJECT / "data/queries", root / "data/queries")
    return root


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A root that holds the example site: two forces, three notices and their rows."""
    return copy_site(EXAMPLE, tmp_path / "site")


@pytest.fixture(scope="session")
def record_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the real record."""
    record, _ = read_sound_record(PROJECT)
    path = tmp_path_factory.mktemp("record") / "data.db"
    history = partial(add_history, PROJECT, record.schema, None)
    build_database(record, (PROJECT / "data/views.sql").read_text(encoding="utf-8"), path, history)
    return path


@pytest.fixture
def record_db(record_path: Path) -> Iterator[sqlite3.Connection]:
    """A connection to the real record's database."""
    connection = sqlite3.connect(f"file:{record_path}?mode=ro", uri=True)
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real record's site, built once for all tests that only read it."""
    output = tmp_path_factory.mktemp("published") / "output"
    build(PROJECT, output)
    return output / "site"
