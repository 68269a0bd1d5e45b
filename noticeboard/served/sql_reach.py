"""What a statement of a reader's own may read: the record, and no table that SQLite or the search index keeps for itself."""

import sqlite3

# What SQLite keeps for itself, and the search index's own tables, which hold the same words in another form.
INSIDE = ("sqlite_",)
INDEX = ("_fts", "_fts_config", "_fts_content", "_fts_data", "_fts_docsize", "_fts_idx")

SCHEMA = "sqlite_master"
PRAGMAS = {
    f"pragma_{name}"
    for name in (
        "foreign_key_list",
        "function_list",
        "index_info",
        "index_list",
        "index_xinfo",
        "table_info",
        "table_xinfo",
    )
}
"""The pragmas that tell of the record's form; one of the others tells where on the machine the file lies."""

# Datasette lets nothing but a select through; its own pragmas come this way too.
ACTIONS = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
    sqlite3.SQLITE_PRAGMA,
}


class OutOfReach(sqlite3.DatabaseError):
    """A statement reads what is no part of the record."""


def is_inside(table: str) -> bool:
    """Tell whether a table is SQLite's own or the search index's."""
    name = table.casefold()
    return name.startswith(INSIDE) or name.endswith(INDEX)


def is_in_reach(table: str) -> bool:
    """Tell whether a statement may read a table; it may ask the search index, and the tables' own definitions."""
    name = table.casefold()
    if name.startswith("pragma_"):
        return name in PRAGMAS
    return name == SCHEMA or (name != "dbstat" and (name.endswith("_fts") or not is_inside(name)))


def refuse_out_of_reach(connection: sqlite3.Connection, sql: str) -> None:
    """Raise OutOfReach for a statement that does or reads what it may not; nothing of it is run."""
    beyond: list[str] = []

    def judge(action: int, name: str | None, *_: str | None) -> int:
        if action in ACTIONS and (action != sqlite3.SQLITE_READ or is_in_reach(name or "")):
            return sqlite3.SQLITE_OK
        beyond.append(name or "")
        return sqlite3.SQLITE_DENY

    connection(sql)  # the first use of a search index reads its tables, and so do its answers: neither may be judged
    connection.set_authorizer(judge)
    try:
        connection(sql)
    except sqlite3.DatabaseError as error:
        raise (OutOfReach(f"{beyond[0]} is no part of the record.") if beyond else error) from None
    finally:
        connection.set_authorizer(None)
