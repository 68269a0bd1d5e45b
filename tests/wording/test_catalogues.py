"""The template of the catalogues holds what the interface says, and each translation fits what it translates."""

import re
import shlex
import subprocess
import sys

from babel.messages.pofile import read_po

from tests.conftest import PROJECT
from tests.pseudo_language import write_catalogue
from wording import CATALOGUE, LOCALE

TAGS = re.compile(r"</?[a-z][^>]*>")
PARTS = re.compile(r"</?[a-z][^>]*>|%\(\w+\)[srd]")


def test_the_template_is_what_make_strings_would_write(tmp_path):
    asked = subprocess.run(
        ["make", "--dry-run", "strings", f"POT={tmp_path}/messages.pot"], cwd=PROJECT, capture_output=True, text=True
    ).stdout
    (command,) = re.findall(r"pybabel --quiet (extract .*)", asked.replace("\\\n", " "))

    subprocess.run(
        [sys.executable, "-m", "babel.messages.frontend", "--quiet", *shlex.split(command)], cwd=PROJECT, check=True
    )

    assert (tmp_path / "messages.pot").read_text() == (LOCALE / "messages.pot").read_text()


def test_the_template_tells_nothing_of_when_and_where_it_was_written():
    text = (LOCALE / "messages.pot").read_text()

    assert "POT-Creation-Date" not in text
    assert text.startswith("#: ")


def test_no_message_would_end_an_attribute():
    messages = [text for message in read(LOCALE / "messages.pot") for text in list_texts(message.id)]

    assert len(messages) > 500
    assert [text for text in messages if '"' in TAGS.sub("", text)] == []


def test_translations_keep_values_and_tags(tmp_path):
    paths = [*write_catalogue(tmp_path).glob(f"*/{CATALOGUE}"), *LOCALE.glob(f"*/{CATALOGUE}")]

    messages = [message for path in paths for message in read(path) if message.id and any(list_texts(message.string))]

    assert len(messages) > 500
    assert [message.id for message in messages if not is_whole(message)] == []


def read(path):
    with path.open("rb") as file:
        return read_po(file)


def list_texts(texts):
    return [texts] if isinstance(texts, str) else list(texts)


def is_whole(message):
    """Whether each form of a translation has the values and the tags of the message, in whatever order."""
    wanted, *forms = [sorted(PARTS.findall(text)) for text in (list_texts(message.id)[-1], *list_texts(message.string))]
    return all(form == wanted for form in forms)
