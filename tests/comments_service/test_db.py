"""The database: migrations and models agree, and what must never be false is refused."""

from datetime import UTC, datetime
from hashlib import sha256

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from comments_service.columns import Base
from comments_service.db import make_engine
from comments_service.migrating import upgrade
from comments_service.models import Comment
from comments_service.services import moderators
from tests.comments_service.conftest import PASSWORD, only_on_postgresql
from tests.comments_service.factories import PAGE
from tests.comments_service.forms import URL, post, token

AT = "2026-05-03 14:05:00"
OLD_ROWS = [
    f"insert into threads values (1, 'notices/northshire-custody-2026', '{AT}', '{AT}')",
    f"insert into comments values (1, 1, null, 'Ada', 'A', '<p>A</p>', 1, 'published', '{AT}', '{AT}', 'token 1', 's 1')",
    f"insert into comments values (2, 1, 1, 'Ben', 'B', '<p>B</p>', 1, 'pending', '{AT}', null, 'token 2', 's 2')",
    f"insert into moderation_actions values (1, 1, 'publish', 'ruth', 'fine', 'pending', 'published', '{AT}')",
]
"""A thread, its comments and an act, as the first step kept them."""

MODERATOR = (
    "insert into moderators (name, password_hash, role, created_at, is_active)"
    f" values ('ruth', 'hash', 'editor', '{AT}', true)"
)
"""A moderator, as the second step kept them."""


@pytest.fixture
def empty_engine(database_url):
    """An engine of the test's database, which has no tables."""
    engine = make_engine(database_url)
    Base.metadata.drop_all(engine)
    with engine.begin() as connection:
        connection.execute(text("drop table alembic_version"))
    yield engine
    upgrade(engine)
    engine.dispose()


def test_migrations_give_what_the_models_say(app):
    with app.extensions["engine"].connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_an_upgrade_can_be_run_again(app, make_comment, session):
    make_comment()

    upgrade(app.extensions["engine"])

    assert session.execute(text("select count(*) from comments")).scalar() == 1


def test_an_upgrade_brings_along_what_there_was(empty_engine):
    upgrade(empty_engine, to="0001")
    with empty_engine.begin() as connection:
        for row in OLD_ROWS:
            connection.execute(text(row))

    upgrade(empty_engine)

    with empty_engine.connect() as connection:
        assert connection.execute(text("select published_count from threads")).scalars().all() == [1]
        digests = connection.execute(text("select status_digest from comments order by id")).scalars().all()
        assert digests == [sha256(token).hexdigest() for token in (b"token 1", b"token 2")]
        assert connection.execute(text("select by, before, after from moderation_actions")).one() == (
            "ruth",
            "pending",
            "published",
        )


def test_an_upgrade_drops_what_was_typed_to_sign_in(empty_engine):
    upgrade(empty_engine, to="0002")
    with empty_engine.begin() as connection:
        connection.execute(text(f"insert into failed_sign_ins (name, at) values ('correct horse battery', '{AT}')"))
        connection.execute(text(MODERATOR))

    upgrade(empty_engine)

    assert "failed_sign_ins" not in inspect(empty_engine).get_table_names()
    with empty_engine.connect() as connection:
        assert connection.execute(text("select name, role, is_active from moderators")).one() == (
            "ruth",
            "editor",
            True,
        )
        assert connection.execute(text("select count(*) from desk_sessions")).scalar() == 0


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
        "update comments set parent_id = 99, root_id = 99",
        "update comments set root_id = 1",
        "update comments set revision = 0",
        "update threads set published_count = -1",
        "update threads set mode = 'sometimes'",
        "update threads set closed_at = created_at",
        "update moderation_actions set thread_id = 1",
        "update moderators set role = 'king'",
        "update comments set thread_id = 99",
        "update moderation_actions set reason = ' '",
        "update moderation_actions set by = ''",
        "update moderation_actions set after = before",
        "insert into threads (page, created_at, changed_at) select page, created_at, changed_at from threads",
    ],
)
def test_the_database_refuses_what_must_never_be(session, make_comment, change):
    make_comment(state="rejected")
    moderators.add(session, "ruth", PASSWORD)

    with pytest.raises(IntegrityError):
        session.execute(text(change))


def test_a_comment_and_the_one_it_answers_are_in_one_thread(session, make_comment):
    comment, other = make_comment(), make_comment("Elsewhere.", page="forces/westmere")
    answer = "update comments set parent_id = :parent, root_id = :parent where id = :id"

    session.execute(text(answer), {"id": make_comment("Quite so.", name="Ben").id, "parent": comment.id})
    with pytest.raises(IntegrityError):
        session.execute(text(answer), {"id": comment.id, "parent": other.id})


def test_two_comments_never_have_one_status_link_or_one_submission(session, make_comment):
    comment, _ = make_comment(), make_comment()

    for column in ("status_digest", "submission"):
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


HANG_UP = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'forgotten'"


@only_on_postgresql
def test_neither_readers_nor_authors_notice_that_the_server_hung_up(make_app, database_url, session):
    client = make_app(DATABASE_URL=f"{database_url}&application_name=forgotten").test_client()
    form = token(client)

    assert len(session.execute(text(HANG_UP)).all()) > 1

    assert client.get(URL).status_code == 200
    session.execute(text(HANG_UP))
    assert post(client, token=form).status_code == 303


def test_instants_come_back_in_utc(make_comment, session):
    comment = make_comment(page=PAGE)
    session.expire_all()

    assert comment.created_at.utcoffset().total_seconds() == 0
    assert comment.created_at <= datetime.now(UTC)


@only_on_postgresql
def test_instants_are_in_utc_whatever_the_server_s_own_zone(make_app, database_url, session, make_comment):
    comment = make_comment()
    app = make_app(DATABASE_URL=f"{database_url}%20-cTimeZone%3DAmerica/New_York")

    with app.extensions["sessions"]() as own:
        at = own.get(Comment, comment.id).created_at

    assert (at, at.tzinfo) == (comment.created_at, UTC)
