"""What the documents say is what the project does."""

import re

import pytest

from comments_service.config import SETTINGS
from noticeboard.schema import read_schema
from tests.conftest import PROJECT

README = (PROJECT / "README.md").read_text()
DICTIONARY = (PROJECT / "data/README.md").read_text()
SCHEMA = read_schema(PROJECT / "data/datapackage.yaml")
VIEWS = re.findall(r"^create view (\w+)", (PROJECT / "data/views.sql").read_text(), re.MULTILINE)


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


def test_every_table_and_field_says_what_it_means():
    unsaid = [
        f"{table.name}.{field.name}"
        for table in SCHEMA.tables.values()
        for field in table.fields
        if not field.description.endswith((".", ")"))
    ]

    assert unsaid == []


@pytest.mark.parametrize("words", ["excerpt", "stored cop", "snippet", "look-up"])
def test_no_published_text_speaks_of_how_it_was_put_together(words):
    found = [
        path.relative_to(PROJECT)
        for folder in ("content", "data/tables")
        for path in (PROJECT / folder).rglob("*.*")
        if re.search(rf"\b{words}", path.read_text(), re.IGNORECASE)
    ]

    assert found == []


def test_no_text_of_ours_quotes_anybody():
    quoted = {
        path.name
        for path in (PROJECT / "content").rglob("*.md")
        for quote in re.findall(r"[“\"]([^”\"]+)[”\"]", path.read_text())
        if len(quote.split()) > 4
    }

    assert quoted == set()
