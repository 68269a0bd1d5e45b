"""Our Datasette's plugin: what it does at each of Datasette's hooks."""

import sqlite3
import sys
from collections.abc import Awaitable, Callable, Generator
from typing import TYPE_CHECKING, Any

from datasette import Response
from datasette.plugins import pm as plugins
from datasette.utils import tilde_decode, urlsafe_components
from datasette.utils.asgi import NotFound, Request
from datasette.views.row import RowView
from jinja2 import Environment
from markupsafe import Markup
from pluggy import HookimplMarker
from starlette.types import ASGIApp, Send

from noticeboard.served.data_faults import NO_PAGE, Fault, find_fault, write_fault
from noticeboard.served.data_formats import refine
from noticeboard.served.data_guard import guard
from noticeboard.served.data_links import link_row
from noticeboard.served.data_theme import TEMPLATES, furnish
from noticeboard.served.openapi import describe_data, read_shapes
from noticeboard.served.sql_gate import forget_error, limit_connection
from noticeboard.served.sql_reach import is_inside

if TYPE_CHECKING:
    from datasette.app import Datasette

hookimpl = HookimplMarker("datasette")

ROW = r"/(?P<database>data)/(?P<table>[^/]+?)/(?P<pks>[^/]+?)(\.(?P<format>\w+))?$"


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
    return lambda app: guard(datasette, app) if is_ours(datasette) else app


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


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: "Datasette") -> None:
    """Give our templates what they use."""
    if is_ours(datasette):
        furnish(env)
