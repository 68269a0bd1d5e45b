"""The comment service on a database of its own, of each kind in turn, over the example site."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, nullcontext
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, delete, make_url, text
from sqlalchemy.orm import Session

import comments_service
from comments_service import db
from comments_service.columns import Base
from comments_service.db import make_engine
from comments_service.migrating import upgrade
from comments_service.models import ModerationAction, Moderator, Role
from comments_service.services import moderators
from noticeboard.build import read_sound_record
from noticeboard.database import build_database
from tests.comments_service import factories, postgresql
from tests.conftest import EXAMPLE, PROJECT, copy_site

BASE_URL = "https://noticeboard.example"
OWN = {"Sec-Fetch-Site": "same-origin"}
PASSWORD = "correct horse battery"
FREE = dict.fromkeys(
    "POSTS_BY_NETWORK POSTS_BY_BROWSER POSTS_IN_THREAD BRAKE REACTIONS_BY_BROWSER FLAGS_BY_BROWSER PREVIEWS_BY_NETWORK".split(),
    "100000/1",
)
"""The settings of a service that takes as much as one likes."""


@pytest.fixture(scope="session")
def site_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the example site."""
    root = copy_site(EXAMPLE, tmp_path_factory.mktemp("site") / "root")
    record, _ = read_sound_record(root)
    build_database(record, (PROJECT / "data/views.sql").read_text(encoding="utf-8"), root / "data.db")
    return root / "data.db"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database, on each engine in turn."""
    return request.getfixturevalue(f"{request.param}_url")


only_on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""Marks a test of what PostgreSQL does not have."""

only_on_postgresql = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
"""Marks a test of what SQLite does not have."""


@pytest.fixture
def sqlite_url(new_file: Path, tmp_path: Path) -> str:
    """An empty database in a file."""
    return f"sqlite:///{shutil.copy(new_file, tmp_path)}"


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of SQLite at the newest schema, to copy."""
    path = tmp_path_factory.mktemp("database") / "comments.db"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def postgresql_url(own_schema: Engine) -> str:
    """A PostgreSQL database without rows, whose ids begin at one again."""
    with own_schema.begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
        connection.execute(
            text("select setval(seqrelid, 1, false) from pg_sequence where pg_table_is_visible(seqrelid)")
        )
    return own_schema.url.render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def own_schema(server: str) -> Iterator[Engine]:
    """The server, with a schema for this worker of pytest-xdist alone, which has the newest tables."""
    schema = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    url = make_url(server).update_query_dict({"options": f"-csearch_path={schema}"})
    engine = make_engine(url.render_as_string(hide_password=False))
    with engine.begin() as connection:
        connection.execute(text(f"drop schema if exists {schema} cascade"))
        connection.execute(text(f"create schema {schema}"))
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The PostgreSQL server that COMMENTS_TEST_DATABASE_URL names, or one of this worker's own."""
    given = os.environ.get("COMMENTS_TEST_DATABASE_URL")
    with nullcontext(given) if given else postgresql.serve() as url:
        yield url


@pytest.fixture
def environment(database_url: str, site_db: Path) -> dict[str, str]:
    """The settings of the service under test."""
    return {
        "COMMENTS_SECRET_KEY": factories.SECRET_KEY,
        "COMMENTS_DATABASE_URL": database_url,
        "COMMENTS_SITE_DB": str(site_db),
        "COMMENTS_BASE_URL": BASE_URL,
        "COMMENTS_SIGN_IN_LIMIT": "3",
        "COMMENTS_WRITING_SECONDS": "0",
    }


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """The templates, each compiled once for all tests: every test makes a service of its own."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """The service."""
    return make_app()


@pytest.fixture
def make_app(environment: dict[str, str], compiled: FileSystemBytecodeCache) -> Iterator[Callable[..., Flask]]:
    """Make the service with other settings, by their names after COMMENTS_."""
    with ExitStack() as stack:

        def make(**settings: str) -> Flask:
            app = comments_service.create_app(
                environment | {f"COMMENTS_{name}": text for name, text in settings.items()}
            )
            app.testing = True
            app.jinja_env.bytecode_cache = compiled
            stack.callback(db.close, app)
            return app

        yield make


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A reader's browser."""
    return app.test_client()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session of the database, beside the one that requests use."""
    with app.extensions["sessions"]() as session:
        yield session


@pytest.fixture
def make_comment(session: Session):
    """Make a comment by Ada, waiting for a moderator unless another state is asked for."""
    return partial(factories.make_comment, session)


@pytest.fixture
def ruth(app: Flask, session: Session) -> FlaskClient:
    """The browser of Ruth, a moderator who has signed in."""
    return sign_in_as(app, session, "ruth", Role.MODERATOR)


@pytest.fixture
def edith(app: Flask, session: Session) -> FlaskClient:
    """The browser of Edith, an editor who has signed in."""
    return sign_in_as(app, session, "edith", Role.EDITOR)


def make_moderator(session: Session, name: str, role: Role = Role.MODERATOR) -> Moderator:
    """Make somebody who works at the desk, and forget the act: the acts in a test are those that it is about."""
    made = moderators.add(session, name, PASSWORD, role)
    session.execute(delete(ModerationAction).where(ModerationAction.verb == "moderator-add"))
    session.commit()
    return made


def sign_in_as(app: Flask, session: Session, name: str, role: Role) -> FlaskClient:
    """Make somebody who works at the desk, and return a browser in which they have signed in."""
    make_moderator(session, name, role)
    client = app.test_client()
    response = client.post("/comments/desk/sign-in", data={"name": name, "password": PASSWORD}, headers=OWN)
    assert response.status_code == 303
    return client
