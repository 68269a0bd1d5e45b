"""Our Datasette: its faults, its answers, its look, and the way from a row to the page about it."""

import hashlib
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Generator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from datasette import Response, __version__
from datasette.plugins import pm as plugins
from datasette.utils import tilde_decode, tilde_encode, urlsafe_components
from datasette.utils.asgi import NotFound, Request
from datasette.views.row import RowView
from jinja2 import Environment
from markupsafe import Markup
from pluggy import HookimplMarker
from starlette.types import ASGIApp, Receive, Scope, Send

from noticeboard.served.data_answers import DataAnswers
from noticeboard.served.data_faults import NO_PAGE, Fault, find_fault, write_fault
from noticeboard.served.data_formats import refine
from noticeboard.served.openapi import describe_data, read_shapes
from noticeboard.served.sql_gate import ASKED, Places, SqlGate, forget_error, limit_connection
from noticeboard.served.sql_reach import is_inside, refuse_out_of_reach

if TYPE_CHECKING:
    from datasette.app import Datasette

hookimpl = HookimplMarker("datasette")

THEME = Path(__file__).parent.parent.parent / "theme/datasette"
TEMPLATES = THEME / "templates"
STATIC = THEME / "static"
STATIC_URL = "-/static-plugins/noticeboard"
ROW = r"/(?P<database>data)/(?P<table>[^/]+?)/(?P<pks>[^/]+?)(\.(?P<format>\w+))?$"
KEYS: WeakKeyDictionary[Any, dict[tuple[str, str], str]] = WeakKeyDictionary()


def register() -> None:
    """Let Datasette know of this module, once."""
    module = sys.modules[__name__]
    if not plugins.is_registered(module):
        plugins.register(module, "noticeboard")


def is_ours(datasette: "Datasette") -> bool:
    """Tell our Datasette from any other in the same process."""
    return bool(datasette.template_dir == str(TEMPLATES))


@hookimpl
def asgi_wrapper(datasette: "Datasette") -> Callable[[ASGIApp], ASGIApp]:
    """Put the gate and the tags around Datasette."""
    return lambda app: wrap(datasette, app) if is_ours(datasette) else app


def wrap(datasette: "Datasette", app: ASGIApp) -> ASGIApp:
    """Put the gate around Datasette, and the tags around the gate."""
    if not isinstance(datasette.executor, Places):
        datasette.executor = Places(datasette.executor)
        for database in datasette.databases.values():
            database.execute = without_printing(within_reach(database))
    refuse = partial(write_refusal, datasette)
    keep = f"public, max-age={datasette.setting('default_cache_ttl')}"
    return DataAnswers(SqlGate(app, datasette.executor, refuse), cache(partial(read_version, datasette)), refuse, keep)


async def write_refusal(datasette: "Datasette", scope: Scope, fault: Fault) -> ASGIApp:
    """Write the answer to a request that never reaches Datasette."""
    response = await write_fault(datasette, scope["path"], fault)

    async def answer(_scope: Scope, _receive: Receive, send: Send) -> None:
        await response.asgi_send(send)

    return answer


def within_reach(database: Any) -> Callable[..., Any]:
    """Keep readers' own statements to the record."""
    execute = database.execute

    async def execute_within_reach(sql: str, *args: Any, **options: Any) -> Any:
        if (asked := ASKED.get()) and asked.is_sql:
            await database.execute_fn(partial(refuse_out_of_reach, sql=sql))
        return await execute(sql, *args, **options)

    return execute_within_reach


def without_printing(execute: Callable[..., Any]) -> Callable[..., Any]:
    """Keep Datasette from printing each statement that fails; readers write them, and may write long ones."""

    async def execute_quietly(*args: Any, **options: Any) -> Any:
        return await execute(*args, **options | {"log_sql_errors": False})

    return execute_quietly


def read_version(datasette: "Datasette") -> str:
    """Return a hash of what every answer depends on besides its address: the rows, and all that makes pages of them."""
    rows = [str(database.hash) for database in datasette.databases.values()]
    shape = (datasette.metadata(), datasette.settings_dict(), __version__, read_theme_version())
    return hashlib.sha256(repr((rows, shape)).encode()).hexdigest()


@cache
def read_theme_version() -> str:
    """Return a hash of our templates and of our own code."""
    files = [*sorted(path for path in THEME.rglob("*") if path.is_file()), *sorted(Path(__file__).parent.glob("*.py"))]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


@hookimpl
def prepare_connection(conn: sqlite3.Connection, database: str, datasette: "Datasette") -> None:
    """Keep each connection to short statements and small values."""
    if is_ours(datasette) and database != "_internal":
        limit_connection(conn)


@hookimpl(wrapper=True)
def handle_exception(
    datasette: "Datasette", request: Request, exception: Exception
) -> Generator[None, list[Any], list[Any]]:
    """Answer each fault with its own status, and print nothing about the readers' mistakes."""
    answers = yield
    if is_ours(datasette):
        forget_error()
        # In Datasette's own place, because it would print what it is asked to answer.
        return [write_fault(datasette, request.path, find_fault(request, exception))]
    return answers


@hookimpl(tryfirst=True)
def forbidden(datasette: "Datasette", request: Request) -> Awaitable[Response] | None:
    """What is not for readers is not there."""
    return write_fault(datasette, request.path, Fault(404, NO_PAGE)) if is_ours(datasette) else None


@hookimpl
def permission_allowed(datasette: "Datasette", action: str, resource: Any) -> bool | None:
    """Close the search index's tables, which are no part of the record."""
    if action == "view-table" and is_ours(datasette) and is_inside(resource[1]):
        return False
    return None


@hookimpl(wrapper=True)
def register_output_renderer(datasette: "Datasette") -> Generator[None, list[Any], list[Any]]:
    """Keep what plugins write within bounds, and write JSON in our own way."""
    found = yield
    return [refine(found)] if is_ours(datasette) else found


@hookimpl
def register_routes(datasette: "Datasette") -> list[tuple[str, Callable[..., Awaitable[Response]]]]:
    """Describe the data to programs at an address of its own, and see to it that a row has one address alone."""
    own: list[tuple[str, Callable[..., Awaitable[Response]]]] = [
        (r"/data/openapi\.json$", answer_description),
        (ROW, answer_row),
    ]
    return own if is_ours(datasette) else []


async def answer_description(datasette: "Datasette") -> Response:
    """Answer what can be asked of the data, as OpenAPI has it."""
    version = str(datasette.get_database("data").hash)[:12]
    return Response.json(describe_data(datasette.metadata(), await read_shapes(datasette), version))


async def answer_row(datasette: "Datasette", request: Request, send: Send) -> Response:
    """Answer with a row; Datasette takes no notice of what a key has too much."""
    keys = await datasette.get_database("data").primary_keys(tilde_decode(request.url_vars["table"]))
    if len(urlsafe_components(request.url_vars["pks"])) > max(len(keys), 1):
        raise NotFound("Record not found")
    response: Response = await RowView.as_view(datasette)(request, send)
    return response


@hookimpl
def render_cell(value: Any, column: str, table: str | None, database: str, datasette: "Datasette") -> Any:
    """Show an address of the site, and the key of another table's row, as links."""
    if not is_ours(datasette) or not isinstance(value, str) or not value:
        return None
    if column in ("url", "atom_link") and value.startswith("/"):
        return Markup('<a href="{0}">{0}</a>').format(value)
    return link_row(datasette.get_database(database), table, column, value) if table else None


async def link_row(database: Any, table: str, column: str, value: str) -> Markup | None:
    """Return a link to the row that a key names; Datasette makes them on pages of tables, and none on those of rows."""
    other = (await read_keys(database)).get((table, column))
    if not other:
        return None
    address = database.ds.urls.row(database.name, other, tilde_encode(value))
    return Markup('<a href="{}">{}</a>').format(address, value)


async def read_keys(database: Any) -> dict[tuple[str, str], str]:
    """Return the table that each column with a foreign key points to; read once, since there is a cell for each."""
    if database not in KEYS:
        KEYS[database] = {
            (table, key["column"]): key["other_table"]
            for table in await database.table_names()
            for key in await database.foreign_keys_for_table(table)
        }
    return KEYS[database]


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: "Datasette") -> None:
    """Give templates the way from a row to the page about it."""
    if is_ours(datasette):
        env.globals.update(find_page=find_page, theme_version=read_theme_version()[:8])


def find_page(table: str, row: sqlite3.Row) -> tuple[str, str] | None:
    """Return the words and the address of a link to the page about a row, if there is one."""
    values = dict(zip(row.keys(), tuple(row), strict=True))
    for name, words, address in PAGES:
        if name == table:
            return words, address(values)
    return None


def find_cause(row: dict[str, Any]) -> str:
    """Return the address of a cause, which its notice's page tells of."""
    return f"/notices/{row['notice']}/#cause-{row['cause'].rpartition('-')[2]}"


PAGES: tuple[tuple[str, str, Callable[[dict[str, Any]], str]], ...] = (
    ("notices", "Read the page of this notice", lambda row: f"/notices/{row['notice']}/"),
    (
        "recommendations",
        "Read the page of this recommendation",
        lambda row: f"/recommendations/{row['recommendation']}/",
    ),
    ("forces", "Read the page of this force", lambda row: f"/forces/{row['force']}/"),
    ("stories", "Read this story", lambda row: f"/news/{row['story']}/"),
    ("causes", "Read about this cause on the page of its notice", find_cause),
    ("press", "Read what was published", lambda row: str(row["source"])),
    ("sources", "Read the page itself", lambda row: str(row["source"])),
)
