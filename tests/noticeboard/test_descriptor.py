"""data/datapackage.yaml is refused with every fault, each with its line."""

import pytest

from noticeboard.descriptor import read_descriptor
from noticeboard.problems import BuildError
from tests.conftest import PROJECT

TEXT = """\
name: visits
title: Visits
description: Visits to cells.
attribution: Nobody.
licenses:
- {title: Open, path: https://licence.example/}
resources:
- name: forces
  title: Forces
  description: Police forces.
  path: tables/forces.csv
  label: force
  schema:
    primaryKey: force
    fields:
    - {name: force, type: string, description: The force.}
    - {name: code, type: string, description: Its code., constraints: {unique: true, pattern: '[a-z]'}}
- name: visits
  title: Visits
  description: Visits.
  path: tables/visits.csv
  facets: [kind]
  schema:
    primaryKey: [force, day]
    fields:
    - {name: force, type: string, description: The force.}
    - {name: day, type: date, description: The day.}
    - name: kind
      type: string
      description: Announced or not.
      constraints: {required: true, enum: ["yes", "no"]}
    foreignKeys:
    - {fields: force, reference: {resource: forces, fields: force}}
"""


@pytest.fixture
def faults(tmp_path):
    """Read a descriptor; gives every fault as line and message."""

    def read(text):
        path = tmp_path / "datapackage.yaml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        with pytest.raises(BuildError) as error:
            read_descriptor(path)
        return [str(problem).removeprefix("data/datapackage.yaml:") for problem in error.value.problems]

    return read


def test_a_sound_descriptor_is_read_as_it_stands(tmp_path):
    path = tmp_path / "datapackage.yaml"
    path.write_text(TEXT)

    descriptor = read_descriptor(path)

    assert [resource["name"] for resource in descriptor["resources"]] == ["forces", "visits"]


def test_the_projects_own_descriptor_is_sound():
    assert read_descriptor(PROJECT / "data/datapackage.yaml")["name"] == "noticeboard"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('enum: ["yes", "no"]', "enum: [yes, no]", "31: enum 'True' is not text to YAML. Put it in quotes."),
        ("{name: code,", "{name: on,", "17: name 'True' is not text to YAML. Put it in quotes."),
        ("label: force", "label:", "12: label is empty. Fill it in."),
        ("unique: true", "unique: 1", "17: unique '1' is not true or false to YAML. Write it as such."),
        ("facets: [kind]", "facets: kind", "22: facets is not a list. Write it as one."),
        ("unique: true", "uniqe: true", "17: unknown key 'uniqe'. Did you mean 'unique'? "
         "Keys here are: required, unique, enum, pattern, minimum, maxLength."),
        ("{name: code, type: string,", "{name: code,", "17: 'code' has no type. Add it."),
        ("type: date", "type: day", "27: field 'day' has the unknown type 'day'. "
         "Types are string, integer, number, boolean, date."),
        ("description: The day.}", "description: The day., written_in: head}",
         "27: field 'day' is written in 'head', which is no place. It is one of: front matter, body."),
        ("'[a-z]'", "'[a-z'", "17: the pattern of field 'code' is broken: "
         "unterminated character set at position 0. Mend it."),
        ("- name: visits", "- name: forces", "18: table 'forces' stands twice. Keep one."),
        ("{name: code,", "{name: force,", "17: field 'force' stands twice. Keep one."),
        ("primaryKey: force", "primaryKey: forces", "14: the primary key names 'forces', which is not a field. "
         "Name one of the table's fields."),
        ("label: force", "label: forse", "12: label names 'forse', which is not a field. Did you mean 'force'? "
         "Name one that exists."),
        ("{fields: force, ref", "{fields: forse, ref", "33: a foreign key is made of 'forse', which is not a field. "
         "Name one of the table's fields."),
        ("resource: forces", "resource: force", "33: a foreign key points to 'force', which has no such table or field. "
         "Name one that exists."),
        ("  facets: [kind]", "  permanent: true", "22: permanent ids are a key of one field. "
         "Name one field as the key, or take this out."),
        ("  facets: [kind]", "  files: content/visits/*.md", "22: a table of files has a key of one field: "
         "the file's name. Name one field as its key."),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(faults, old, new, fault):
    assert TEXT.count(old) == 1

    assert fault in faults(TEXT.replace(old, new))


def test_a_foreign_key_points_to_a_whole_key(faults):
    key = "{fields: force, reference: {resource: visits, fields: force}}"

    assert faults(TEXT.replace("{fields: force, reference: {resource: forces, fields: force}}", key)) == [
        "33: a foreign key points to fields of 'visits' that are not its key. Name the whole key."
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1: this has no name. Add it."),
        ("- a\n", "1: the file is not made of keys and values. "
         "Its keys are: name, title, description, attribution, licenses, resources, keywords."),
        ("name: visits\ntitle: [\n", "3: this is not YAML: did not find expected node content. Mend the line."),
        ("name: visits\ntitle: \x00\n", "2: this is not YAML: control characters are not allowed. Mend the line."),
        (b"name: visits\ntitle: \xe9\n", "2: this line is not UTF-8. Save the file as UTF-8."),
    ],
)  # fmt: skip
def test_a_file_that_is_no_descriptor_is_named(faults, text, fault):
    assert fault in faults(text)


def test_a_missing_descriptor_is_named(tmp_path):
    with pytest.raises(BuildError) as error:
        read_descriptor(tmp_path / "datapackage.yaml")

    message = "the file is missing. Run the command in the folder that holds data/, or name that folder as --root."
    assert str(error.value) == f"data/datapackage.yaml:1: {message}"
