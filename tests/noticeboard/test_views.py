"""Every view and column says what it means: by itself, or as the tables and views do that it names."""

import sqlite3
from contextlib import closing
from dataclasses import replace

from noticeboard.queries import Queries, parse_query
from noticeboard.schema import Field, Schema, Table, read_schema
from noticeboard.views import Column, View, describe_queries, describe_views, find_undescribed
from tests.conftest import PROJECT

FORCES = Table(
    name="forces",
    title="Forces",
    description="Police forces.",
    path="",
    fields=(Field("force", "string", "The id."), Field("name", "string", "The name.")),
    primary_key=("force",),
)
SCHEMA = Schema("", "", "", "", "", {"forces": FORCES})


def describe(script, schema=SCHEMA):
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("create table forces (force text, name text, founded_on text)")
        db.executescript(script)
        return describe_views(db, schema, script)


def test_a_view_is_described_by_the_lines_above_it():
    script = """\
-- Of the file, not of a view.

-- Forces with the length
-- of their names.
-- fields as in: forces
-- field length: How many letters the name has.
create view forces_measured as
select force, length(name) as length from forces;
"""

    assert describe(script) == [
        View(
            "forces_measured",
            "Forces with the length of their names.",
            (
                Column("force", "The id.", "forces"),
                Column("length", "How many letters the name has.", "forces_measured"),
            ),
        )
    ]


def test_the_first_table_or_view_that_has_a_column_says_what_it_means():
    script = """\
-- field name: Its name in capitals.
create view loud as select upper(name) as name from forces;
-- fields as in: loud, forces
create view both as select forces.force, loud.name from forces, loud;
"""

    assert describe(script)[1].columns == (
        Column("force", "The id.", "forces"),
        Column("name", "Its name in capitals.", "loud"),
    )


def test_a_column_that_nothing_describes_has_no_description():
    assert describe("create view bare as select 1 as one;\n") == [View("bare", "", (Column("one", "", "bare"),))]


def test_a_view_of_days_tells_what_it_adds_to_its_table():
    founded = Field("founded_on", "string", "When it began.", pattern=r"\d{4}(-\d{2}(-\d{2})?)?")
    schema = replace(SCHEMA, tables={"forces": replace(FORCES, fields=(founded,))})
    script = "create view forces_dated as select founded_on, founded_on as founded_from, founded_on as founded_to from forces;"

    (view,) = describe(script, schema)

    assert view.is_dated
    assert view.description == (
        "Every field of forces, and of each partial date the earliest and the latest day that it can mean."
    )
    assert view.columns == (
        Column("founded_on", "When it began.", "forces"),
        Column("founded_from", "The earliest day that founded_on can mean.", "forces_dated"),
        Column("founded_to", "The latest day that founded_on can mean.", "forces_dated"),
    )


def answer(query):
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("create table forces (force text, name text)")
        return describe_queries(db, SCHEMA, [], [query])


def test_the_columns_of_a_named_query_are_described_as_those_of_views_are():
    query = parse_query(
        "asked",
        "-- title: A\n-- description: B.\n-- fields as in: forces\n-- field days: So many days.\n-- field called: as in forces.name\n"
        "select force, 1 as days, name as called from forces\n",
    )

    described = answer(query)

    assert [(column.name, column.description, column.origin) for column in described["asked"]] == [
        ("force", "The id.", "forces"),
        ("days", "So many days.", "asked"),
        ("called", "The name.", "forces"),
    ]
    assert list(find_undescribed([query], described)) == []


def test_a_column_that_is_not_described_and_a_description_of_none_are_faults():
    query = parse_query("asked", "-- title: A\n-- description: B.\n-- field day: A day.\nselect 1 as days\n")

    assert [str(problem) for problem in find_undescribed([query], answer(query))] == [
        "data/queries/asked.sql:4: the column 'days' is not described. Add a line -- field days: its meaning.",
        "data/queries/asked.sql:3: the query has no column 'day'. Take the line out, or mend its name.",
    ]


def test_a_column_that_is_said_to_be_as_one_that_is_not_there_is_not_described():
    query = parse_query(
        "asked", "-- title: A\n-- description: B.\n-- field days: as in forces.days\nselect 1 as days\n"
    )

    assert [str(problem) for problem in find_undescribed([query], answer(query))] == [
        "data/queries/asked.sql:4: the column 'days' is not described. Add a line -- field days: its meaning.",
    ]


def test_every_column_of_every_named_query_is_described_and_no_other(record_db):
    schema, queries = read_schema(PROJECT / "data/datapackage.yaml"), Queries(PROJECT / "data/queries").by_name.values()
    views = describe_views(record_db, schema, (PROJECT / "data/views.sql").read_text(encoding="utf-8"))

    described = describe_queries(record_db, schema, views, queries)

    for query in queries:
        columns = [column[0] for column in record_db.execute(query.sql, query.example).description]
        assert [column.name for column in described[query.name]] == columns
    assert list(find_undescribed(queries, described)) == []
    assert [
        (name, column.name)
        for name, columns in described.items()
        for column in columns
        if not column.description.endswith((".", ")", '"'))
    ] == []
