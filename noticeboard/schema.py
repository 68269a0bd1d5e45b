"""data/datapackage.yaml → tables, fields, keys and vocabularies, as the rest of the build reads them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from noticeboard.problems import BuildError, Problem

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C, where PyYAML brings it, is ten times as fast

TYPES = {"string": "text", "integer": "integer", "number": "real", "boolean": "integer", "date": "text"}
"""Table Schema's types that the record uses, and SQLite's strict type for each."""

PARTIAL_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
"""The pattern by which a field says that it holds a date known to the year, the month or the day."""


@dataclass(frozen=True)
class Field:
    """One field of a table; `written_in` is empty for a CSV column, else "front matter" or "body"."""

    name: str
    type: str
    description: str
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    pattern: str = ""
    minimum: float | None = None
    max_length: int | None = None
    format: str = ""
    written_in: str = ""

    @property
    def is_partial_date(self) -> bool:
        """Whether the field holds a date that may be known to the year or the month only."""
        return self.pattern == PARTIAL_DATE


@dataclass(frozen=True)
class ForeignKey:
    """Fields of one table that must stand as fields of another."""

    fields: tuple[str, ...]
    table: str
    other_fields: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One table: its fields in order, its keys, and how Datasette and search should treat it."""

    name: str
    title: str
    description: str
    path: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    files: str = ""
    label: str = ""
    facets: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    sort: str = ""
    sort_desc: str = ""

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields that stand in the table's CSV file, in its order; none for a table of files alone."""
        fields = tuple(field for field in self.fields if not field.written_in)
        return () if self.files and len(fields) == len(self.primary_key) else fields

    @property
    def partial_dates(self) -> tuple[str, ...]:
        """The names of the fields that hold partial dates, bounds included."""
        return tuple(field.name for field in self.fields if field.is_partial_date)

    def field(self, name: str) -> Field:
        """Return the field of this name; raises KeyError where there is none."""
        return next((field for field in self.fields if field.name == name), None) or _missing(name)


def _missing(name: str) -> Field:
    raise KeyError(name)


@dataclass(frozen=True)
class Schema:
    """The whole authority: the record's own description and its tables in order."""

    title: str
    description: str
    attribution: str
    licence: str
    licence_url: str
    tables: dict[str, Table]
    descriptor: dict[str, Any] = field(repr=False, default_factory=dict)


def read_schema(path: Path) -> Schema:
    """Read the Data Package at this path; raises BuildError with every fault in it."""
    text = path.read_text(encoding="utf-8")
    try:
        loader = Loader(text)
        root = loader.get_single_node()
        lines = _lines_of_resources(root)
        descriptor = loader.construct_document(root)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BuildError([Problem(path.name, line, f"this is not YAML: {error.problem}. Mend the line.")]) from error
    problems = [
        Problem(f"data/{path.name}", lines.get(name, 1), message)
        for name, message in _faults(descriptor.get("resources", []))
    ]
    if problems:
        raise BuildError(problems)
    return _make_schema(descriptor)


def _lines_of_resources(root: yaml.Node | None) -> dict[str, int]:
    lines = {}
    for key, value in root.value if root else ():
        if key.value == "resources":
            for resource in value.value:
                name = next((v.value for k, v in resource.value if k.value == "name"), "")
                lines[name] = resource.start_mark.line + 1
    return lines


def _faults(resources: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield a table's name and a message for each fault of the authority itself."""
    names = {resource["name"]: {f["name"] for f in resource["schema"]["fields"]} for resource in resources}
    for resource in resources:
        name, schema = resource["name"], resource["schema"]
        for item in schema["fields"]:
            yield from ((name, message) for message in _faults_of_field(item))
        for key in schema.get("foreignKeys", []):
            target = key["reference"]["resource"]
            wanted = set(_as_tuple(key["reference"]["fields"]))
            if not wanted <= names.get(target, set()):
                yield (
                    name,
                    f"a foreign key points to {target!r}, which has no such table or field. Name one that exists.",
                )
        for column in _as_tuple(schema["primaryKey"]):
            if column not in names[name]:
                yield name, f"the primary key names {column!r}, which is not a field. Name one of the table's fields."


def _faults_of_field(item: dict[str, Any]) -> Iterator[str]:
    if item["type"] not in TYPES:
        yield f"field {item['name']!r} has the unknown type {item['type']!r}. Types are {', '.join(TYPES)}."
    for value in item.get("constraints", {}).get("enum", []):
        if not isinstance(value, str):
            yield f"field {item['name']!r} allows {value!r}, which YAML does not read as text. Put the word in quotes."


def _make_schema(descriptor: dict[str, Any]) -> Schema:
    licence = descriptor["licenses"][0]
    return Schema(
        title=descriptor["title"],
        description=descriptor["description"],
        attribution=descriptor["attribution"],
        licence=licence["title"],
        licence_url=licence["path"],
        tables={resource["name"]: _make_table(resource) for resource in descriptor["resources"]},
        descriptor=descriptor,
    )


def _make_table(resource: dict[str, Any]) -> Table:
    schema = resource["schema"]
    return Table(
        name=resource["name"],
        title=resource["title"],
        description=resource["description"],
        path=f"data/{resource['path']}",
        fields=tuple(_make_field(item) for item in schema["fields"]),
        primary_key=_as_tuple(schema["primaryKey"]),
        foreign_keys=tuple(_make_foreign_key(item) for item in schema.get("foreignKeys", [])),
        files=resource.get("files", ""),
        label=resource.get("label", ""),
        facets=tuple(resource.get("facets", [])),
        search=tuple(resource.get("search", [])),
        sort=resource.get("sort", ""),
        sort_desc=resource.get("sort_desc", ""),
    )


def _make_field(item: dict[str, Any]) -> Field:
    constraints = item.get("constraints", {})
    return Field(
        name=item["name"],
        type=item["type"],
        description=item["description"],
        required=constraints.get("required", False),
        unique=constraints.get("unique", False),
        enum=tuple(constraints.get("enum", [])),
        pattern=constraints.get("pattern", ""),
        minimum=constraints.get("minimum"),
        max_length=constraints.get("maxLength"),
        format=item.get("format", ""),
        written_in=item.get("written_in", ""),
    )


def _make_foreign_key(item: dict[str, Any]) -> ForeignKey:
    reference = item["reference"]
    return ForeignKey(_as_tuple(item["fields"]), reference["resource"], _as_tuple(reference["fields"]))


def _as_tuple(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
