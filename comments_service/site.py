"""What the built site says: which pages there are, and what related news can be chosen from."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from comments_service.related import Item, RelatedNews

TABLES = {
    "notices": ("notices", "notice", "title"),
    "recommendations": ("recommendations", "recommendation", "summary"),
    "forces": ("forces", "force", "name"),
    "news": ("stories", "story", "title"),
}


PAGES_ABOUT = """
    select 'forces/' || force as page from forces where force = ?
    union all select 'notices/' || notice from notices where force = ?
    union all select 'recommendations/' || recommendation
    from recommendations join causes using (cause) join notices using (notice) where force = ?
    union all select 'news/' || story from stories_forces where force = ?
"""

Version = tuple[int, int]
"""What tells one build's database from another's."""

KEPT = 2000
"""How many pages' related news are kept between two builds."""


class PublishedSite:
    """The database of the built site, read only; a rebuild replaces the file, so it is opened for each question."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._related: RelatedPages | None = None
        self._titles: tuple[Version, dict[str, str]] | None = None

    def title_of(self, page: str) -> str | None:
        """Return the title of a page that the site publishes, or None where there is no such page."""
        return self.pages().get(page)

    def pages(self) -> dict[str, str]:
        """Return the title of each page that the site publishes, by the page's id."""
        version = self._read_version()
        if self._titles is None or self._titles[0] != version:
            self._titles = (version, dict(self._read_titles()))
        return self._titles[1]

    def built_at(self) -> datetime:
        """Return when the site was built."""
        return datetime.fromtimestamp(int(self._path.stat().st_mtime), UTC)

    def pages_about(self, force: str) -> list[str]:
        """Return the pages that are about a force: its own, its notices, their recommendations, and stories."""
        return [row["page"] for row in self._ask(PAGES_ABOUT, *[force] * 4)]

    def _read_titles(self) -> Iterator[tuple[str, str]]:
        for folder, (table, column, title) in TABLES.items():
            for row in self._ask(f"select {column} as id, {title} as title from {table}"):
                yield f"{folder}/{row['id']}", row["title"]

    def _read_version(self) -> Version:
        about = self._path.stat()
        return about.st_ino, about.st_mtime_ns

    def related(self) -> "RelatedPages":
        """Return the related news of the newest build."""
        version = self._read_version()
        if self._related is None or self._related.version != version:
            items = [Item.from_row(dict(row)) for row in self._ask("select * from related_items_described")]
            self._related = RelatedPages(version, RelatedNews(items), self._page)
        return self._related

    def _page(self, page: str) -> Item | None:
        rows = self._ask("select * from pages_described where page = ?", page)
        return Item.from_page(dict(rows[0])) if rows else None

    def _ask(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(sql, values).fetchall()


class RelatedPages:
    """The related news of one build's pages, each ranked when first asked for: it changes only with the build."""

    def __init__(self, version: object, news: RelatedNews, find_page: Callable[[str], Item | None]) -> None:
        self.version = version
        self.news = news
        self.page = lru_cache(maxsize=KEPT)(find_page)
        self.ranked = lru_cache(maxsize=KEPT)(self._rank)

    def _rank(self, page: str) -> list[Item] | None:
        """Return what is near to a page, the nearest first, or None where there is no such page."""
        item = self.page(page)
        return self.news.rank(item) if item else None
