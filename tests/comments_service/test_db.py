"""The database: migrations and models agree, and what must never be false is refused."""

from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from comments_service.db import make_engine, upgrade
from comments_service.models import Base
from tests.comments_service.factories import PAGE


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
        "update comments set state = ''",
        "update comments set name = ''",
        "update comments set text = ''",
        f"update comments set text = '{'x' * 10_001}'",
        "update comments set submission = null",
        "update comments set parent_id = id",
        "update comments set parent_id = 99",
        "update comments set thread_id = 99",
        "update moderation_actions set reason = ' '",
        "update moderation_actions set by = ''",
        "update moderation_actions set after = before",
        "insert into threads (page, created_at, changed_at) select page, created_at, changed_at from threads",
    ],
)
def test_the_database_refuses_what_must_never_be(session, make_comment, change):
    make_comment(state="rejected")

    with pytest.raises(IntegrityError):
        session.execute(text(change))


def test_a_comment_and_the_one_it_answers_are_in_one_thread(session, make_comment):
    comment, other = make_comment(), make_comment("Elsewhere.", page="forces/westmere")
    answer = "update comments set parent_id = :parent where id = :id"

    session.execute(text(answer), {"id": make_comment("Quite so.", name="Ben").id, "parent": comment.id})
    with pytest.raises(IntegrityError):
        session.execute(text(answer), {"id": comment.id, "parent": other.id})


def test_two_comments_never_have_one_status_link_or_one_submission(session, make_comment):
    comment, _ = make_comment(), make_comment()

    for column in ("status_token", "submission"):
        with pytest.raises(IntegrityError):
            session.execute(
                text(f"update comments set {column} = (select {column} from comments where id = {comment.id})")
            )
        session.rollback()


def test_a_new_sqlite_file_gets_its_folder_and_is_ready_for_several_writers(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path}/var/comments.db")

    with engine.connect() as connection:
        pragmas = ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        assert [connection.exec_driver_sql(f"pragma {name}").scalar() for name in pragmas] == ["wal", 1, 5000, 1]


def test_instants_come_back_in_utc(make_comment, session):
    comment = make_comment(page=PAGE)
    session.expire_all()

    assert comment.created_at.utcoffset().total_seconds() == 0
    assert comment.created_at <= datetime.now(UTC)
