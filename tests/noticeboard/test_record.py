"""A fault is told once, where it stands: what points to a file that cannot be read is not judged."""

import pytest

import noticeboard
from noticeboard.ledger import enter_ids
from noticeboard.record import read_record
from noticeboard.schema import read_schema
from tests.factories import append


def messages(site):
    return [str(problem) for problem in noticeboard.check(site)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"\xff", "data/tables/sources.csv:1: this line is not UTF-8. Save the file as UTF-8."),
        (b"", "data/tables/sources.csv:1: the column 'source' is missing. The header is "
         "'source,publisher,title,published_on,published_basis,accessed_on,licence'."),
        (b"source,publisher,title,published_on,published_basis,accessed_on,licence\nhttps://a.example/,a\n",
         "data/tables/sources.csv:2: the row has 2 cells instead of 7. Put a cell that holds a comma in double quotes."),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_the_only_fault(site, text, message):
    (site / "data/tables/sources.csv").write_bytes(text)

    assert messages(site) == [message]


def test_a_notice_whose_front_matter_cannot_be_read_is_not_said_to_have_no_file(site):
    (site / "content/notices/westmere-2026-03.md").write_text("No front matter.\n")

    assert messages(site) == [
        "content/notices/westmere-2026-03.md:1: the file does not begin with front matter. "
        "Begin it with a line of three dashes."
    ]


def test_a_row_and_a_file_belong_together(site):
    (site / "content/notices/westmere-2026-05.md").rename(site / "content/notices/westmere-2026-06.md")

    assert [message for message in messages(site) if "has no" in message] == [
        "content/notices/westmere-2026-06.md:1: notice 'westmere-2026-06' has no row. "
        "Did you mean 'westmere-2026-05'? Add one to data/tables/notices.csv.",
        "data/tables/notices.csv:4: notice 'westmere-2026-05' has no file. Add content/notices/westmere-2026-05.md.",
    ]


def test_a_file_where_nothing_is_read_is_named(site):
    (site / "content/notices/old").mkdir()
    (site / "content/notices/old/westmere.md").write_text("")
    (site / "data/tables/notice.csv").write_text("")

    assert messages(site) == [
        "content/notices/old/westmere.md:1: the file stands where nothing is read. Move it to notices, news or pages.",
        "data/tables/notice.csv:1: unknown table. Did you mean 'data/tables/notices.csv'? "
        "Tables are listed in data/datapackage.yaml.",
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("sumary: S", "unknown key 'sumary'. Did you mean 'summary'? Keys here are: title, summary, modified, status."),
        ("status: drfat", "unknown status 'drfat'. Did you mean 'draft'? It is draft or published."),
        ("modified: no", "modified 'no' is not a day. Write it as 2022-03-29."),
    ],
)
def test_front_matter_that_the_schema_does_not_know_is_named(site, line, message):
    path = site / "content/pages/about.md"
    path.write_text(path.read_text().replace("---\n", f"---\n{line}\n", 1))

    assert messages(site) == [f"content/pages/about.md:2: {message}"]


def test_a_fault_of_the_text_is_told_where_the_text_begins(site):
    path = site / "content/pages/about.md"
    path.write_text(path.read_text() + "A\x07B\n")

    assert messages(site) == [
        "content/pages/about.md:6: body holds a character that cannot be seen, '\\x07'. Take it out."
    ]


def test_a_page_is_one_press_item_only(site):
    row = (site / "data/tables/press.csv").read_text().splitlines()[1].split(",")
    append(site, "press", press="zz", source=row[1], label="A label", summary="A summary.")
    enter_ids(site)

    assert messages(site) == [f"data/tables/press.csv:3: source '{row[1]}' stands here and on line 2. Keep one row."]


def test_what_a_draft_is_about_is_kept_apart_until_it_is_published(site):
    append(site, "stories_forces", story="westmere-draft", force="westmere")

    record, problems = read_record(site, read_schema(site / "data/datapackage.yaml"))

    assert problems == []
    assert [row["story"] for row in record["stories_forces"]] == ["northshire-cells"]
    assert [row["story"] for row in record.drafts["stories_forces"]] == ["westmere-draft"]


def test_rows_about_a_draft_are_no_fault(site):
    append(site, "stories_forces", story="westmere-draft", force="westmere")

    assert messages(site) == []
