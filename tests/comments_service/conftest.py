"""The comment service on a database of its own, over the example site."""

import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import make_url, text
from sqlalchemy.orm import Session

import comments_service
from comments_service.columns import Base
from comments_service.db import make_engine, upgrade
from comments_service.services import moderators
from noticeboard.build import read_sound_record
from noticeboard.database import build_database
from tests.comments_service import factories
from tests.conftest import EXAMPLE, PROJECT, copy_site

BASE_URL = "https://noticeboard.example"
OWN = {"Sec-Fetch-Site": "same-origin"}
PASSWORD = "correct horse battery"


@pytest.fixture(scope="session")
def site_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the example site."""
    root = copy_site(EXAMPLE, tmp_path_factory.mktemp("site") / "root")
    record, _ = read_sound_record(root)
    build_database(record, (PROJECT / "data/views.sql").read_text(encoding="utf-8"), root / "data.db")
    return root / "data.db"


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Path | str:
    """A database at the newest schema: a file to copy, or the address in COMMENTS_TEST_DATABASE_URL, where that is set."""
    server = os.environ.get("COMMENTS_TEST_DATABASE_URL")
    path = tmp_path_factory.mktemp("database") / "comments.db"
    url = use_own_schema(server) if server else f"sqlite:///{path}"
    engine = make_engine(url)
    upgrade(engine)
    engine.dispose()
    return url if server else path


def use_own_schema(server: str) -> str:
    """Make a PostgreSQL schema for this worker of pytest-xdist, and return the address that uses it."""
    schema = f"test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    engine = make_engine(server)
    with engine.begin() as connection:
        connection.execute(text(f"drop schema if exists {schema} cascade"))
        connection.execute(text(f"create schema {schema}"))
    engine.dispose()
    url = make_url(server).update_query_dict({"options": f"-csearch_path={schema}"})
    return url.render_as_string(hide_password=False)


@pytest.fixture
def database_url(new_database: Path | str, tmp_path: Path) -> str:
    """An empty database."""
    if isinstance(new_database, Path):
        return f"sqlite:///{shutil.copy(new_database, tmp_path)}"
    engine = make_engine(new_database)
    with engine.begin() as connection:
        connection.execute(text(f"truncate {', '.join(Base.metadata.tables)} restart identity"))
    engine.dispose()
    return new_database


@pytest.fixture
def environment(database_url: str, site_db: Path) -> dict[str, str]:
    """The settings of the service under test."""
    return {
        "COMMENTS_SECRET_KEY": factories.SECRET_KEY,
        "COMMENTS_DATABASE_URL": database_url,
        "COMMENTS_SITE_DB": str(site_db),
        "COMMENTS_BASE_URL": BASE_URL,
        "COMMENTS_SIGN_IN_LIMIT": "3",
    }


@pytest.fixture
def app(environment: dict[str, str]) -> Iterator[Flask]:
    """The service."""
    app = comments_service.create_app(environment)
    app.testing = True
    yield app
    app.extensions["engine"].dispose()


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
    moderators.add(session, "ruth", PASSWORD)
    client = app.test_client()
    response = client.post("/comments/desk/sign-in", data={"name": "ruth", "password": PASSWORD}, headers=OWN)
    assert response.status_code == 303
    return client
