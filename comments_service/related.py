"""The ranking of related news: shared force, topic and rarer words, and nearness in time."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

FORCE = 4.0
TOPIC = 2.0
WORDS = 1.5
NEARNESS = 1.5
HALF_LIFE_DAYS = 180
IN_OTHER_NEWS = 8
MORE_NEWS = 12
MOST_PAGES = 5
"""How many items stand under "In Other News", how many on each page of "More News", and how many pages that has at most."""

WORD = re.compile(r"[a-z][a-z'-]{3,}")
COMMON = frozenset(
    "about after also been before both could during from have into more most over police said says some than that their "
    "them then there they this under were what when which with would force forces inspectors inspectorate".split()
)


@dataclass(frozen=True)
class Item:
    """A page, story or press item, with what the ranking compares: forces, topics, words and a partial date."""

    id: str
    kind: str
    url: str
    title: str
    publisher: str
    published_on: str
    about_on: str
    published_basis: str
    summary: str
    forces: frozenset[str]
    topics: frozenset[str]
    words: frozenset[str]

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "Item":
        """Make an item of a row of the query related_candidates."""
        return cls(
            id=row["item"],
            kind=row["kind"],
            url=row["url"],
            title=row["title"],
            publisher=row["publisher"],
            published_on=row["published_on"] or "",
            about_on=row["about_on"] or "",
            published_basis=row["published_basis"] or "",
            summary=row["summary"],
            forces=frozenset((row["forces"] or "").split()),
            topics=frozenset((row["topics"] or "").split()),
            words=_words(f"{row['title']} {row['summary']}"),
        )

    @classmethod
    def from_page(cls, row: Mapping[str, Any]) -> "Item":
        """Make an item of a row of the query pages_with_threads."""
        as_item = {"item": row["page"], "publisher": "", "published_on": "", "published_basis": ""}
        return cls.from_row({**row, **as_item})


def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(text.lower())) - COMMON


class Score(NamedTuple):
    """Why an item is near to a page: what each thing that they share adds."""

    forces: float
    topics: float
    words: float
    nearness: float

    @property
    def total(self) -> float:
        """The sum, by which items are ranked."""
        return math.fsum(self)


@dataclass(frozen=True)
class RelatedLists:
    """What stands under "In Other News", and one page of "More News" with its number and that of the last."""

    in_other_news: list[Item]
    more_news: list[Item]
    number: int
    last: int


def split(ranked: list[Item], number: int = 1) -> RelatedLists:
    """Return the lists of a page of which the items are ranked; a number beyond the last gives the last."""
    more = ranked[IN_OTHER_NEWS:]
    last = max(1, -(-len(more) // MORE_NEWS))
    number = min(number, last)
    shown = more[(number - 1) * MORE_NEWS : number * MORE_NEWS]
    return RelatedLists(ranked[:IN_OTHER_NEWS], shown, number, last)


class RelatedNews:
    """Ranks a fixed set of items for any page; the same items and page give the same order."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._items = sorted(items, key=lambda item: item.id)
        self._days = {item.id: _middle_day(item.about_on) for item in self._items}
        self._rarity = _rarity(self._items)
        self._by_force: dict[str, list[Item]] = defaultdict(list)
        self._by_topic: dict[str, list[Item]] = defaultdict(list)
        for item in self._items:
            for force in item.forces:
                self._by_force[force].append(item)
            for topic in item.topics:
                self._by_topic[topic].append(item)

    def for_page(self, page: Item, limit: int) -> list[Item]:
        """Return the items nearest to a page, best first, never the page itself."""
        day = _middle_day(page.about_on)
        scored = [(-self._score(page, item, day).total, item.id, item) for item in self._candidates(page, limit)]
        return [item for _, _, item in sorted(scored)[:limit]]

    def rank(self, page: Item) -> list[Item]:
        """Return all that a page's lists have room for, best first."""
        return self.for_page(page, IN_OTHER_NEWS + MOST_PAGES * MORE_NEWS)

    def explain(self, page: Item, item: Item) -> Score:
        """Return how near an item is to a page, and why: forces and topics weigh most, then rare words, then time."""
        return self._score(page, item, _middle_day(page.about_on))

    def _score(self, page: Item, item: Item, day: int | None) -> Score:
        # fsum: a set gives its words in another order in each process, and a plain sum depends on the order.
        rare = math.fsum(self._rarity.get(word, 0.0) for word in page.words & item.words)
        other = self._days[item.id]
        near = 0.5 ** (abs(day - other) / HALF_LIFE_DAYS) if day is not None and other is not None else 0.0
        return Score(
            forces=FORCE * bool(page.forces & item.forces),
            topics=TOPIC * min(2, len(page.topics & item.topics)),
            words=WORDS * (1 - math.exp(-rare)),
            nearness=NEARNESS * near,
        )

    def _candidates(self, page: Item, limit: int) -> list[Item]:
        """Return the items that share a force or topic with the page; all of them where those are too few."""
        sharing = {item.id: item for force in page.forces for item in self._by_force[force]}
        sharing |= {item.id: item for topic in page.topics for item in self._by_topic[topic]}
        sharing.pop(page.id, None)
        if len(sharing) >= min(limit, IN_OTHER_NEWS + MORE_NEWS):
            return list(sharing.values())
        return [item for item in self._items if item.id != page.id]


def _rarity(items: list[Item]) -> dict[str, float]:
    """Return a weight for each word: high when few items use it, nothing when one alone does."""
    counts = Counter(word for item in items for word in item.words)
    return {word: 1 / count for word, count in counts.items() if count > 1}


def _middle_day(text: str) -> int | None:
    """Return a day number in the middle of what a partial date can mean."""
    if not text:
        return None
    return date.fromisoformat(text + "0000-07-01"[len(text) :] if len(text) == 4 else f"{text}-15"[:10]).toordinal()
