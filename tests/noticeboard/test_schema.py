"""data/datapackage.yaml becomes tables and fields that the build can ask."""

from noticeboard.schema import read_schema
from tests.conftest import PROJECT

PATH = PROJECT / "data/datapackage.yaml"


def test_a_table_knows_its_fields_and_where_they_are_written():
    notices = read_schema(PATH).tables["notices"]

    assert [field.name for field in notices.fields if field.written_in] == ["title", "summary", "body"]
    assert notices.columns[0].name == "notice"
    assert notices.partial_dates[:2] == ("inspected_on", "inspected_until_on")


def test_a_table_of_files_has_no_columns():
    assert read_schema(PATH).tables["stories"].columns == ()


def test_the_ids_of_every_table_that_has_ids_of_its_own_are_permanent():
    tables = read_schema(PATH).tables
    pattern = tables["forces"].field("force").pattern
    of_ids = {name for name, table in tables.items() if table.field(table.primary_key[0]).pattern == pattern}

    assert {name for name, table in tables.items() if table.is_permanent} == of_ids - {"banners"}
