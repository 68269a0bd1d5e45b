"""How values look on a page: dates at their precision, Markdown as HTML."""

import re
from datetime import date
from functools import lru_cache
from xml.etree.ElementTree import Element

from jinja2 import Environment
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from noticeboard.site.vocabulary import show_word
from wording import SOURCE, gettext, install, show_day, show_decimal, show_month, spoken

SCHEME = re.compile(r"https?://(www\.)?")


def show_address(url: str) -> str:
    """Return an address as people know it, without what nearly every address begins and ends with."""
    return SCHEME.sub("", url, count=1).rstrip("/")


def show_partial(text: str) -> str:
    """Return a partial date in words, at its own precision: 2022, March 2022 or 29 March 2022."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return show_day(date(*parts))
    return show_month(*parts) if len(parts) == 2 else text


def show_date(
    on: str | None,
    not_after: str | None = None,
    not_before: str | None = None,
    until: str | None = None,
    basis: str | None = None,
) -> str:
    """Return all that is known of a date in words: about, from … to …, no later than …, or not known."""
    shown = show_partial(on) if on else ""
    if on and until and until != on:
        return gettext("%(first)s to %(last)s", first=shown, last=show_partial(until))
    if on and basis == "inferred" and len(on) == 10:
        shown = gettext("about %(day)s", day=shown)
    bounds = show_bounds(not_after, not_before)
    return ", ".join(part for part in (shown, bounds) if part) or gettext("not known")


def show_bounds(not_after: str | None, not_before: str | None) -> str:
    """Return between what a date must lie, in words; nothing where neither is known."""
    first, last = (show_partial(bound) if bound else "" for bound in (not_before, not_after))
    if first and last:
        return gettext("no earlier than %(first)s and no later than %(last)s", first=first, last=last)
    if first:
        return gettext("no earlier than %(first)s", first=first)
    return gettext("no later than %(last)s", last=last) if last else ""


def show_number(value: float) -> str:
    """Return a number with its thousands apart and without idle decimals: 8,952,268 or 2,691.22."""
    return show_decimal(value, "#,##0.##")


def show_size(size: int) -> str:
    """Return a number of bytes in kB or MB: 146 kB or 2.0 MB; never 0 kB."""
    if size >= 999_500:
        return gettext("%(number)s MB", number=show_decimal(size / 1e6, "0.0"))
    return gettext("%(number)s kB", number=max(1, round(size / 1000)))


def is_day(text: str | None) -> bool:
    """Whether a partial date is known to the day, so that a time element can carry it."""
    return bool(text) and len(text or "") == 10 and bool(date.fromisoformat(text or ""))


class ExternalLinks(Treeprocessor):
    """Marks links that lead away from the site, as templates mark theirs."""

    def run(self, root: Element) -> None:
        """Give each such link of a text its rel."""
        for link in root.iter("a"):
            if not link.get("href", "").startswith(("/", "#")):
                link.set("rel", "external")


def make_markdown() -> Markdown:
    """Return a renderer of our own texts that shows raw HTML as text."""
    markdown = Markdown(output_format="html")
    markdown.treeprocessors.register(ExternalLinks(markdown), "external", 0)
    markdown.preprocessors.deregister("html_block")
    markdown.inlinePatterns.deregister("html")
    return markdown


def show_markdown(markdown: Markdown, text: str) -> Markup:
    """Return a text in Markdown as HTML."""
    return Markup(markdown.reset().convert(text))  # noqa: S704 - our own text, with raw HTML shown as text


def show_record_lang() -> Markup:
    """Return the lang attribute of what the record says; nothing where the page speaks the record's language as a whole."""
    return Markup("") if spoken().tag == SOURCE else Markup(' lang="{}"').format(SOURCE)


def equip(environment: Environment) -> None:
    """Give templates the filters and functions that show values."""
    markdown = make_markdown()

    @lru_cache(maxsize=16)  # the banner's text comes back on every page
    def as_html(text: str) -> Markup:
        return show_markdown(markdown, text)

    install(environment)
    environment.filters |= {
        "markdown": as_html,
        "number": show_number,
        "address": show_address,
        "partial_date": show_partial,
        "size": show_size,
        "word": show_word,
    }
    environment.globals |= {"show_date": show_date, "is_day": is_day, "record_lang": show_record_lang}
