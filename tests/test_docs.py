"""What the documents say is what the project does."""

import re

import pytest

from comments_service.config import SETTINGS
from noticeboard.downloads.leaflets import AWKWARD_CASES, read_section
from noticeboard.schema import read_schema
from noticeboard.site.data_pages import LICENCES
from noticeboard.views import FIELD, HEAD, read_views
from tests.conftest import PROJECT

README = (PROJECT / "README.md").read_text()
DICTIONARY = (PROJECT / "data/README.md").read_text()
SCHEMA = read_schema(PROJECT / "data/datapackage.yaml")
VIEWS = re.findall(r"^create view (\w+)", (PROJECT / "data/views.sql").read_text(), re.MULTILINE)
MARKDOWN_LINK = re.compile(r"\]\(([^)]+)\)")


def in_backticks(text):
    return set(re.findall(r"`([^`\n]+)`", text))


def test_the_readme_begins_with_the_two_commands():
    commands = re.findall(r"^    (make \w+)", README, re.MULTILINE)

    assert commands[:2] == ["make serve", "make test"]
    assert README.index("make serve") < 200


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_every_make_target_that_a_document_names_exists(document):
    named = set(re.findall(r"`?make ([a-z-]+)", (PROJECT / document).read_text())) - {"an"}
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT / "Makefile").read_text(), re.MULTILINE))

    assert named <= targets


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "data/README.md"])
def test_every_file_that_a_document_links_to_exists(document):
    folder = (PROJECT / document).parent
    links = re.findall(r"\]\(([^)#]+)\)", (PROJECT / document).read_text())

    assert [link for link in links if "://" not in link and not (folder / link).exists()] == []


def test_the_readme_lists_every_setting_of_the_comment_service():
    rows = dict(re.findall(r"^\| `COMMENTS_(\w+)` \| (.*?) \|", README, re.MULTILINE))

    assert rows == {setting.name: setting.default or "required" for setting in SETTINGS}


def test_the_data_dictionary_lists_every_table():
    assert set(SCHEMA.tables) <= in_backticks(DICTIONARY)


def test_the_data_dictionary_lists_every_view():
    assert set(VIEWS) <= in_backticks(DICTIONARY)


def test_the_data_dictionary_lists_nothing_that_is_not_there():
    rows = re.findall(r"^\| (`.*?) \|", DICTIONARY, re.MULTILINE)
    views = DICTIONARY.partition("## Views")[2].partition("##")[0]
    names = {word for word in in_backticks(views) if re.fullmatch(r"[a-z]+(_[a-z]+)*", word)}

    assert in_backticks(" ".join(rows)) == set(SCHEMA.tables)
    assert names == set(VIEWS)


def test_a_link_in_what_the_site_repeats_works_wherever_it_is_read():
    told = [read_section(PROJECT / "data/README.md", heading) for heading in (AWKWARD_CASES, LICENCES)]
    links = MARKDOWN_LINK.findall("".join(told))

    assert all(told)
    assert [link for link in links if not link.startswith("https://")] == []


def test_every_view_and_column_says_what_it_means(record_path):
    views = read_views(record_path, SCHEMA, PROJECT)
    said = [(view.name, view.description) for view in views] + [
        (f"{view.name}.{column.name}", column.description) for view in views for column in view.columns
    ]

    assert {view.name for view in views if not view.is_dated} == set(VIEWS)
    assert [name for name, description in said if not description.endswith((".", ")"))] == []


def test_what_is_said_above_a_view_is_about_its_own_columns(record_path):
    columns = {view.name: {column.name for column in view.columns} for view in read_views(record_path, SCHEMA, PROJECT)}
    told = HEAD.findall((PROJECT / "data/views.sql").read_text())

    assert [
        (view, name) for comment, view in told for name, _ in FIELD.findall(comment) if name not in columns[view]
    ] == []


def test_every_table_and_field_says_what_it_means():
    unsaid = [
        f"{table.name}.{field.name}"
        for table in SCHEMA.tables.values()
        for field in table.fields
        if not field.description.endswith((".", ")"))
    ]

    assert unsaid == []


def test_no_text_of_ours_quotes_anybody():
    quoted = {
        path.name
        for path in (PROJECT / "content").rglob("*.md")
        for quote in re.findall(r"[“\"]([^”\"]+)[”\"]", path.read_text())
        if len(quote.split()) > 4
    }

    assert quoted == set()
