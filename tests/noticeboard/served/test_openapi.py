"""Programs are told what can be asked of the data, and every answer is as they were told."""

import json

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from noticeboard.front import create_front
from noticeboard.queries import Queries
from noticeboard.schema import read_schema
from tests.conftest import PROJECT

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
QUERIES = Queries(PROJECT / "data/queries").by_name
SCHEMA = read_schema(PROJECT / "data/datapackage.yaml")


@pytest.fixture
def description(get):
    return json.loads(get("/data/openapi.json").body)


@pytest.fixture
def operations(datasette, output):
    front = create_front(output / "site", Flask("comments"), datasette.app())
    schema = schemathesis.openapi.from_asgi("/data/openapi.json", front)
    return [result.ok() for result in schema.get_all_operations()]


def try_examples(operation, mode, count):
    @settings(
        max_examples=count,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def answer_as_described(case):
        case.call_and_validate(checks=CHECKS)

    answer_as_described()


def test_every_answer_is_as_described(operations):
    for operation in operations:
        try_examples(operation, GenerationMode.POSITIVE, 2)


def test_every_refusal_is_as_described(operations):
    for operation in operations:
        if operation.path.endswith(".json") and (operation.query or operation.path_parameters):
            try_examples(operation, GenerationMode.NEGATIVE, 1)


@pytest.mark.parametrize("form", ["json", "csv"])
def test_each_table_view_and_query_is_described(description, record_db, form):
    views = [name for (name,) in record_db.execute("select name from sqlite_master where type = 'view'")]

    expected = {f"/data/{name}.{form}" for name in [*SCHEMA.tables, *views, *QUERIES]}
    found = {path for path in description["paths"] if path.endswith(f".{form}") and path.count("/") == 2}
    assert found == expected | ({"/data/openapi.json"} if form == "json" else set())


def test_a_row_has_the_types_of_its_table(description):
    row = description["components"]["schemas"]["forces"]["properties"]

    assert (row["name"]["type"], row["tile_row"]["type"]) == (["string", "null"], ["integer", "null"])
    assert row["name"]["description"] == "The force's name, as the inspectorate uses it."


def test_a_query_has_its_parameters_with_an_example(description):
    assert description["paths"]["/data/force_on.json"]["get"]["parameters"][2:] == [
        {
            "name": name,
            "in": "query",
            "description": QUERIES["force_on"].parameters[place].meaning,
            "schema": {"type": "string"},
            "example": QUERIES["force_on"].parameters[place].example,
        }
        for place, name in enumerate(QUERIES["force_on"].example)
    ]


def test_a_row_of_a_query_says_what_its_columns_mean(description):
    answer = description["paths"]["/data/causes_by_area.json"]["get"]["responses"]["200"]["content"]
    rows = answer["application/json"]["schema"]["anyOf"][1]["items"]["properties"]

    assert list(rows) == ["area", "name", "causes", "notices", "forces", "closed", "open", "unknown"]
    assert (rows["name"], rows["notices"]) == (
        {"description": "The area's name."},
        {"description": "How many notices report them."},
    )


def test_the_search_index_is_no_part_of_the_description(description):
    assert [path for path in description["paths"] if "_fts" in path] == []


def test_the_description_is_the_same_each_time(get):
    assert get("/data/openapi.json").body == get("/data/openapi.json").body
