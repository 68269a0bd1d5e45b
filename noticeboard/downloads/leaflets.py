"""What lies beside the data in a download: its descriptor, dictionary, licence, citation and a page to begin with."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

from noticeboard.contents import Version
from noticeboard.queries import NamedQuery
from noticeboard.schema import Field, Schema, Table
from noticeboard.views import Column, Meanings, View

AWKWARD_CASES = "## Awkward cases"
"""The part of data/README.md that a download's dictionary repeats."""

VIEWS = """\
## Views

What data.db works out from the tables, as on the record's own last day. No other file holds them.
"""

QUERIES = """\
## Named queries

Ready questions. The site answers each at `/data/` and its name, as a page, as JSON and as CSV.
"""

README = """\
{title}, version {version}
{underline}

{description}

The record ends on {as_on}: every "now" in it is as on that day.

- noticeboard.zip: the tables as CSV with all that describes them, in one file
- data.db: the whole record as one SQLite database, with views of the present state; unconfirmed notices are in it, marked
  is_confirmed = 0
- csv/: each table as CSV, exact; datapackage.json describes them with types, keys and foreign keys (Frictionless Data)
- spreadsheet/: the same for a spreadsheet; an apostrophe stands before a text that it would take for a formula
- jsonl/: each table as JSON Lines, one object a line
- parquet/: each table as Parquet
- forces/: one CSV a force, made as those in spreadsheet/: its causes of concern and recommendations and how they stand
- calendars/: deadlines as calendars, for all forces and for each; in notices/ for each notice that has some
- dictionary.md: what every table, view, named query and field means, and the awkward cases
- SHA256SUMS: check the files with sha256sum --check SHA256SUMS
- version.json: this version's name, its day and the hash of its contents

Notices that no source calls a cause of concern are unconfirmed. They and every row about them are left out of all files but
data.db; leave them out of counts.
"""

LICENCE = """\
{licence}
{url}

{attribution}
"""


def write_readme(schema: Schema, version: Version) -> bytes:
    """Return the page to begin with: what is in the download and what is left out."""
    title = f"{schema.title}, version {version.version}"
    text = README.format(
        title=schema.title,
        version=version.version,
        underline="=" * len(title),
        description=schema.description,
        as_on=version.as_on,
    )
    return text.encode()


def write_licence(schema: Schema) -> bytes:
    """Return the licence's name, where it stands, and the words that it asks for."""
    words = LICENCE.format(licence=schema.licence, url=schema.licence_url, attribution=schema.attribution)
    return words.encode()


def write_citation(schema: Schema, version: Version) -> bytes:
    """Return CITATION.cff: how to cite this version; its values are JSON, which YAML reads."""
    facts = {
        "cff-version": "1.2.0",
        "message": "If you use this data, please cite it as below.",
        "type": "dataset",
        "title": schema.title,
        "abstract": f"{schema.description} The record ends on {version.as_on}.",
        "authors": [{"name": schema.title}],
        "version": version.version,
        "license": schema.descriptor["licenses"][0]["name"],
        "identifiers": [
            {
                "type": "other",
                "value": f"sha256:{version.content_hash}",
                "description": "The hash of the record's contents.",
            }
        ],
    }
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in facts.items()).encode()


def write_version(version: Version) -> bytes:
    """Return version.json."""
    return _write_json(vars(version))


def write_descriptor(schema: Schema, version: Version, files: dict[str, bytes]) -> bytes:
    """Return datapackage.json for the CSV files: the standard's own keys alone, with each file's size and hash."""
    own = schema.descriptor
    descriptor = {
        "profile": "tabular-data-package",
        **{name: own[name] for name in ("name", "title", "description", "licenses")},
        "keywords": own.get("keywords", []),
        "version": version.version,
        "sources": [{"title": schema.attribution}],
        "resources": [_describe_resource(resource, files) for resource in own["resources"]],
    }
    return _write_json(descriptor)


def _describe_resource(resource: dict[str, Any], files: dict[str, bytes]) -> dict[str, Any]:
    path = f"csv/{resource['name']}.csv"
    return {
        "profile": "tabular-data-resource",
        **{name: resource[name] for name in ("name", "title", "description")},
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(files[path]),
        "hash": f"sha256:{hashlib.sha256(files[path]).hexdigest()}",
        "schema": resource["schema"] | {"fields": [_describe_field(item) for item in resource["schema"]["fields"]]},
    }


def _describe_field(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if name != "written_in"}


def _write_json(value: Any) -> bytes:
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def write_dictionary(schema: Schema, meanings: Meanings, queries: Iterable[NamedQuery], awkward_cases: str) -> bytes:
    """Return the data dictionary as Markdown: tables, views and named queries, then the cases that a schema cannot tell."""
    parts = [
        f"# {schema.title}: the data dictionary\n",
        *(_tell_table(table) for table in schema.tables.values()),
        VIEWS,
        *(_tell_view(view) for view in sorted(meanings.views, key=attrgetter("is_dated"))),
        QUERIES,
        *(_tell_query(query, meanings.answers[query.name]) for query in queries),
    ]
    return "\n".join([*parts, awkward_cases]).encode()


def _tell_table(table: Table) -> str:
    head = f"## {table.title} (`{table.name}`)\n\n{table.description} Key: {_names(table.primary_key)}.\n"
    pointers = [
        f"- {_names(key.fields)} points to {_names(key.other_fields)} of `{key.table}`." for key in table.foreign_keys
    ]
    fields = ["| field | type | meaning |", "|---|---|---|", *(_tell_field(field) for field in table.fields)]
    return "\n".join([head, *fields, *(["", *pointers] if pointers else []), ""])


def _tell_field(field: Field) -> str:
    words = [field.description, f"One of: {', '.join(field.enum)}." if field.enum else ""]
    kind = field.type + (", required" if field.required else "")
    return f"| `{field.name}` | {kind} | {_in_cell(' '.join(filter(None, words)))} |"


def _tell_view(view: View) -> str:
    """Tell a view; of one with days the columns that it adds to its table."""
    columns = [column for column in view.columns if column.origin == view.name or not view.is_dated]
    return "\n".join([f"### `{view.name}`\n\n{view.description}\n", *_tell_columns(columns), ""])


def _tell_query(query: NamedQuery, columns: Iterable[Column]) -> str:
    head = f"### {query.title} (`{query.name}`)\n\n{query.description}\n"
    return "\n".join([head, *_tell_parameters(query), *_tell_columns(columns), ""])


def _tell_parameters(query: NamedQuery) -> Iterator[str]:
    for parameter in query.parameters:
        yield f"- `{parameter.name}`: {parameter.meaning}; for example `{parameter.example}`"
    if query.parameters:
        yield ""


def _tell_columns(columns: Iterable[Column]) -> list[str]:
    rows = (f"| `{column.name}` | {_in_cell(column.description)} |" for column in columns)
    return ["| column | meaning |", "|---|---|", *rows]


def _in_cell(text: str) -> str:
    return text.replace("|", "&#124;")


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def read_awkward_cases(dictionary: Path) -> str:
    """Return the awkward cases that a data/README.md tells."""
    return read_section(dictionary, AWKWARD_CASES)


def read_section(document: Path, heading: str) -> str:
    """Return the part of a document in Markdown that stands under a heading of the second level, the heading included."""
    return "".join(_section(document.read_text(encoding="utf-8").splitlines(keepends=True), heading))


def _section(lines: list[str], heading: str) -> Iterator[str]:
    inside = False
    for line in lines:
        inside = line.strip() == heading if line.startswith("## ") else inside
        if inside:
            yield line
