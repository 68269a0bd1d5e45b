"""A CSV file is read row by row; every fault of form is named with its line."""

from dataclasses import replace

import pytest

from noticeboard.schema import Field, Table
from noticeboard.tables import parse_table, read_table

TABLE = Table(
    name="visits",
    title="Visits",
    description="",
    path="data/tables/visits.csv",
    primary_key=("visit",),
    fields=(
        Field("visit", "string", "", required=True),
        Field("kind", "string", "", enum=("announced", "unannounced")),
        Field("happened_on", "string", "", pattern=r"\d{4}(-\d{2}(-\d{2})?)?"),
        Field("ended_on", "date", ""),
        Field("cells", "integer", "", minimum=1),
        Field("share", "number", ""),
        Field("is_joint", "boolean", ""),
    ),
)
HEADER = "visit,kind,happened_on,ended_on,cells,share,is_joint\n"


def faults(text):
    return [f"{problem.line}: {problem.message}" for problem in parse_table(text, TABLE)[1]]


def test_a_row_becomes_typed_values():
    rows, problems = parse_table(HEADER + "a-1,announced,2022-03,2022-03-31,4,0.5,true\na-2,,,,,,\n", TABLE)

    assert problems == []
    assert [list(row.values.values()) for row in rows] == [
        ["a-1", "announced", "2022-03", "2022-03-31", 4, 0.5, True],
        ["a-2", None, None, None, None, None, None],
    ]


def test_a_row_knows_the_line_on_which_it_begins():
    rows, _ = parse_table(HEADER + '"a\n1",,,,,,\nb,,,,,,\n', TABLE)

    assert [row.line for row in rows] == [2, 4]


def test_numbers_within_keys_count_as_numbers():
    assert faults(HEADER + "a-2,,,,,,\na-10,,,,,,\n") == []


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (",,,,,,", "2: visit is empty. Fill it in."),
        ("a,anounced,,,,,", "2: unknown kind 'anounced'. Did you mean 'announced'? It is one of: announced, unannounced."),
        ("a,,2022-13,,,,", "2: happened_on '2022-13' is not a date. Write 2022, 2022-03 or 2022-03-29."),
        ("a,,2022-02-30,,,,", "2: happened_on '2022-02-30' is not a date. Write 2022, 2022-03 or 2022-03-29."),
        ("a,,March 2022,,,,", "2: happened_on 'March 2022' is not a date. Write 2022, 2022-03 or 2022-03-29."),
        ("a,,,2022-03,,,", "2: ended_on '2022-03' is not a day. Write it as 2022-03-29."),
        ("a,,,,four,,", "2: cells 'four' is not a whole number. Write digits only."),
        ("a,,,,0,,", "2: cells 0 is too small. It is at least 1."),
        ("a,,,,,50%,", "2: share '50%' is not a number. Write digits, with a point for decimals."),
        ("a,,,,,,no", "2: is_joint 'no' is neither true nor false. Write one of the two."),
        ("a ,,,,,,", "2: visit begins or ends with a space: 'a '. Take the space out."),
        ("a\x00b,,,,,,", "2: visit holds a character that cannot be seen, '\\x00'. Take it out."),
        ("a\u202eb,,,,,,", "2: visit holds a character that cannot be seen, '\\u202e'. Take it out."),
        ("a,,٢٠٢٢,,,,", "2: happened_on '٢٠٢٢' is not a date. Write 2022, 2022-03 or 2022-03-29."),
        ("a,,,,٤,,", "2: cells '٤' is not a whole number. Write digits only."),
        ("a,,,,1234567890123456,,", "2: cells 1234567890123456 is too long. Write at most 15 digits."),
        ("", "2: the line is empty. Take it out."),
        ("a,b", "2: the row has 2 cells instead of 7. Put a cell that holds a comma in double quotes."),
        ('"a,,,,,,', "2: the row is broken: unexpected end of data. Look at its quotes; a quote within a cell is written twice."),
        ('"a"b,,,,,,', "2: the row is broken: ',' expected after '\"'. Look at its quotes; a quote within a cell is written twice."),
        ("b,,,,,,\na,,,,,,", "3: the row 'a' is out of order. Sort the file by visit."),
        ("a,,,,,,\na,,,,,,", "3: visit 'a' stands here and on line 2. Keep one row."),
    ],
)  # fmt: skip
def test_a_faulty_row_is_named(row, fault):
    assert faults(HEADER + row + "\n") == [fault]


def test_a_value_that_is_unique_does_not_stand_twice():
    codes = replace(TABLE, fields=(Field("visit", "string", ""), Field("code", "string", "", unique=True)))

    _, problems = parse_table("visit,code\na,\nb,A1\nc,\nd,A1\n", codes)

    assert [str(problem) for problem in problems] == [
        "data/tables/visits.csv:5: code 'A1' stands here and on line 3. Keep one row."
    ]


def test_rows_without_a_key_are_named_once_each():
    assert faults(HEADER + ",,,,,,\n,,,,,,\n") == ["2: visit is empty. Fill it in.", "3: visit is empty. Fill it in."]


def test_windows_line_ends_and_a_byte_order_mark_are_read_alike(tmp_path):
    path = tmp_path / "visits.csv"
    path.write_text("\ufeff" + HEADER + "a,,,,,,\n", encoding="utf-8", newline="\r\n")

    rows, problems = read_table(path, TABLE)

    assert (problems, rows[0]["visit"]) == ([], "a")


@pytest.mark.parametrize(
    ("header", "fault"),
    [
        ("visit,kind,happend_on,ended_on,cells,share,is_joint",
         "1: unknown column 'happend_on'. Did you mean 'happened_on'? Columns are listed in data/datapackage.yaml."),
        ("visit,kind,happened_on,ended_on,cells,share", "1: the column 'is_joint' is missing. The header is "
         "'visit,kind,happened_on,ended_on,cells,share,is_joint'."),
        ("kind,visit,happened_on,ended_on,cells,share,is_joint", "1: the columns are not in order. The header is "
         "'visit,kind,happened_on,ended_on,cells,share,is_joint'."),
    ],
)  # fmt: skip
def test_a_faulty_header_is_named(header, fault):
    assert fault in faults(header + "\n")


def test_a_column_does_not_stand_twice():
    assert "1: column 'visit' stands twice. Keep one." in faults("visit,visit\n")


def test_a_line_that_is_not_utf_8_is_named(tmp_path):
    path = tmp_path / "visits.csv"
    path.write_bytes(HEADER.encode() + b"a,,,,,,\nMori\xe9,,,,,,\n")

    _, (problem,) = read_table(path, TABLE)

    assert str(problem) == "data/tables/visits.csv:3: this line is not UTF-8. Save the file as UTF-8."


def test_a_missing_file_is_named(tmp_path):
    _, (problem,) = read_table(tmp_path / "visits.csv", TABLE)

    assert problem.message.startswith("the file is missing. Add it with the header 'visit,kind,")
