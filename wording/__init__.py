"""The interface's words in the language that is set: messages by gettext, days and numbers as that language writes them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from jinja2 import pass_eval_context
from markupsafe import Markup

if TYPE_CHECKING:
    from jinja2 import Environment
    from jinja2.nodes import EvalContext

SOURCE = "en-GB"
"""The language in which the messages stand in templates and code; it needs no catalogue."""

LOCALE = Path(__file__).parent.parent / "locale"
"""The project's own folder of catalogues, and of their template."""

CATALOGUE = "LC_MESSAGES/messages.po"
"""Where a language's catalogue stands in its own folder."""


class UnknownLanguage(ValueError):
    """There is no catalogue of a language; the message says which there are."""


@dataclass(frozen=True)
class Language:
    """A language by its tag as HTML has it, with the messages of its catalogue."""

    tag: str = SOURCE
    messages: NullTranslations = field(default_factory=NullTranslations, compare=False)

    @property
    def locale(self) -> Locale:
        """Return how the language writes days and numbers."""
        return Locale.parse(self.tag, sep="-")


BRITISH_ENGLISH = Language()

_spoken: ContextVar[Language] = ContextVar("spoken", default=BRITISH_ENGLISH)


def read_language(tag: str, folder: Path) -> Language:
    """Return a language with its catalogue; raises UnknownLanguage where the folder has none or its days are not known."""
    if tag == SOURCE:
        return BRITISH_ENGLISH
    languages = list_languages(folder)
    if tag not in languages:
        raise UnknownLanguage(f"there is no catalogue {folder}/{tag}/{CATALOGUE}. Use {' or '.join(languages)}")
    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError) as error:
        sentence = "how it writes days is not known. Name the folder of the catalogue by the language's tag, such as cy"
        raise UnknownLanguage(sentence) from error
    return Language(tag, _read_catalogue(folder / tag / CATALOGUE))


def list_languages(folder: Path) -> list[str]:
    """Return the tags of the languages that can be set, that of the source first."""
    return [SOURCE, *sorted(path.parents[1].name for path in folder.glob(f"*/{CATALOGUE}"))]


def _read_catalogue(path: Path) -> NullTranslations:
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return GNUTranslations(compiled)


@contextmanager
def speak(language: Language) -> Iterator[None]:
    """Let everything within be worded in a language."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def spoken() -> Language:
    """Return the language that is spoken here."""
    return _spoken.get()


def install(environment: "Environment") -> None:
    """Give templates gettext, ngettext, pgettext, npgettext, {% trans %} and the language, whichever is spoken as they render."""
    environment.add_extension("jinja2.ext.i18n")
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # the extension's own
        _gettext, _ngettext, newstyle=True, pgettext=_pgettext, npgettext=_npgettext
    )
    # In place of the extension's, which look each message up by two calls more; a page has hundreds.
    environment.globals |= {"_": _say, "gettext": _say, "ngettext": _say_number, "spoken": spoken}


@pass_eval_context
def _say(evaluation: "EvalContext", message: str, **values: object) -> str:
    return _put_in(evaluation, _gettext(message), values)


@pass_eval_context
def _say_number(evaluation: "EvalContext", one: str, many: str, num: int, **values: object) -> str:
    return _put_in(evaluation, _ngettext(one, many, num), {"num": num, **values})


def _put_in(evaluation: "EvalContext", text: str, values: dict[str, object]) -> str:
    """Put values into a message of a template, where a % of its own is written %% and a tag stands for itself."""
    text = Markup(text) if evaluation.autoescape else text  # noqa: S704 - our own words, and a translator's
    return text % values if "%" in text else text


def _gettext(message: str) -> str:
    return _spoken.get().messages.gettext(message)


def _ngettext(one: str, many: str, num: int) -> str:
    return _spoken.get().messages.ngettext(one, many, num)


def _pgettext(context: str, message: str) -> str:
    return _spoken.get().messages.pgettext(context, message)


def _npgettext(context: str, one: str, many: str, num: int) -> str:
    return _spoken.get().messages.npgettext(context, one, many, num)


def gettext(message: str, **values: object) -> str:
    """Return a message in the language that is spoken, with its values put in."""
    return _fill(_gettext(message), values)


def _fill(message: str, values: dict[str, object]) -> str:
    """Put the values in; a message without any is taken as it stands, so that a % in it is one."""
    return message % values if values else message


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Return the message that fits a number, which the message has as %(num)s."""
    return _ngettext(one, many, num) % {"num": num, **values}


def pgettext(context: str, message: str, **values: object) -> str:
    """Return a message that means different things in different places."""
    return _fill(_pgettext(context, message), values)


def npgettext(context: str, one: str, many: str, num: int, **values: object) -> str:
    """Return the message that fits a number and a place."""
    return _npgettext(context, one, many, num) % {"num": num, **values}


def gettext_noop(message: str) -> str:
    """Mark a message for translators where it stands, and return it as it is, for gettext to translate when it is shown."""
    return message


def pgettext_noop(_context: str, message: str) -> str:
    """Mark a message with its context, and return it as it is, for pgettext to translate when it is shown."""
    return message


def show_day(day: date) -> str:
    """Return a day in words: 3 May 2026."""
    return _write_day(day, spoken().tag)


def show_month(year: int, month: int) -> str:
    """Return a month in words: May 2026."""
    return _write_month(year, month, spoken().tag)


def show_time(at: datetime) -> str:
    """Return the time of an instant in UTC: 14:05."""
    return str(format_time(at, "HH:mm", locale=spoken().locale))


def show_number(number: float) -> str:
    """Return a number with its thousands set apart: 4,000."""
    return show_decimal(number, None)


def show_decimal(number: float, pattern: str | None) -> str:
    """Return a number as a pattern of CLDR's has it: #,##0.## for two places at most."""
    return _write_number(number, pattern, spoken().tag)


@lru_cache(maxsize=10_000)
def _write_day(day: date, tag: str) -> str:
    return str(format_date(day, "long", locale=Locale.parse(tag, sep="-")))


@lru_cache(maxsize=10_000)
def _write_month(year: int, month: int, tag: str) -> str:
    return str(format_skeleton("yMMMM", date(year, month, 1), locale=Locale.parse(tag, sep="-")))


@lru_cache(maxsize=10_000)
def _write_number(number: float, pattern: str | None, tag: str) -> str:
    return str(format_decimal(number, pattern, locale=Locale.parse(tag, sep="-")))
