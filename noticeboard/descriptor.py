"""data/datapackage.yaml → a Data Package's descriptor as it stands, or every fault in it with its line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from noticeboard.files import read_text
from noticeboard.problems import BuildError, Problem, did_you_mean

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C, where PyYAML brings it, is ten times as fast

TYPES = {"string": "text", "integer": "integer", "number": "real", "boolean": "integer", "date": "text"}
"""Table Schema's types that the record uses, and SQLite's strict type for each."""

WRITTEN_IN = ("front matter", "body")

Place = tuple[str | int, ...]
"""Where something stands in the descriptor: keys and positions, from its root."""

Fault = tuple[Place, str]
Mapping = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """A mapping: the keys that it must have and those that it may have, each with the kind of its value."""

    must: Mapping = field(default_factory=dict)
    may: Mapping = field(default_factory=dict)


NAMES = (str, [str])
"""A kind is a type, a shape, a list that holds the kind of its items, or a tuple of kinds of which one will do."""

CONSTRAINTS = Shape(
    may={"required": bool, "unique": bool, "enum": [str], "pattern": str, "minimum": (int, float), "maxLength": int}
)
FIELD = Shape(
    {"name": str, "type": str, "description": str}, {"constraints": CONSTRAINTS, "format": str, "written_in": str}
)
FOREIGN_KEY = Shape({"fields": NAMES, "reference": Shape({"resource": str, "fields": NAMES})})
RESOURCE = Shape(
    {
        "name": str,
        "title": str,
        "description": str,
        "schema": Shape({"fields": [FIELD], "primaryKey": NAMES}, {"foreignKeys": [FOREIGN_KEY]}),
    },
    {
        "path": str,
        "built": bool,
        "permanent": bool,
        "unsourced": str,
        "label": str,
        "facets": [str],
        "sort": str,
        "sort_desc": str,
        "search": [str],
        "files": str,
    },
)
PACKAGE = Shape(
    {
        "name": str,
        "title": str,
        "description": str,
        "attribution": str,
        "licenses": [Shape({"title": str, "path": str}, {"name": str})],
        "resources": [RESOURCE],
    },
    {"keywords": [str]},
)
WORDS = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}


def read_descriptor(path: Path) -> Mapping:
    """Read the descriptor at this path; raises BuildError with every fault in it."""
    return parse_descriptor(*read_named_text(path))


def read_named_text(path: Path) -> tuple[str, str]:
    """Read the text at this path, and how messages call it."""
    name = f"data/{path.name}"
    remedy = "Run the command in the folder that holds data/, or name that folder as --root."
    return read_text(path, name, remedy), name


def parse_descriptor(text: str, name: str) -> Mapping:
    """Parse the text of a descriptor; raises BuildError with every fault in it."""
    descriptor: Mapping
    root, descriptor = parse_yaml(text, name)
    faults = list(_faults_of_kind(descriptor, PACKAGE, ())) or list(_faults_of_tables(descriptor["resources"]))
    if faults:
        raise BuildError([Problem(name, _line_of(root, place), message) for place, message in faults])
    return descriptor


def as_names(value: str | list[str]) -> tuple[str, ...]:
    """Return one name or several, as Table Schema lets keys be written, as several."""
    return (value,) if isinstance(value, str) else tuple(value)


def parse_yaml(text: str, name: str) -> tuple[yaml.Node, Any]:
    """Return a YAML document's nodes, which know their lines, and its values; raises BuildError where it is none."""
    try:
        loader = Loader(text)
        root = loader.get_single_node()
        return root or yaml.MappingNode("", []), loader.construct_document(root) if root else {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else text[: getattr(error, "position", 0)].count("\n") + 1
        what = getattr(error, "problem", None) or getattr(error, "reason", "it cannot be read")
        raise BuildError([Problem(name, line, f"this is not YAML: {what}. Mend the line.")]) from error


def _line_of(node: Any, place: Place) -> int:
    """Return the line on which something begins, or where what holds it does."""
    line = 1
    for step in place:
        if isinstance(step, int):
            node = node.value[step]
        else:
            node = next((value for key, value in node.value if key.value == step), None)
        if not node:
            break
        line = node.start_mark.line + 1
    return line


def _faults_of_kind(value: Any, kind: Any, place: Place) -> Iterator[Fault]:
    """Yield a fault for each part of a value that is not of the kind it should be."""
    if isinstance(kind, tuple):
        kind = next((one for one in kind if _is_of(value, one)), kind[0])
    if not _is_of(value, kind):
        yield place, _wrong_kind(value, kind, next((step for step in reversed(place) if isinstance(step, str)), ""))
    elif isinstance(kind, Shape):
        yield from _faults_of_keys(value, kind, place)
    elif isinstance(kind, list):
        for position, item in enumerate(value):
            yield from _faults_of_kind(item, kind[0], (*place, position))


def _is_of(value: Any, kind: Any) -> bool:
    return type(value) is (dict if isinstance(kind, Shape) else list if isinstance(kind, list) else kind)


def _wrong_kind(value: Any, kind: Any, name: str) -> str:
    if value is None:
        return f"{name} is empty. Fill it in."
    if isinstance(kind, Shape):
        return f"{name or 'the file'} is not made of keys and values. Its keys are: {', '.join(kind.must | kind.may)}."
    if isinstance(kind, list):
        return f"{name} is not a list. Write it as one."
    remedy = "Put it in quotes." if kind is str else "Write it as such."
    return f"{name} {str(value)!r} is not {WORDS[kind]} to YAML. {remedy}"


def _faults_of_keys(value: Mapping, shape: Shape, place: Place) -> Iterator[Fault]:
    kinds = shape.must | shape.may
    for key in shape.must:
        if key not in value:
            yield place, f"{_shown(value)} has no {key}. Add it."
    for key, item in value.items():
        if key in kinds:
            yield from _faults_of_kind(item, kinds[key], (*place, key))
        else:
            near = did_you_mean(str(key), kinds)
            yield (*place, key), f"unknown key {key!r}.{near} Keys here are: {', '.join(kinds)}."


def _shown(value: Mapping) -> str:
    return repr(value["name"]) if "name" in value else "this"


def _faults_of_tables(resources: list[Mapping]) -> Iterator[Fault]:
    """Yield a fault for each name that stands twice or names nothing, and for each type and pattern that is none."""
    tables = {resource["name"]: resource["schema"] for resource in resources}
    yield from _repeated(resources, ("resources",), "table")
    for position, resource in enumerate(resources):
        place: Place = ("resources", position)
        schema, inside = resource["schema"], (*place, "schema")
        if ("path" in resource) == resource.get("built", False):
            yield (
                place,
                f"{resource['name']!r} has no path, or has one and is built. Name its CSV file or say built: true.",
            )
        yield from _repeated(schema["fields"], (*inside, "fields"), "field")
        for number, item in enumerate(schema["fields"]):
            yield from (((*inside, "fields", number), message) for message in _faults_of_field(item))
        for number, key in enumerate(schema.get("foreignKeys", [])):
            yield from (((*inside, "foreignKeys", number), message) for message in _faults_of_key(key, schema, tables))
        yield from (((*place, key), message) for key, message in _faults_of_names(resource))


def _repeated(items: list[Mapping], place: Place, what: str) -> Iterator[Fault]:
    names = [item["name"] for item in items]
    for position, name in enumerate(names):
        if name in names[:position]:
            yield (*place, position), f"{what} {name!r} stands twice. Keep one."


def _faults_of_field(item: Mapping) -> Iterator[str]:
    name, written_in = item["name"], item.get("written_in", WRITTEN_IN[0])
    if item["type"] not in TYPES:
        yield f"field {name!r} has the unknown type {item['type']!r}. Types are {', '.join(TYPES)}."
    if written_in not in WRITTEN_IN:
        yield f"field {name!r} is written in {written_in!r}, which is no place. It is one of: {', '.join(WRITTEN_IN)}."
    try:
        re.compile(item.get("constraints", {}).get("pattern", ""))
    except re.error as error:
        yield f"the pattern of field {name!r} is broken: {error}. Mend it."


def _faults_of_key(key: Mapping, schema: Mapping, tables: dict[str, Mapping]) -> Iterator[str]:
    """Yield what is wrong with a foreign key: it points to fields of a table that by themselves name one row."""
    target, wanted = key["reference"]["resource"], set(as_names(key["reference"]["fields"]))
    for name in as_names(key["fields"]):
        if name not in _names(schema):
            yield f"a foreign key is made of {name!r}, which is not a field. Name one of the table's fields."
    if target not in tables or not wanted <= set(_names(tables[target])):
        yield f"a foreign key points to {target!r}, which has no such table or field. Name one that exists."
    elif wanted not in _keys(tables[target]):
        yield f"a foreign key points to fields of {target!r} that are not its key. Name the whole key."


def _faults_of_names(resource: Mapping) -> Iterator[tuple[str, str]]:
    """Yield a key of the resource and a message for each name in it that is not one of the table's fields."""
    known = _names(resource["schema"])
    for key in ("label", "facets", "sort", "sort_desc", "search"):
        for name in as_names(resource.get(key, [])):
            if name not in known:
                yield (
                    key,
                    f"{key} names {name!r}, which is not a field.{did_you_mean(name, known)} Name one that exists.",
                )
    keys = as_names(resource["schema"]["primaryKey"])
    for name in keys:
        if name not in known:
            yield "schema", f"the primary key names {name!r}, which is not a field. Name one of the table's fields."
    if resource.get("permanent") and len(keys) != 1:
        yield "permanent", "permanent ids are a key of one field. Name one field as the key, or take this out."
    if "files" in resource and len(keys) != 1:
        yield "files", "a table of files has a key of one field: the file's name. Name one field as its key."


def _names(schema: Mapping) -> list[str]:
    return [item["name"] for item in schema["fields"]]


def _keys(schema: Mapping) -> Iterable[set[str]]:
    """Return the sets of fields that by themselves name one row."""
    unique = [{item["name"]} for item in schema["fields"] if item.get("constraints", {}).get("unique")]
    return [set(as_names(schema["primaryKey"])), *unique]
