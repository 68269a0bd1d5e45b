"""The comment service on a database of its own, over the example site."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

import comments_service
from comments_service.db import upgrade
from comments_service.models import Base, Comment
from comments_service.services import moderation, moderators, threads
from noticeboard.build import read_sound_record
from noticeboard.database import build_database
from tests.conftest import EXAMPLE, PROJECT, copy_site

BASE_URL = "https://noticeboard.example"
OWN = {"Sec-Fetch-Site": "same-origin"}
PAGE = "notices/northshire-custody-2026"
PASSWORD = "correct horse battery"


@pytest.fixture(scope="session")
def site_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the example site."""
    root = copy_site(EXAMPLE, tmp_path_factory.mktemp("site") / "root")
    record, _ = read_sound_record(root)
    build_database(record, (PROJECT / "data/views.sql").read_text(encoding="utf-8"), root / "data.db")
    return root / "data.db"


@pytest.fixture
def app(tmp_path: Path, site_db: Path) -> Iterator[Flask]:
    """The service, on SQLite unless COMMENTS_TEST_DATABASE_URL names another database."""
    url = os.environ.get("COMMENTS_TEST_DATABASE_URL", f"sqlite:///{tmp_path / 'comments.db'}")
    app = comments_service.create_app(
        {
            "COMMENTS_SECRET_KEY": "k" * 32,
            "COMMENTS_DATABASE_URL": url,
            "COMMENTS_SITE_DB": str(site_db),
            "COMMENTS_BASE_URL": BASE_URL,
            "COMMENTS_SIGN_IN_LIMIT": "3",
        }
    )
    app.testing = True
    engine = app.extensions["engine"]
    upgrade(engine)
    yield app
    Base.metadata.drop_all(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql("drop table alembic_version")
    engine.dispose()


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
    made: list[Comment] = []

    def make(text="Well said.", name="Ada", page=PAGE, state="pending") -> Comment:
        draft = threads.Draft(name, text)
        comment = threads.post(session, page, draft, submission=f"submission {len(made)}")
        made.append(comment)
        if state != "pending":
            verb, code = {"published": ("publish", "within-rules"), "rejected": ("reject", "spam")}[state]
            moderation.act(session, comment.id, verb, by="ruth", reason=code)
        return comment

    return make


@pytest.fixture
def ruth(app: Flask, session: Session) -> FlaskClient:
    """The browser of Ruth, a moderator who has signed in."""
    moderators.add(session, "ruth", PASSWORD)
    client = app.test_client()
    response = client.post("/comments/desk/sign-in", data={"name": "ruth", "password": PASSWORD}, headers=OWN)
    assert response.status_code == 303
    return client
