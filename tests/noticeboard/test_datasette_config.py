"""Datasette shows what the one authority says, with settings that are in force."""

import asyncio
import json
from html import unescape

import pytest

from noticeboard.build import describe_database
from noticeboard.datasette_config import SETTINGS, make_datasette, make_metadata, write_metadata
from noticeboard.queries import Queries
from noticeboard.schema import read_schema
from noticeboard.views import read_meanings, read_views
from tests.conftest import PROJECT

QUERIES = Queries(PROJECT / "data/queries")
SCHEMA = read_schema(PROJECT / "data/datapackage.yaml")


@pytest.fixture(scope="module")
def get(record_path):
    """Ask Datasette for an address; gives the answer, with the HTML or the data in it."""
    describe_database(record_path.parent, PROJECT, SCHEMA, QUERIES.by_name)
    datasette = make_datasette(record_path.parent)

    async def ask(path):
        await datasette.invoke_startup()
        return await datasette.client.get(path)

    return lambda path: asyncio.run(ask(path))


def test_the_settings_are_in_force(get):
    effective = get("/-/settings.json").json()

    assert {name: effective[name] for name in SETTINGS} == SETTINGS


@pytest.mark.parametrize("table", SCHEMA.tables.values(), ids=lambda table: table.name)
def test_each_table_and_column_is_described(get, table):
    page = get(f"/data/{table.name}").text

    assert page.count("<dt>") >= len(table.fields)
    assert "Open Government Licence v3.0" in page


def test_each_view_and_column_is_described(get, record_path):
    for view in read_views(record_path, SCHEMA, PROJECT):
        page = unescape(get(f"/data/{view.name}?_size=1").text)

        assert view.description in page
        assert [column for column in view.columns if f"<dd>{column.description}</dd>" not in page] == []


@pytest.mark.parametrize("query", QUERIES.by_name.values(), ids=lambda query: query.name)
def test_each_query_runs(get, query):
    answer = get(f"/data/{query.name}.json?" + "&".join(f"{name}={value}" for name, value in query.example.items()))

    assert (answer.status_code, answer.json()["ok"]) == (200, True)


def test_the_file_is_never_written(get):
    (database,) = [d for d in get("/-/databases.json").json() if d["name"] == "data"]

    assert (database["is_mutable"], database["is_memory"]) == (False, False)


def test_search_finds_words_and_no_nonsense(get):
    assert get("/data/notices.json?_search=ligature&_shape=array").json()
    assert get("/data/notices.json?_search=xyzzy&_shape=array").json() == []


def test_search_tables_are_hidden(get):
    tables = get("/data.json").json()["tables"]

    assert {table["name"] for table in tables if not table["hidden"]} == set(SCHEMA.tables)


def test_facets_are_those_declared(get):
    answer = get("/data/notices.json").json()

    assert list(answer["facet_results"]) == ["kind", "force", "is_confirmed"]
    assert answer["suggested_facets"] == []


def test_the_metadata_is_the_same_each_time(record_path):
    queries = QUERIES.by_name.values()
    metadata = make_metadata(SCHEMA, queries, read_meanings(record_path, SCHEMA, PROJECT, queries))

    write_metadata(metadata, record_path.parent.parent)

    assert json.loads((record_path.parent.parent / "datasette.json").read_text()) == metadata
