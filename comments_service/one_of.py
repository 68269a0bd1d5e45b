"""The condition that a column is one of many words, which reach the database as one value: JSON."""

from typing import Any

from sqlalchemy import Boolean
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class one_of(FunctionElement[bool]):  # noqa: N801  # reads as SQLAlchemy's own any_ and all_ do
    """Whether a column is one of the words of a JSON array; a value for each would cost more to bind than to look up."""

    type = Boolean()
    inherit_cache = True


@compiles(one_of)
def _ask_sqlite(condition: one_of, compiler: SQLCompiler, **about: Any) -> str:
    column, words = (compiler.process(clause, **about) for clause in condition.clauses)
    return f"{column} in (select value from json_each({words}))"


@compiles(one_of, "postgresql")
def _ask_postgresql(condition: one_of, compiler: SQLCompiler, **about: Any) -> str:
    column, words = (compiler.process(clause, **about) for clause in condition.clauses)
    return f"{column} in (select json_array_elements_text(cast({words} as json)))"
