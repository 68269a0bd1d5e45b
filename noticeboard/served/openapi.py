"""The tables, views and named queries → an OpenAPI description of the data, for programs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from noticeboard.served.data_faults import CODES
from noticeboard.served.sql_reach import is_inside

if TYPE_CHECKING:
    from datasette.app import Datasette

Part = dict[str, Any]

TYPES = {"TEXT": "string", "INTEGER": "integer", "REAL": "number"}
"""What a column's type is called in JSON; one of a view that is worked out may be any."""

SHARED: dict[str, Part] = {
    "sql": {"description": "A select statement for SQLite. Few are answered at once, each for a second at most.", "schema": {"type": "string", "maxLength": 8000}},
    "_shape": {"description": "The shape of the rows: lists beside the names of the columns, objects beside these, or objects alone.", "schema": {"enum": ["arrays", "objects", "array"], "default": "arrays"}},
    "_nl": {"description": "With _shape=array: one object a line (JSON Lines).", "schema": {"enum": ["on"]}},
    "_size": {"description": "The most rows of an answer.", "schema": {"type": "integer", "minimum": 1, "maximum": 1000}},
    "_next": {"description": "Where the next page begins, as next in the answer before says.", "schema": {"type": "string"}},
    "_search": {"description": "Words that the rows must hold.", "schema": {"type": "string"}},
    "_stream": {"description": "All rows, and not one page of them.", "schema": {"enum": ["on"]}},
}  # fmt: skip

PAGE = ("_size", "_next")
SORTS = {"_sort": "Ascending", "_sort_desc": "Descending"}
FAULTS = {
    "400": "The request cannot be answered, and says why.",
    "404": "There is nothing at this address.",
    "414": "The address is too long.",
    "429": "As many questions in SQL are being answered as can be at once. Retry-After says when to try again.",
}


@dataclass(frozen=True)
class Shape:
    """A table or view as it stands in the database: its columns with their types, its keys, whether it can be searched."""

    name: str
    columns: Mapping[str, str]
    keys: tuple[str, ...]
    is_searched: bool


async def read_shapes(datasette: "Datasette") -> list[Shape]:
    """Return each table and view of the record."""
    database = datasette.get_database("data")
    names = [*await database.table_names(), *await database.view_names()]
    return [await _read_shape(database, name) for name in sorted(names) if not is_inside(name)]


async def _read_shape(database: Any, name: str) -> Shape:
    columns = {column.name: TYPES.get(column.type, "") for column in await database.table_column_details(name)}
    return Shape(name, columns, tuple(await database.primary_keys(name)), bool(await database.fts_table(name)))


def describe_data(metadata: Part, shapes: Iterable[Shape], version: str) -> Part:
    """Return the description of every address of the data that is for programs."""
    about = metadata["databases"]["data"]
    tables = list(shapes)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": metadata["title"],
            "description": f"{metadata['description']} {about['description']}",
            "version": version,
            "license": {"name": metadata["license"], "url": metadata["license_url"]},
        },
        "servers": [{"url": "/"}],
        "paths": dict(_describe_paths(tables, about)),
        "components": {
            "schemas": {"Fault": FAULT} | {shape.name: _describe_row(shape, about) for shape in tables},
            "parameters": dict(_describe_parameters(tables, about)),
            "responses": dict(_describe_faults()),
        },
    }


FAULT: Part = {
    "description": "What is wrong: a word for a program and a sentence for a person.",
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message"],
            "properties": {"code": {"enum": sorted(CODES.values())}, "message": {"type": "string"}},
        }
    },
}


def _describe_faults() -> Iterator[tuple[str, Part]]:
    body = {"application/json": {"schema": _refer("schemas", "Fault")}, "text/plain": {"schema": {"type": "string"}}}
    for status, description in FAULTS.items():
        yield status, {"description": description, "content": body}


def _describe_row(shape: Shape, about: Part) -> Part:
    meanings = about["tables"].get(shape.name, {}).get("columns", {})
    columns = {
        name: ({"type": [kind, "null"]} if kind else {}) | {"description": meanings.get(name, "")}
        for name, kind in shape.columns.items()
    }
    return {"type": "object", "properties": columns}


def _describe_paths(shapes: Iterable[Shape], about: Part) -> Iterator[tuple[str, Part]]:
    yield "/data/openapi.json", _get("describe", "This description", [], _as_json({"type": "object"}))
    yield "/data.db", _get("database", "The whole database", [], {"application/octet-stream": {}})
    yield from _describe_sql()
    for shape in shapes:
        yield from _describe_table(shape, about["tables"].get(shape.name, {}))
    for name, query in about["queries"].items():
        yield from _describe_query(name, query)


def _describe_sql() -> Iterator[tuple[str, Part]]:
    asked = _share("_shape", "_nl")
    question = {"name": "sql", "in": "query", "required": True, **SHARED["sql"]}
    told = "Every table, view and named query; or, with sql, the answer to a statement"
    yield "/data.json", _get("sql", told, [*_share("sql"), *asked], _as_json(_page({})), "429")
    yield "/data.csv", _get("sql_csv", "The answer to a statement", [question], AS_CSV, "429")


def _describe_table(shape: Shape, about: Part) -> Iterator[tuple[str, Part]]:
    title = f"{about.get('title', shape.name)}: {about.get('description', '')}"
    row = _refer("schemas", shape.name)
    own = [f"{shape.name}.{name}" for name in (*SORTS, *shape.columns)]
    asked = _share(*PAGE, *(["_search"] if shape.is_searched else []), *own)
    yield f"/data/{shape.name}.json", _get(shape.name, title, [*_share("_shape", "_nl"), *asked], _as_json(_page(row)))
    yield f"/data/{shape.name}.csv", _get(f"{shape.name}_csv", title, [*_share("_stream"), *asked], AS_CSV)
    if shape.keys:
        asked = [*_share("_shape"), _describe_key(shape)]
        told = f"One row of {shape.name}"
        yield f"/data/{shape.name}/{{row}}.json", _get(f"{shape.name}_row", told, asked, _as_json(_page(row)), "404")


def _describe_key(shape: Shape) -> Part:
    told = f"{', '.join(shape.keys)}: each with a tilde and two hexadecimal digits for what is no letter, digit, _ or -, and commas between."
    schema = {"type": "string", "pattern": r"^[A-Za-z0-9_~,-]+$"}
    return {"name": "row", "in": "path", "required": True, "description": told, "schema": schema}


def _describe_parameters(shapes: Iterable[Shape], about: Part) -> Iterator[tuple[str, Part]]:
    for name, rest in SHARED.items():
        yield name, {"name": name, "in": "query", **rest}
    for shape in shapes:
        meanings = about["tables"].get(shape.name, {}).get("columns", {})
        for parameter in [*_sorts(shape), *_filters(shape, meanings)]:
            yield f"{shape.name}.{parameter['name']}", parameter


def _sorts(shape: Shape) -> Iterator[Part]:
    for name, order in SORTS.items():
        yield _parameter(name, f"{order} by this column.", {"enum": list(shape.columns)})


def _filters(shape: Shape, meanings: Mapping[str, str]) -> Iterator[Part]:
    for name in shape.columns:
        yield _parameter(name, f"Only rows with this value. {meanings.get(name, '')}".strip(), {"type": "string"})


def _describe_query(name: str, query: Part) -> Iterator[tuple[str, Part]]:
    title = f"{query['title']}: {query['summary']}"
    asked = [
        _parameter(parameter, meaning, {"type": "string"}) | {"example": query["examples"][parameter]}
        for parameter, meaning in query["meanings"].items()
    ]
    yield f"/data/{name}.json", _get(name, title, [*_share("_shape", "_nl"), *asked], _as_json(_page(_answer(query))))
    yield f"/data/{name}.csv", _get(f"{name}_csv", title, asked, AS_CSV)
    if "atom_id" in query["sql"]:
        yield f"/data/{name}.atom", _get(f"{name}_atom", title, asked, {"application/atom+xml": {}}, "404")


def _answer(query: Part) -> Part:
    """Return the schema of a row of a named query: what each column means; a value worked out may be of any type."""
    return {"type": "object", "properties": {name: {"description": text} for name, text in query["columns"].items()}}


def _parameter(name: str, description: str, schema: Part) -> Part:
    return {"name": name, "in": "query", "description": description, "schema": schema}


def _share(*names: str) -> list[Part]:
    return [_refer("parameters", name) for name in names]


def _refer(kind: str, name: str) -> Part:
    return {"$ref": f"#/components/{kind}/{name}"}


AS_CSV: Part = {"text/plain": {"schema": {"type": "string"}}}


def _as_json(schema: Part) -> Part:
    return {"application/json": {"schema": schema}, "text/plain": {"schema": {"type": "string"}}}


def _page(row: Part) -> Part:
    rows = {"type": "array", "items": {"anyOf": [{"type": "array"}, row or {"type": "object"}]}}
    columns = {"type": "array", "items": {"type": "string"}}
    page = {"type": "object", "properties": {"rows": rows, "columns": columns, "next": {"type": ["string", "null"]}}}
    return {"anyOf": [page, {"type": "array", "items": row}]}


def _get(name: str, summary: str, parameters: Iterable[Part], content: Part, *faults: str) -> Part:
    """Return what GET does at an address."""
    responses = {"200": {"description": "What was asked for.", "content": content}}
    responses |= {status: _refer("responses", status) for status in ("400", "414", *faults)}
    return {"get": {"operationId": name, "summary": summary, "parameters": list(parameters), "responses": responses}}
