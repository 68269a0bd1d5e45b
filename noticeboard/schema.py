"""data/datapackage.yaml → tables, fields, keys and vocabularies, as the rest of the build reads them."""

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from noticeboard.descriptor import as_names, parse_descriptor, read_named_text

PARTIAL_DATE = r"\d{4}(-\d{2}(-\d{2})?)?"
"""The pattern by which a field says that it holds a date known to the year, the month or the day."""

BOUNDS = ("_not_before_on", "_not_after_on")
"""The ends of the names of fields that bound a partial date, the earlier bound first."""


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
    is_built: bool = False
    is_permanent: bool = False
    unsourced: str = ""

    @cached_property
    def columns(self) -> tuple[Field, ...]:
        """The fields that stand in the table's CSV file, in its order; none for a table of files alone or a built one."""
        fields = tuple(field for field in self.fields if not field.written_in)
        is_of_files_alone = self.files and len(fields) == len(self.primary_key)
        return () if self.is_built or is_of_files_alone else fields

    @property
    def partial_dates(self) -> tuple[str, ...]:
        """The names of the fields that hold partial dates, bounds included."""
        return tuple(field.name for field in self.fields if field.is_partial_date)

    @property
    def dates_with_days(self) -> tuple[str, ...]:
        """The partial dates of which the view <table>_dated gives the earliest and the latest day; bounds are none."""
        return tuple(name for name in self.partial_dates if not name.endswith(BOUNDS))

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
    return _parse_schema(*read_named_text(path))


@lru_cache(maxsize=2)  # asked for at every turn, and slow to parse
def _parse_schema(text: str, name: str) -> Schema:
    return _make_schema(parse_descriptor(text, name))


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
        path=f"data/{resource['path']}" if "path" in resource else "",
        fields=tuple(_make_field(item) for item in schema["fields"]),
        primary_key=as_names(schema["primaryKey"]),
        foreign_keys=tuple(_make_foreign_key(item) for item in schema.get("foreignKeys", [])),
        files=resource.get("files", ""),
        label=resource.get("label", ""),
        facets=tuple(resource.get("facets", [])),
        search=tuple(resource.get("search", [])),
        sort=resource.get("sort", ""),
        sort_desc=resource.get("sort_desc", ""),
        is_built=resource.get("built", False),
        is_permanent=resource.get("permanent", False),
        unsourced=resource.get("unsourced", ""),
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
    return ForeignKey(as_names(item["fields"]), reference["resource"], as_names(reference["fields"]))
