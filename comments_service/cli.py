"""The commands: flask --app comments_service upgrade, moderators add, role, reset, dismiss, list, export, import."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from comments_service import db, transfer
from comments_service.models import Role
from comments_service.services import moderators as service
from comments_service.services.rendering_anew import render_anew

moderators = AppGroup("moderators", help="Make, reset and dismiss moderators, who sign in to the desk.")

NO_TABLES = "The database has no tables yet. Make them first: flask --app comments_service upgrade"
OTHER_STEP = (
    "The database is at step {step}, this release needs {newest}. "
    "Bring it there first: flask --app comments_service upgrade"
)


@contextmanager
def _open_session() -> Iterator[Session]:
    """Give a session to a command; what cannot be done becomes one sentence and exit status 1."""
    _refuse_other_schema()
    try:
        yield db.get_session()
    except service.ModeratorError as error:
        raise click.ClickException(str(error)) from error


def _refuse_other_schema() -> None:
    """Refuse a database that is not at the step of the schema that this release needs."""
    from comments_service.migrating import find_step, newest_step  # large, and no worker needs it

    step, newest = find_step(current_app.extensions["engine"]), newest_step()
    if step is None:
        raise click.ClickException(NO_TABLES)
    if step != newest:
        raise click.ClickException(OTHER_STEP.format(step=step, newest=newest))


def _read_password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


ROLE = click.Choice([role.value for role in Role])
STDIN = click.option("--password-stdin", "from_stdin", is_flag=True, help="Read the password from standard input.")


@moderators.command("add")
@click.argument("name")
@STDIN
@click.option(
    "--role", type=ROLE, help="What they may do; without it the first one made is an editor, the others are not."
)
def add_moderator(name: str, from_stdin: bool, role: str | None) -> None:
    """Make a moderator, or an editor."""
    with _open_session() as session:
        made = service.add(
            session, name, _read_password(from_stdin), Role(role) if role else service.role_of_next(session)
        )
        kind = made.role
    click.echo(f"{name} can sign in at /comments/desk/ from now on, as {service.AS[kind]}.")


@moderators.command("role")
@click.argument("name")
@click.argument("role", type=ROLE)
def set_role(name: str, role: str) -> None:
    """Make a moderator an editor, who also leads threads, bans, picks and pulls the brake; or the other way round."""
    with _open_session() as session:
        service.set_role(session, name, Role(role))
    click.echo(f"{name} is {service.AS[Role(role)]} from now on.")


@moderators.command("reset")
@click.argument("name")
@STDIN
def reset_moderator(name: str, from_stdin: bool) -> None:
    """Give a moderator another password, and let them in again."""
    with _open_session() as session:
        service.reset(session, name, _read_password(from_stdin))
    click.echo(f"{name} has another password.")


@moderators.command("dismiss")
@click.argument("name")
def dismiss_moderator(name: str) -> None:
    """Keep a moderator from signing in; their acts stay on record."""
    with _open_session() as session:
        service.dismiss(session, name)
    click.echo(f"{name} cannot sign in any more. To let them in again: moderators reset {name}")


@moderators.command("list")
def list_moderators() -> None:
    """List the moderators by name, each with the role."""
    with _open_session() as session:
        for moderator in service.all_moderators(session):
            click.echo(f"{moderator.name}: {moderator.role}{'' if moderator.is_active else ', dismissed'}")


@click.command("upgrade")
@with_appcontext
def upgrade_command() -> None:
    """Bring the database to the newest schema, and comments to HTML of the newest making."""
    from comments_service.migrating import upgrade  # large, and no worker needs it

    upgrade(current_app.extensions["engine"])
    if count := render_anew(db.get_session()):
        click.echo(f"Comments rendered anew: {count}.")


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def export_command(file: Path) -> None:
    """Write all that the service keeps to a file, as JSON Lines; it holds digests of passwords, so keep it safe."""
    _refuse_other_schema()
    with current_app.extensions["engine"].connect().execution_options(**_one_view()) as connection:
        count = transfer.write_export(connection, file)
    click.echo(f"{file} holds {count} rows.")


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_command(file: Path) -> None:
    """Put what was exported into an empty database, all or nothing."""
    _refuse_other_schema()
    try:
        with current_app.extensions["engine"].begin() as connection:
            count = transfer.read_export(connection, file)
    except transfer.BrokenExport as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"The database holds {count} rows from {file}.")


def _one_view() -> dict[str, str]:
    """Return what lets one transaction read all tables as they were at one moment; SQLite's do so anyway."""
    is_sqlite = current_app.extensions["engine"].dialect.name == "sqlite"
    return {} if is_sqlite else {"isolation_level": "REPEATABLE READ"}
