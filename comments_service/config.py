"""Settings from COMMENTS_* in the environment: read once, cast, refused by name."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from click import ClickException

from comments_service.judging.words import SHIPPED, WordList, read_words
from comments_service.limits import Rate
from comments_service.models import NAME_ROOM, TEXT_ROOM, Mode
from wording import SOURCE, Language, UnknownLanguage, read_language

PREFIX = "COMMENTS_"

BYTES_A_CHARACTER = 12
"""How many bytes one character can take in a form: four in UTF-8, each as three."""

BYTES_BESIDE = 4096
"""How many bytes a form has room for besides the name and the text."""


class ConfigError(ClickException):
    """One or more settings are not what they must be; the message, which commands print, names each and how to mend it."""


@dataclass(frozen=True)
class Settings:
    """What the service is told: where its data is, what it is called, how much it takes."""

    secret_key: str
    database_url: str
    site_db: Path
    base_url: str
    proxies: int
    name_limit: int
    text_limit: int
    request_limit: int
    desk_session_seconds: int
    sign_in_limit: int
    mode: Mode
    edit_seconds: int
    posts_by_network: Rate
    posts_by_browser: Rate
    posts_in_thread: Rate
    previews_by_network: Rate
    brake: Rate
    words: WordList
    links: int
    writing_seconds: int
    reactions_by_browser: Rate
    flags_by_browser: Rate
    flags_to_hold: int
    locale: Path
    language: Language


@dataclass(frozen=True)
class Setting:
    """One setting: its name after COMMENTS_, how its text is read, its default (none: required), and its meaning."""

    name: str
    cast: Callable[[str], Any]
    default: str | None
    meaning: str
    is_secret: bool = False

    def show(self, text: str | None) -> str:
        """Return the setting's whole name, with its text where that is given and may be seen."""
        return PREFIX + self.name + (f"={text!r}" if text and not self.is_secret else "")


def _secret(text: str) -> str:
    if len(text) < 32:
        raise ValueError("it has fewer than 32 characters. Set a longer one, at random")
    return text


def _url_of_database(text: str) -> str:
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("it is not an address of a database. Begin it with sqlite:/// or postgresql+psycopg://")
    return text


def _base_url(text: str) -> str:
    parts = urlsplit(text)
    own = f"{parts.scheme}://{parts.netloc}"
    if parts.scheme not in {"http", "https"} or not parts.netloc or text.rstrip("/").lower() != own.lower():
        raise ValueError("it is not the address of a site. Write it as https://host, without a path")
    return own.lower()


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ValueError("it is not a whole number above nothing. Write digits only")
    return int(text)


def _number(text: str) -> int:
    if not text.isdecimal():
        raise ValueError("it is not a whole number. Write digits only")
    return int(text)


def _count_up_to(most: int) -> Callable[[str], int]:
    def cast(text: str) -> int:
        if _count(text) > most:
            raise ValueError(f"it is above {most}, the most that the database takes. Write a smaller number")
        return int(text)

    return cast


def _mode(text: str) -> Mode:
    if text not in set(Mode):
        raise ValueError("it is not a mode. Write hold or publish")
    return Mode(text)


def _rate(text: str) -> Rate:
    most, _, seconds = text.partition("/")
    if not (most.isdecimal() and seconds.isdecimal() and int(most) and int(seconds)):
        raise ValueError("it is not a rate. Write so many in so many seconds, such as 6/600")
    return Rate(int(most), int(seconds))


def _seconds(text: str) -> int:
    if not text.isdecimal():
        raise ValueError("it is not a number of seconds. Write digits only")
    return int(text)


def _word_list(text: str) -> WordList:
    return read_words(SHIPPED if text == "shipped" else Path(text))


SETTINGS = (
    Setting("SECRET_KEY", _secret, None, "Signs form tokens and sessions; at least 32 characters.", True),
    Setting(
        "DATABASE_URL", _url_of_database, "sqlite:///var/comments.db", "The database that holds the comments.", True
    ),
    Setting("SITE_DB", Path, "output/data.db", "The built record, which lists the pages that may have a thread."),
    Setting("BASE_URL", _base_url, "http://127.0.0.1:8000", "The site's own address, as readers see it."),
    Setting("PROXIES", _number, "0", "How many of your own proxies stand before the service and say who asks."),
    Setting("NAME_LIMIT", _count_up_to(NAME_ROOM), "60", "The most characters that a name may have."),
    Setting("TEXT_LIMIT", _count_up_to(TEXT_ROOM), "4000", "The most characters that a comment may have."),
    Setting("REQUEST_LIMIT", _count, "131072", "The most bytes that a request may have."),
    Setting(
        "DESK_SESSION_SECONDS",
        _count,
        "28800",
        "How long after signing in a moderator is signed out, whatever they do.",
    ),
    Setting(
        "SIGN_IN_LIMIT",
        _count,
        "10",
        "How many failed sign-ins a name, or a browser that its moderator used before, may have in a quarter of an hour.",
    ),
    Setting("MODE", _mode, "hold", "Whether comments wait for a moderator (hold) or are published at once (publish)."),
    Setting("EDIT_SECONDS", _count, "600", "How long the author of a comment may change its words."),
    Setting("POSTS_BY_NETWORK", _rate, "30/600", "How many comments one network may send in how many seconds."),
    Setting("POSTS_BY_BROWSER", _rate, "6/600", "How many comments one browser may send in how many seconds."),
    Setting("REACTIONS_BY_BROWSER", _rate, "60/600", "How many reactions one browser may send in how many seconds."),
    Setting("FLAGS_BY_BROWSER", _rate, "10/3600", "How many reports one browser may send in how many seconds."),
    Setting("FLAGS_TO_HOLD", _count, "3", "How many readers' reports hold a comment until a moderator has looked."),
    Setting(
        "POSTS_IN_THREAD",
        _rate,
        "600/600",
        "How many comments one thread takes in how many seconds; beyond a tenth of them they wait.",
    ),
    Setting("PREVIEWS_BY_NETWORK", _rate, "120/600", "How many previews one network may ask for in how many seconds."),
    Setting(
        "BRAKE",
        _rate,
        "200/600",
        "Beyond how many comments in how many seconds all that the site gets waits for an hour.",
    ),
    Setting(
        "WORDS", _word_list, "shipped", "A file of words and phrases, one a line, that hold a comment; or shipped."
    ),
    Setting("LINKS", _count, "3", "How many links hold a comment until a moderator has looked."),
    Setting(
        "WRITING_SECONDS", _seconds, "3", "What comes sooner than so many seconds after its form waits for a moderator."
    ),
    Setting("LOCALE", Path, "locale", "The folder with the catalogues of the languages that the service can speak."),
    Setting("LANGUAGE", str, SOURCE, f"The language that the service speaks; any but {SOURCE} needs its catalogue."),
)


def make_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; raises ConfigError with every one that is missing, unknown or not what it must be."""
    environment = os.environ if environment is None else environment
    given = {name: text for name, text in environment.items() if name.startswith(PREFIX)}
    known = [PREFIX + setting.name for setting in SETTINGS]
    faults = [f"{name} is not a setting. Settings are {', '.join(known)}." for name in given if name not in known]
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        text = given.get(PREFIX + setting.name, setting.default)
        try:
            if not text:
                raise ValueError("it is not set. Set it in the environment")
            values[setting.name.lower()] = setting.cast(text)
        except ValueError as error:
            faults.append(f"{setting.show(text)} is wrong: {error}.")
    faults += [*_find_tight_request(values), *_find_catalogue(values)]
    if faults:
        raise ConfigError("\n".join(faults))
    return Settings(**values)


def _find_tight_request(values: dict[str, Any]) -> list[str]:
    """Return what is wrong where a comment of full length would not fit into a request."""
    needed = {"text_limit", "name_limit", "request_limit"}
    if not needed <= values.keys():
        return []
    room = BYTES_A_CHARACTER * (values["text_limit"] + values["name_limit"]) + BYTES_BESIDE
    if values["request_limit"] >= room:
        return []
    sentence = (
        f"a comment of full length needs up to {room} bytes. Set it to {room} or more, or {PREFIX}TEXT_LIMIT lower"
    )
    return [f"{PREFIX}REQUEST_LIMIT={str(values['request_limit'])!r} is wrong: {sentence}."]


def _find_catalogue(values: dict[str, Any]) -> list[str]:
    """Put the language with its catalogue in place of its name; returns what is wrong with it."""
    try:
        if {"language", "locale"} <= values.keys():
            values["language"] = read_language(values["language"], values["locale"])
    except UnknownLanguage as error:
        return [f"{PREFIX}LANGUAGE={values['language']!r} is wrong: {error}."]
    return []
