"""Our Datasette: its faults, its answers, its look, and the way from a row to the page about it."""

import hashlib
import sqlite3
import sys
from collections.abc import Awaitable, Callable, Generator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datasette import Response, __version__
from datasette.plugins import pm as plugins
from datasette.renderer import json_renderer
from datasette.utils.asgi import BadRequest, Request
from jinja2 import Environment
from pluggy import HookimplMarker
from starlette.types import ASGIApp, Receive, Scope, Send

from noticeboard.data_answers import DataAnswers
from noticeboard.data_faults import NO_PAGE, Fault, find_fault, write_fault
from noticeboard.sql_gate import Places, SqlGate, forget_error, limit_connection

if TYPE_CHECKING:
    from datasette.app import Datasette

hookimpl = HookimplMarker("datasette")

THEME = Path(__file__).parent.parent / "theme/datasette"
TEMPLATES = THEME / "templates"
STATIC = THEME / "static"
STATIC_URL = "-/static-plugins/noticeboard"
OWN_FILES = ("data_answers.py", "data_faults.py", "datasette_plugin.py", "sql_gate.py")

# The search index, and what SQLite keeps for itself.
INSIDE = ("sqlite_",)
INDEX = ("_fts", "_fts_config", "_fts_content", "_fts_data", "_fts_docsize", "_fts_idx")


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
            database.execute = without_printing(database.execute)
    refuse = partial(write_refusal, datasette)
    keep = f"public, max-age={datasette.setting('default_cache_ttl')}"
    return DataAnswers(SqlGate(app, datasette.executor, refuse), cache(partial(read_version, datasette)), refuse, keep)


async def write_refusal(datasette: "Datasette", scope: Scope, fault: Fault) -> ASGIApp:
    """Write the answer to a request that never reaches Datasette."""
    response = await write_fault(datasette, scope["path"], fault)

    async def answer(_scope: Scope, _receive: Receive, send: Send) -> None:
        await response.asgi_send(send)

    return answer


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
    code = [Path(__file__).parent / name for name in OWN_FILES]
    files = sorted(path for path in THEME.rglob("*") if path.is_file())
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in [*files, *code])).hexdigest()


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


def is_inside(table: str) -> bool:
    """Tell whether a table is SQLite's own or the search index's."""
    name = table.casefold()
    return name.startswith(INSIDE) or name.endswith(INDEX)


@hookimpl
def register_output_renderer(datasette: "Datasette") -> list[dict[str, Any]]:
    """Write JSON in our own way too."""
    return [{"extension": "json", "render": render_json}] if is_ours(datasette) else []


def render_json(args: Any, data: dict[str, Any], view_name: str) -> Response:
    """Write JSON as Datasette does, but for the time that it took, which would make each answer another one."""
    if args.get("_shape") == "object" and "primary_keys" not in data and not data.get("error"):
        raise BadRequest("_shape=object is only available on tables")
    data.pop("query_ms", None)
    return json_renderer(args, data, view_name)


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
)
