"""A list of rows → the pages by which readers narrow and sort it: real links, each with its count."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from noticeboard.site.vocabulary import show_word
from wording import gettext, gettext_noop

Row = dict[str, Any]


@dataclass(frozen=True)
class Facet:
    """One way to narrow a list: its name in addresses, its title, and what a row has of it, as pairs of id and words."""

    name: str
    title: str
    values: Callable[[Row], Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Order:
    """One way to sort a list: its name in addresses, its title, and what rows are sorted by."""

    name: str
    title: str
    key: Callable[[Row], Any]
    is_reversed: bool = False


@dataclass(frozen=True)
class Choice:
    """One link of a list: where it leads, its words, and how many rows stand there."""

    url: str
    words: str
    count: int
    facet: str
    value: str

    @property
    def phrase(self) -> str:
        """The words as they stand within a title: the name of a force keeps its capitals."""
        return self.words if self.facet == "force" else self.words[0].lower() + self.words[1:]


@dataclass(frozen=True)
class Listing:
    """A list with its facets and orders, the first of which is its own."""

    url: str
    rows: list[Row]
    facets: Sequence[Facet]
    orders: Sequence[Order]

    def choices(self, facet: Facet) -> list[Choice]:
        """Return the choices that a facet offers, in the order of its words; years from the newest."""
        counts: dict[tuple[str, str], int] = {}
        for row in self.rows:
            for value in facet.values(row):
                counts[value] = counts.get(value, 0) + 1
        found = [
            Choice(f"{self.url}by/{facet.name}/{value}/", words, count, facet.name, value)
            for (value, words), count in counts.items()
        ]
        return sorted(found, key=lambda choice: choice.words, reverse=facet.name == "year")

    @property
    def narrowing(self) -> list[tuple[str, list[Choice]]]:
        """The title of each facet with its choices."""
        return [(gettext(facet.title), self.choices(facet)) for facet in self.facets]

    def count_standings(self, rows: list[Row]) -> dict[str, int]:
        """Return how many of some of its rows stand how, by the status; its first facet says which that is."""
        return Counter(status for row in rows for status, _ in self.facets[0].values(row))

    @property
    def sorting(self) -> list[Choice]:
        """The links to the list in each of its orders."""
        return [
            Choice(
                f"{self.url}by/order/{order.name}/" if place else self.url,
                gettext(order.title),
                len(self.rows),
                "order",
                order.name,
            )
            for place, order in enumerate(self.orders)
        ]

    def narrowed(self) -> Iterator[tuple[Choice, list[Row]]]:
        """Yield each choice of each facet with its rows, and each order but the list's own with all rows."""
        for facet in self.facets:
            for choice in self.choices(facet):
                yield choice, [row for row in self.rows if choice.value in dict(facet.values(row))]
        for choice, order in zip(self.sorting[1:], self.orders[1:], strict=True):
            yield choice, sorted(self.rows, key=order.key, reverse=order.is_reversed)


def status_in(field: str) -> Callable[[Row], list[tuple[str, str]]]:
    """Return what tells how a row stands, by the field that says so."""
    return lambda row: [(row[field], show_word(row[field], "status").capitalize())]


def force_of(row: Row) -> list[tuple[str, str]]:
    """Return the force that a row is about."""
    return [(row["force"], row["force_name"])]


def year_of(row: Row) -> list[tuple[str, str]]:
    """Return the year in which a row's notice was published."""
    return [(row["year"] or "unknown", row["year"] or gettext("Not known"))]


def areas_of(row: Row) -> list[tuple[str, str]]:
    """Return the areas of policing that a row falls in."""
    return list(zip(row["areas"].split("|"), row["area_names"].split("|"), strict=True)) if row["areas"] else []


def make_facets(status: str) -> tuple[Facet, ...]:
    """Return the facets of notices and of recommendations alike; their standing is in the field named."""
    return (
        Facet("status", gettext_noop("How it stands"), status_in(status)),
        Facet("year", gettext_noop("Year of the notice"), year_of),
        Facet("area", gettext_noop("Area of policing"), areas_of),
        Facet("force", gettext_noop("Force"), force_of),
    )


def newest(row: Row) -> Any:
    """Return what sorts rows by when their notice was published; the newest is the greatest, the unknown the least."""
    return row["published_to"] or ""


def oldest(row: Row) -> Any:
    """Return what sorts rows by when their notice was published, the unknown last."""
    return row["published_to"] or "~"


NOTICE_ORDERS = (
    Order("newest", gettext_noop("Newest first"), newest, is_reversed=True),
    Order("oldest", gettext_noop("Oldest first"), oldest),
    Order("force", gettext_noop("By force"), lambda row: row["force_name"]),
    Order("causes", gettext_noop("Most causes of concern first"), lambda row: row["causes"], is_reversed=True),
)
RECOMMENDATION_ORDERS = (
    Order("newest", gettext_noop("Newest notices first"), newest, is_reversed=True),
    Order("oldest", gettext_noop("Oldest notices first"), oldest),
    Order("force", gettext_noop("By force"), lambda row: row["force_name"]),
    Order("due", gettext_noop("By deadline, the earliest first"), lambda row: row["due_to"] or "~"),
)
