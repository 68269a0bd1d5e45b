"""What stands around our Datasette: the gate, the tags of answers, and the bounds of readers' own statements."""

import hashlib
from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from datasette import __version__
from starlette.types import ASGIApp, Receive, Scope, Send

from noticeboard.served.data_answers import DataAnswers
from noticeboard.served.data_faults import Fault, write_fault
from noticeboard.served.data_theme import read_theme_version
from noticeboard.served.sql_gate import ASKED, Places, SqlGate
from noticeboard.served.sql_reach import refuse_out_of_reach

if TYPE_CHECKING:
    from datasette.app import Datasette


def guard(datasette: "Datasette", app: ASGIApp) -> ASGIApp:
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
