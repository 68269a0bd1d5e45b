"""Messages, days and numbers come in the language that is spoken, and in English where none is."""

from datetime import UTC, date, datetime

import pytest
from jinja2 import Environment

from tests.conftest import PROJECT
from wording import (
    CATALOGUE,
    SOURCE,
    Language,
    UnknownLanguage,
    gettext,
    install,
    list_languages,
    ngettext,
    npgettext,
    pgettext,
    read_language,
    show_day,
    show_decimal,
    show_month,
    show_number,
    show_time,
    speak,
    spoken,
)

WORDS = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Closed"
msgstr "1"

msgctxt "status"
msgid "Closed"
msgstr "2"

msgid "%(num)s row of %(table)s"
msgid_plural "%(num)s rows of %(table)s"
msgstr[0] "3 %(table)s %(num)s"
msgstr[1] "4 %(table)s %(num)s"

msgctxt "file"
msgid "%(num)s row"
msgid_plural "%(num)s rows"
msgstr[0] "5 %(num)s"
msgstr[1] "6 %(num)s"

#, fuzzy
msgid "Guessed"
msgstr "7"
"""
"""A catalogue in which each message has a number."""


@pytest.fixture
def locale(tmp_path):
    for tag in ("cy", "qqq"):
        (tmp_path / tag / CATALOGUE).parent.mkdir(parents=True)
        (tmp_path / tag / CATALOGUE).write_text(WORDS)
    return tmp_path


@pytest.fixture
def language(locale):
    return read_language("cy", locale)


def say_all():
    return (
        gettext("Closed"),
        pgettext("status", "Closed"),
        ngettext("%(num)s row of %(table)s", "%(num)s rows of %(table)s", 2, table="forces"),
        npgettext("file", "%(num)s row", "%(num)s rows", 1),
        gettext("Guessed"),
    )


def test_messages_are_those_of_the_catalogue_and_what_is_guessed_is_left_out(language):
    with speak(language):
        said = say_all()

    assert said == ("1", "2", "4 forces 2", "5 1", "Guessed")


def test_messages_are_english_where_no_language_is_spoken(language):
    with speak(language):
        pass

    assert say_all() == ("Closed", "Closed", "2 rows of forces", "1 row", "Guessed")


def test_a_percent_sign_is_one_in_a_message_without_values():
    assert gettext("100% of them") == "100% of them"


def test_templates_speak_whatever_is_spoken_as_they_render(language):
    environment = Environment(autoescape=True)
    install(environment)
    template = environment.from_string(
        "{{ _('Closed') }} {% trans num=2, table='<b>' %}{{ num }} row of {{ table }}"
        "{% pluralize %}{{ num }} rows of {{ table }}{% endtrans %} {{ spoken().tag }}"
    )

    with speak(language):
        said = template.render()

    assert (said, template.render()) == ("1 4 &lt;b&gt; 2 cy", "Closed 2 rows of &lt;b&gt; en-GB")


def test_days_and_numbers_are_written_as_the_language_writes_them(language):
    at = datetime(2026, 5, 3, 9, 5, tzinfo=UTC)

    def write():
        return (
            show_day(date(2026, 5, 3)),
            show_month(2026, 5),
            show_time(at),
            show_number(4000),
            show_decimal(2.5, "0.00"),
        )

    with speak(language):
        in_welsh = write()

    assert write() == ("3 May 2026", "May 2026", "09:05", "4,000", "2.50")
    assert in_welsh == ("3 Mai 2026", "Mai 2026", "09:05", "4,000", "2.50")


def test_the_language_of_the_source_needs_no_catalogue(tmp_path):
    assert read_language(SOURCE, tmp_path) == Language(SOURCE)
    assert spoken() == Language("en-GB")


def test_the_languages_are_those_that_have_a_catalogue(locale):
    assert list_languages(locale) == ["en-GB", "cy", "qqq"]


def test_a_language_without_a_catalogue_is_refused(tmp_path):
    with pytest.raises(UnknownLanguage) as error:
        read_language("cy", tmp_path)

    assert str(error.value) == f"there is no catalogue {tmp_path}/cy/LC_MESSAGES/messages.po. Use en-GB"


def test_a_language_whose_days_are_not_known_is_refused(locale):
    with pytest.raises(UnknownLanguage) as error:
        read_language("qqq", locale)

    assert str(error.value) == (
        "how it writes days is not known. Name the folder of the catalogue by the language's tag, such as cy"
    )


def test_no_catalogue_is_shipped_but_the_template():
    assert list_languages(PROJECT / "locale") == ["en-GB"]
