"""The schema and the queries → Datasette's metadata and settings, and Datasette itself."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from noticeboard.queries import GROUPS, NamedQuery
from noticeboard.schema import Schema, Table
from noticeboard.views import Column, Meanings, View
from wording import gettext_noop

if TYPE_CHECKING:
    from datasette.app import Datasette

METADATA = "datasette.json"
"""The file of a build's output that tells Datasette what the tables and queries mean."""

SETTINGS = {
    "default_page_size": 100,
    "max_returned_rows": 1000,
    "sql_time_limit_ms": 1000,
    "facet_time_limit_ms": 500,
    "suggest_facets": False,
    "allow_facet": True,
    "allow_download": True,
    "default_cache_ttl": 60,
    "force_https_urls": False,
    "max_csv_mb": 20,
    "truncate_cells_html": 300,
}


def make_metadata(schema: Schema, queries: Iterable[NamedQuery], meanings: Meanings) -> dict[str, Any]:
    """Return what Datasette 0.65 reads as its metadata: descriptions, licence, facets, order, named queries and their columns."""
    about = {
        "license": schema.licence,
        "license_url": schema.licence_url,
        "about": "Noticeboard",
        "about_url": "/about/",
    }
    return {
        "title": f"{schema.title}: the data",
        "description": schema.description,
        **about,
        "databases": {
            "data": {
                "title": schema.title,
                "description": schema.attribution,
                **about,
                "tables": {table.name: _describe_table(table) for table in schema.tables.values()}
                | {view.name: _describe_view(view) for view in meanings.views},
                "queries": {query.name: _describe_query(query, meanings.answers[query.name]) for query in queries},
            }
        },
    }


def _describe_table(table: Table) -> dict[str, Any]:
    description: dict[str, Any] = {
        "title": table.title,
        "description": table.description,
        "columns": {field.name: field.description for field in table.fields},
        "facets": list(table.facets),
    }
    optional = {"label_column": table.label, "sort": table.sort, "sort_desc": table.sort_desc}
    return description | {name: value for name, value in optional.items() if value}


def _describe_view(view: View) -> dict[str, Any]:
    return {
        "description": view.description,
        "columns": {column.name: column.description for column in view.columns},
        "hidden": view.is_dated,
    }


def _describe_query(query: NamedQuery, columns: Sequence[Column]) -> dict[str, Any]:
    meanings = [f"{parameter.name}: {parameter.meaning}" for parameter in query.parameters]
    example = f"Example: /data/{query.name}?{urlencode(query.example)}" if query.parameters else ""
    return {
        "title": query.title,
        "description": " ".join(part for part in [query.description, "; ".join(meanings), example] if part),
        "summary": query.description,
        "group": GROUPS.get(query.group, gettext_noop("What the site's pages ask")),
        "example": f"/data/{query.name}" + (f"?{urlencode(query.example)}" if query.parameters else ""),
        "params": [parameter.name for parameter in query.parameters],
        "meanings": {parameter.name: parameter.meaning for parameter in query.parameters},
        "examples": query.example,
        "columns": {column.name: column.description for column in columns},
        "sql": query.sql,
        "hide_sql": True,
    }


def write_metadata(metadata: dict[str, Any], output: Path) -> None:
    """Write the metadata where `make_datasette` looks for it."""
    text = json.dumps(metadata, indent=1, ensure_ascii=False)
    (output / METADATA).write_text(text + "\n", encoding="utf-8")


def make_datasette(output: Path) -> "Datasette":
    """Return Datasette on the immutable data.db of a build's output, at /data."""
    from datasette.app import Datasette  # loads slowly, and a check or build does without

    from noticeboard.served.data_theme import STATIC, STATIC_URL, TEMPLATES
    from noticeboard.served.datasette_plugin import register
    from noticeboard.served.known_shape import remember_shape

    register()
    datasette = Datasette(
        immutables=[str(output / "data.db")],
        metadata=json.loads((output / METADATA).read_text(encoding="utf-8")),
        settings=SETTINGS,
        template_dir=str(TEMPLATES),
        static_mounts=[(STATIC_URL, str(STATIC))],
    )
    remember_shape(datasette)
    return datasette
