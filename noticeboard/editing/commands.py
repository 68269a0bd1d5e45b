"""The commands noticeboard new notice, cause, recommendation and so on; their options are the fields of the tables."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

import noticeboard
from noticeboard.editing.files import add
from noticeboard.editing.kinds import KINDS, Kind, Refused
from noticeboard.editing.rows import Given, link_tables, optional_fields
from noticeboard.failing import fail
from noticeboard.problems import BuildError
from noticeboard.schema import Field, Schema, Table, read_schema

FOLDER = click.Path(file_okay=False, path_type=Path)
OUTCOME = " Nothing was written."
SEVERAL = "May be given more than once."


class Vocabulary(click.Choice[str]):
    """The words of a field, for help and completion; whether a word is one of them the record's own rules judge."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the word as it stands."""
        return value


class NewCommands(click.Group):
    """One command a kind, made from data/datapackage.yaml below the root."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the kinds."""
        return list(KINDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command for a kind, or none."""
        if cmd_name not in KINDS:
            return None
        root = ctx.params.get("root", Path())
        try:
            schema = read_schema(root / "data/datapackage.yaml")
        except BuildError as error:
            fail(error.problems, OUTCOME)
        return make_command(KINDS[cmd_name], schema, root)


@click.group(cls=NewCommands)
@click.option("--root", type=FOLDER, default=".", help="The folder that holds content/ and data/.")
def new(root: Path) -> None:
    """Lay down the rows and the file of something new, and tell what is still to do."""


def make_command(kind: Kind, schema: Schema, root: Path) -> click.Command:
    """Return the command that adds something of a kind to the record below the root."""
    table = schema.tables[kind.table]

    def run(**said: Any) -> None:
        _add(root, schema, kind, _sort_out(said, kind, schema))

    parameters = [*_arguments(kind, table), *_options(kind, table), *_options_of_links(schema, table)]
    if kind.companion:
        companion = KINDS[kind.companion]
        parameters += _options(companion, schema.tables[companion.table], f"{companion.name}_")
    if kind.may_be_draft:
        parameters.append(click.Option(["--draft"], is_flag=True, help="Do not publish it yet."))
    return click.Command(kind.name, callback=run, params=parameters, help=table.description)


def _arguments(kind: Kind, table: Table) -> Iterator[click.Parameter]:
    """Yield what is said first; only a field that may be empty may be left out."""
    for name in kind.arguments:
        yield click.Argument([name], required=name not in optional_fields(table))


def _options(kind: Kind, table: Table, prefix: str = "") -> Iterator[click.Parameter]:
    for field in _fields(kind, table):
        yield click.Option([_flag(prefix + field.name)], type=_type(field), help=field.description)


def _fields(kind: Kind, table: Table) -> list[Field]:
    """Return the fields that options offer: those not said first, that do not follow from others and are not the text."""
    taken = {*kind.arguments, *kind.derived}
    return [field for field in table.fields if field.name not in taken and field.written_in != "body"]


def _options_of_links(schema: Schema, table: Table) -> Iterator[click.Parameter]:
    for _, field in link_tables(schema, table):
        yield click.Option([_flag(field.name)], multiple=True, help=f"{field.description} {SEVERAL}")


def _flag(name: str) -> str:
    return f"--{name.replace('_', '-')}"


def _type(field: Field) -> Vocabulary | None:
    words = ("true", "false") if field.type == "boolean" else field.enum
    return Vocabulary(words) if words else None


def _sort_out(said: dict[str, Any], kind: Kind, schema: Schema) -> Given:
    """Part what was said into cells, links and the cells of the companion."""
    table = schema.tables[kind.table]
    names = [*kind.arguments, *(field.name for field in _fields(kind, table))]
    companion = {}
    if kind.companion:
        fields = _fields(KINDS[kind.companion], schema.tables[KINDS[kind.companion].table])
        companion = {field.name: said[f"{kind.companion}_{field.name}"] for field in fields}
    return Given(
        cells={name: said[name] or "" for name in names},
        links={link.name: list(said[field.name]) for link, field in link_tables(schema, table)},
        companion=companion,
        is_draft=said.get("draft", False),
    )


def _add(root: Path, schema: Schema, kind: Kind, given: Given) -> None:
    try:
        places = add(root, schema, kind, given)
    except BuildError as error:
        fail(error.problems, OUTCOME)
    except Refused as error:
        fail(error.messages, OUTCOME)
    for place in places:
        click.echo(f"Wrote {place}")
    problems = noticeboard.check(root)
    for line in ["Still to do:", *problems] if problems else ["No faults."]:
        click.echo(str(line))
