"""What the built site says: which pages there are, and what related news can be chosen from."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from comments_service.related import Item, RelatedNews

TABLES = {
    "notices": ("notices", "notice", "title"),
    "recommendations": ("recommendations", "recommendation", "summary"),
    "forces": ("forces", "force", "name"),
    "news": ("stories", "story", "title"),
}


class PublishedSite:
    """The database of the built site, read only; a rebuild replaces the file, so it is opened for each question."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._related: tuple[object, RelatedNews] | None = None

    def title_of(self, page: str) -> str | None:
        """Return the title of a page that the site publishes, or None where there is no such page."""
        folder, _, key = page.partition("/")
        table, column, title = TABLES[folder]
        rows = self._ask(f"select {title} as title from {table} where {column} = ?", key)
        return rows[0]["title"] if rows else None

    def page(self, page: str) -> Item | None:
        """Return what the ranking of related news compares of a page, or None where there is no such page."""
        rows = self._ask("select * from pages_described where page = ?", page)
        return Item.from_page(dict(rows[0])) if rows else None

    def related_news(self) -> RelatedNews:
        """Return the ranking over the site's stories and press items, made again when the site was rebuilt."""
        version = self._version()
        if self._related is None or self._related[0] != version:
            items = [Item.from_row(dict(row)) for row in self._ask("select * from related_items_described")]
            self._related = (version, RelatedNews(items))
        return self._related[1]

    def _version(self) -> object:
        about = self._path.stat()
        return about.st_ino, about.st_mtime_ns

    def _ask(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(sql, values).fetchall()
