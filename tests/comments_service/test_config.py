"""Settings come from the environment; a bad one is refused by name."""

import pytest

from comments_service.config import ConfigError, make_settings

KEY = {"COMMENTS_SECRET_KEY": "k" * 32}


def test_settings_have_defaults():
    settings = make_settings({**KEY, "HOME": "/nowhere"})

    assert (settings.database_url, settings.text_limit) == ("sqlite:///var/comments.db", 4000)


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"OTHER": "x"}, "COMMENTS_SECRET_KEY is wrong: it is not set. Set it in the environment."),
        ({"COMMENTS_SECRET_KEY": "short"},
         "COMMENTS_SECRET_KEY is wrong: it has fewer than 32 characters. Set a longer one, at random."),
        ({**KEY, "COMMENTS_TEXT_LIMIT": "many"},
         "COMMENTS_TEXT_LIMIT is wrong: it is not a whole number above nothing. Write digits only."),
        ({**KEY, "COMMENTS_DATABASE_URL": "mysql://x"},
         "COMMENTS_DATABASE_URL is wrong: it is not an address of a database. "
         "Begin it with sqlite:/// or postgresql+psycopg://."),
        ({**KEY, "COMMENTS_BASE_URL": "noticeboard.example"},
         "COMMENTS_BASE_URL is wrong: it is not the address of a site. Write it as https://host, without a path."),
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
