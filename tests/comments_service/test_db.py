"""The database: migrations and models agree, and what must never be false is refused."""

from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from comments_service.db import upgrade
from comments_service.models import Base
from tests.comments_service.conftest import PAGE


def test_migrations_give_what_the_models_say(app):
    with app.extensions["engine"].connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_an_upgrade_can_be_run_again(app, make_comment, session):
    make_comment()

    upgrade(app.extensions["engine"])

    assert session.execute(text("select count(*) from comments")).scalar() == 1


@pytest.mark.parametrize(
    "change",
    [
        "update comments set state = 'shown'",
        "update comments set state = 'published'",
        "update comments set text = ''",
        "update comments set thread_id = 99",
        "update moderation_actions set reason = ''",
        "update moderation_actions set after = before",
        "insert into threads (page, created_at) select page, created_at from threads",
    ],
)
def test_the_database_refuses_what_must_never_be(session, make_comment, change):
    make_comment(state="rejected")

    with pytest.raises(IntegrityError):
        session.execute(text(change))


def test_instants_come_back_in_utc(make_comment, session):
    comment = make_comment(page=PAGE)
    session.expire_all()

    assert comment.created_at.tzinfo is UTC or comment.created_at.utcoffset().total_seconds() == 0
    assert comment.created_at <= datetime.now(UTC)
