"""Settings come from the environment; a bad one is refused by name."""

import pytest

from comments_service.config import SETTINGS, ConfigError, make_settings
from comments_service.models import NAME_ROOM, TEXT_ROOM

KEY = {"COMMENTS_SECRET_KEY": "k" * 32}


def test_settings_have_defaults():
    settings = make_settings({**KEY, "HOME": "/nowhere"})

    assert (settings.database_url, settings.text_limit) == ("sqlite:///var/comments.db", 4000)


def test_an_empty_environment_is_not_the_process_s_own(monkeypatch):
    monkeypatch.setenv("COMMENTS_SECRET_KEY", "k" * 32)

    with pytest.raises(ConfigError):
        make_settings({})


def test_every_setting_has_a_meaning_and_a_default_that_is_good():
    assert [setting.name for setting in SETTINGS if not setting.meaning.endswith(".")] == []
    assert [setting.name for setting in SETTINGS if setting.default is None] == ["SECRET_KEY"]


def test_the_site_s_address_is_kept_as_browsers_write_it():
    assert make_settings({**KEY, "COMMENTS_BASE_URL": "https://Noticeboard.example/"}).base_url == (
        "https://noticeboard.example"
    )


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"OTHER": "x"}, "COMMENTS_SECRET_KEY is wrong: it is not set. Set it in the environment."),
        ({"COMMENTS_SECRET_KEY": "short"},
         "COMMENTS_SECRET_KEY is wrong: it has fewer than 32 characters. Set a longer one, at random."),
        ({**KEY, "COMMENTS_TEXT_LIMIT": "many"},
         "COMMENTS_TEXT_LIMIT='many' is wrong: it is not a whole number above nothing. Write digits only."),
        ({**KEY, "COMMENTS_NAME_LIMIT": "0"},
         "COMMENTS_NAME_LIMIT='0' is wrong: it is not a whole number above nothing. Write digits only."),
        ({**KEY, "COMMENTS_NAME_LIMIT": "201"},
         "COMMENTS_NAME_LIMIT='201' is wrong: it is above 200, the most that the database takes. "
         "Write a smaller number."),
        ({**KEY, "COMMENTS_DATABASE_URL": "mysql://ada:secret@db"},
         "COMMENTS_DATABASE_URL is wrong: it is not an address of a database. "
         "Begin it with sqlite:/// or postgresql+psycopg://."),
        ({**KEY, "COMMENTS_BASE_URL": "noticeboard.example"},
         "COMMENTS_BASE_URL='noticeboard.example' is wrong: it is not the address of a site. "
         "Write it as https://host, without a path."),
        ({**KEY, "COMMENTS_BASE_URL": "https://a.example?b"},
         "COMMENTS_BASE_URL='https://a.example?b' is wrong: it is not the address of a site. "
         "Write it as https://host, without a path."),
        ({**KEY, "COMMENTS_BRAKE": "many"},
         "COMMENTS_BRAKE='many' is wrong: it is not a rate. Write so many in so many seconds, such as 6/600."),
        ({**KEY, "COMMENTS_WRITING_SECONDS": "-1"},
         "COMMENTS_WRITING_SECONDS='-1' is wrong: it is not a number of seconds. Write digits only."),
        ({**KEY, "COMMENTS_PROXIES": "-1"},
         "COMMENTS_PROXIES='-1' is wrong: it is not a whole number. Write digits only."),
        ({**KEY, "COMMENTS_REQUEST_LIMIT": "52000"},
         "COMMENTS_REQUEST_LIMIT='52000' is wrong: a comment of full length needs up to 52816 bytes. "
         "Set it to 52816 or more, or COMMENTS_TEXT_LIMIT lower."),
        ({**KEY, "COMMENTS_LANGUAGE": "cy"},
         "COMMENTS_LANGUAGE='cy' is wrong: there is no catalogue locale/cy/LC_MESSAGES/messages.po. Use en-GB."),
    ],
)  # fmt: skip
def test_a_bad_setting_is_named(environment, message):
    with pytest.raises(ConfigError) as error:
        make_settings(environment)

    assert str(error.value) == message


def test_every_bad_setting_is_named_at_once():
    with pytest.raises(ConfigError) as error:
        make_settings({"COMMENTS_SECRET_KEY": "short", "COMMENTS_COLOUR": "red"})

    assert [line.split(" is ")[0] for line in str(error.value).splitlines()] == [
        "COMMENTS_COLOUR",
        "COMMENTS_SECRET_KEY",
    ]


def test_a_limit_may_be_all_that_the_database_takes():
    settings = make_settings({**KEY, "COMMENTS_NAME_LIMIT": str(NAME_ROOM), "COMMENTS_TEXT_LIMIT": str(TEXT_ROOM)})

    assert (settings.name_limit, settings.text_limit) == (200, 10_000)
