"""data/datapackage.yaml is read once and refused with every fault."""

import pytest

from noticeboard.problems import BuildError
from noticeboard.schema import read_schema
from tests.conftest import PROJECT

PATH = PROJECT / "data/datapackage.yaml"


def faults(tmp_path, old, new):
    text = PATH.read_text()
    assert old in text
    path = tmp_path / "datapackage.yaml"
    path.write_text(text.replace(old, new))
    with pytest.raises(BuildError) as error:
        read_schema(path)
    return [problem.message for problem in error.value.problems]


def test_a_table_knows_its_fields_and_where_they_are_written():
    notices = read_schema(PATH).tables["notices"]

    assert [field.name for field in notices.fields if field.written_in] == ["title", "summary", "body"]
    assert notices.columns[0].name == "notice"
    assert notices.partial_dates[:2] == ("inspected_on", "inspected_until_on")


def test_a_table_of_files_has_no_columns():
    assert read_schema(PATH).tables["stories"].columns == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("enum: [subject, event]", "enum: [subject, no]",
         "field 'kind' allows False, which YAML does not read as text. Put the word in quotes."),
        ("type: number", "type: float",
         "field 'value' has the unknown type 'float'. Types are string, integer, number, boolean, date."),
        ("reference: {resource: measures", "reference: {resource: measure",
         "a foreign key points to 'measure', which has no such table or field. Name one that exists."),
        ("primaryKey: inspector\n", "primaryKey: inspectors\n",
         "the primary key names 'inspectors', which is not a field. Name one of the table's fields."),
        ("\nlicenses:\n", "\nlicenses: [\n", None),
    ],
)  # fmt: skip
def test_a_fault_of_the_authority_is_named(tmp_path, old, new, message):
    found = faults(tmp_path, old, new)

    assert found == [message] if message else found[0].startswith("this is not YAML: ")
