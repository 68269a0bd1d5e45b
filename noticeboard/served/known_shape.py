"""What Datasette asks before each answer about tables that never change, asked once."""

from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datasette.app import Datasette

QUESTIONS = (
    "foreign_keys_for_table",
    "fts_table",
    "get_all_foreign_keys",
    "label_column_for_table",
    "primary_keys",
    "table_column_details",
    "table_columns",
)
"""Methods of Datasette's databases whose answers nobody changes; each is a wait for a thread, and for whoever keeps it busy."""

MOST = 256
"""How many answers are kept: readers may ask for tables that do not exist."""


def remember_shape(datasette: "Datasette") -> None:
    """Ask once for what stays the same for as long as Datasette serves a build."""
    # It would copy all metadata for each look at whether a table is closed to somebody.
    datasette._table_permission_allows = lru_cache(MOST)(datasette._table_permission_allows)  # noqa: SLF001
    datasette.refresh_schemas = remember(datasette.refresh_schemas)
    for database in datasette.databases.values():
        if not database.is_mutable:
            for name in QUESTIONS:
                setattr(database, name, remember(getattr(database, name)))


def remember(ask: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
    """Return a question that is asked once for each of its arguments."""
    known: dict[tuple[Any, ...], Any] = {}

    async def recall(*about: Any) -> Any:
        if about not in known:
            if len(known) >= MOST:
                known.clear()
            known[about] = await ask(*about)
        return known[about]

    return recall
