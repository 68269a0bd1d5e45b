"""The commands: flask --app comments_service upgrade, moderators add, reset, list."""

import sys

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from comments_service import db
from comments_service.services import moderators as service

moderators = AppGroup("moderators", help="Make and reset moderators, who sign in to the desk.")


def _read_password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


STDIN = click.option("--password-stdin", "from_stdin", is_flag=True, help="Read the password from standard input.")


@moderators.command("add")
@click.argument("name")
@STDIN
def add_moderator(name: str, from_stdin: bool) -> None:
    """Make a moderator."""
    try:
        service.add(db.get_session(), name, _read_password(from_stdin))
    except service.ModeratorError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name} can sign in at {current_app.extensions['settings'].base_url}/comments/desk/")


@moderators.command("reset")
@click.argument("name")
@STDIN
def reset_moderator(name: str, from_stdin: bool) -> None:
    """Give a moderator another password."""
    try:
        service.reset(db.get_session(), name, _read_password(from_stdin))
    except service.ModeratorError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{name} has another password.")


@moderators.command("list")
def list_moderators() -> None:
    """List the moderators by name."""
    for moderator in service.all_moderators(db.get_session()):
        click.echo(moderator.name)


@click.command("upgrade")
@with_appcontext
def upgrade_command() -> None:
    """Bring the database to the newest schema."""
    db.upgrade(current_app.extensions["engine"])
