"""The commands: noticeboard check, new, ids, build, release, diff, serve, edit, moderator."""

import os
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter

import click

import noticeboard
from noticeboard.editing.commands import new
from noticeboard.failing import fail
from noticeboard.problems import BuildError, to_json
from noticeboard.releases.differences import NoRelease, as_json, as_markdown, as_text, compare
from wording import LOCALE, SOURCE, Language, UnknownLanguage, read_language, speak

LANGUAGE = "NOTICEBOARD_LANGUAGE"
DAY = click.DateTime(["%Y-%m-%d"])
FOLDER = click.Path(file_okay=False, path_type=Path)
FORMATS = {"text": as_text, "json": as_json, "markdown": as_markdown}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(context: click.Context) -> None:
    """Build and serve Noticeboard."""
    context.with_resource(speak(choose_language()))


def choose_language() -> Language:
    """Return the language in which the site speaks to its readers; raises ClickException where it has no catalogue."""
    tag = os.environ.get(LANGUAGE, SOURCE)
    try:
        return read_language(tag, LOCALE)
    except UnknownLanguage as error:
        raise click.ClickException(f"{LANGUAGE}={tag!r} is wrong: {error}.") from error


main.add_command(new)


@main.command()
@click.option("--root", type=FOLDER, default=".", help="The folder that holds content/ and data/.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def check(root: Path, form: str) -> None:
    """Report every fault in content/ and data/ at once."""
    problems = noticeboard.check(root)
    if form == "json":
        click.echo(to_json(problems), nl=False)
        sys.exit(1 if problems else 0)
    if problems:
        fail(problems)
    click.echo("No faults.")


@main.command()
@click.option("--root", type=FOLDER, default=".", help="The folder that holds content/ and data/.")
def ids(root: Path) -> None:
    """Enter the record's new ids in data/ids.csv; none is ever taken out."""
    from noticeboard.ledger import enter_ids

    try:
        entered = enter_ids(root)
    except BuildError as error:
        fail(error.problems, " Nothing was entered.")
    click.echo("".join(f"Entered {entry}\n" for entry in entered) or "No new ids.\n", nl=False)


@main.command()
@click.option("--root", type=FOLDER, default=".", help="The folder that holds content/ and data/.")
@click.option("--output", type=FOLDER, default="output", help="The folder that takes the database and the pages.")
def build(root: Path, output: Path) -> None:
    """Build the database and the pages, or nothing at all."""
    _build(root, output)


@main.command()
@click.option("--root", type=FOLDER, default=".", help="The folder that holds content/, data/ and releases/.")
@click.option("--on", type=DAY, help="The day of the release, YYYY-MM-DD. [default: today in UTC]")
@click.option("--allow-shrink", is_flag=True, help="Release even where a table lost half of its rows or more.")
def release(root: Path, on: datetime | None, allow_shrink: bool) -> None:
    """Build afresh and keep the downloads for good in releases/<version>.tar.xz."""
    from noticeboard.releases.new import ReleaseRefused, make_release

    day = (on or datetime.now(UTC)).date()
    try:
        path, draft = make_release(root, day, allow_shrink=allow_shrink, say=click.echo)
    except BuildError as error:
        fail(error.problems, " Nothing was released.")
    except (NoRelease, ReleaseRefused) as error:
        raise click.ClickException(str(error)) from error
    else:
        click.echo(f"Released {path}\n\nA draft for CHANGELOG.md, under Data:\n\n{draft}", nl=False)


@main.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True)
def diff(old: Path, new: Path, form: str) -> None:
    """Tell what changed between two databases, folders that hold a data.db, or archives of releases."""
    try:
        click.echo(FORMATS[form](compare(old, new)), nl=False)
    except NoRelease as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.option("--root", type=FOLDER, default=".", help="The folder that keeps var/.")
@click.option("--output", type=FOLDER, default="output", help="The folder that a build has filled.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
@click.option("--build", "build_first", is_flag=True, help="Build first, once the port is had.")
def serve(root: Path, output: Path, host: str, port: int, build_first: bool) -> None:
    """Serve the site, the comments and the data as one process."""
    from noticeboard.server import serve as serve_forever  # loads Datasette and Flask, which a check does without

    serve_forever(root, output, host, port, before=partial(_build, root, output) if build_first else lambda: None)


@main.command()
@click.option("--root", type=FOLDER, default=".", help="The folder that holds content/ and data/, and keeps var/.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
def edit(root: Path, host: str, port: int) -> None:
    """Serve the site as its files are edited, drafts included, and tell of every fault on its pages."""
    from noticeboard.preview.server import edit as edit_forever  # loads all of it, which a check does without

    edit_forever(root, host, port)


@main.command()
@click.argument("name")
@click.option("--root", type=FOLDER, default=".", help="The folder that keeps var/.")
@click.option("--reset", is_flag=True, help="Give a moderator who is there already another password.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.option(
    "--role",
    type=click.Choice(["moderator", "editor"]),
    help="What they may do; without it the first one made is an editor, the others are not.",
)
def moderator(name: str, root: Path, reset: bool, password_stdin: bool, role: str | None) -> None:
    """Make a moderator, who can then sign in to the desk."""
    from flask.cli import ScriptInfo

    from comments_service.cli import moderators
    from noticeboard.server import make_comments

    if reset and role:
        raise click.UsageError("--reset changes a password, --role is for somebody new. Use one of them.")
    words = ["reset" if reset else "add", name, *(["--password-stdin"] if password_stdin else [])]
    words += ["--role", role] if role else []
    moderators.main(words, obj=ScriptInfo(create_app=lambda: make_comments(root)), prog_name="noticeboard moderator")


def _build(root: Path, output: Path) -> None:
    start = perf_counter()
    try:
        noticeboard.build(root, output, say=click.echo)
    except BuildError as error:
        fail(error.problems, " Nothing was built.")
    click.echo(f"Built {output} in {perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
