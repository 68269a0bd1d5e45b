"""The migrations: what brings a database to the newest schema. Its library is large, so that only who migrates loads it."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from comments_service.db import WRITE

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, to: str = "head") -> None:
    """Bring the database to the newest schema, or to another one; a database that is up to date stays as it is."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    with engine.connect().execution_options(sqlite_begin=WRITE) as connection:
        _leave_keys_unchecked(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, to)
        connection.commit()
    engine.dispose()


def newest_step() -> str:
    """Return the step of the schema that this release needs."""
    return str(ScriptDirectory(str(MIGRATIONS)).get_current_head())


def find_step(engine: Engine) -> str | None:
    """Return the step of the schema that the database is at, or None where it has no tables yet."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _leave_keys_unchecked(connection: Connection) -> None:
    """Let SQLite put a widened table in the place of the old one while others point to it; this cannot be said later."""
    if connection.dialect.name == "sqlite":
        connection.connection.driver_connection.execute("pragma foreign_keys = off")  # type: ignore[union-attr]
