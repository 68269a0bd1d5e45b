"""Pages and press items → the index that the site's own search reads, piece by piece, in the browser."""

import asyncio
from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import Any

from pagefind.index import IndexConfig, PagefindIndex

FOLDER = "pagefind"
USED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
"""What a search loads besides the index's own pieces; Pagefind's ready-made interfaces are none of it."""

UNINDEXED = [
    "dt",
    ".data-link",
    ".feed-link",
    ".page-data",
    ".press",
    ".related",
    ".sources",
    ".thread",
    ".thread-link",
]
"""What pages say beside their own text."""


ITEM = Template(
    """<!doctype html><html lang="en"><title>$title</title><main data-pagefind-body data-pagefind-weight="0.5" data-pagefind-meta="kind:Press item">
<h1>$title</h1><p data-pagefind-meta="url[data-url], publisher" data-url="$url">$publisher</p><p>$text</p></main></html>"""
)
"""A press item as a page to index; the site has none for it, and a search leads to its publisher's."""


def write_search_index(site: Path, press: Iterable[dict[str, Any]]) -> None:
    """Index every page that marks its text with data-pagefind-body, and every press item, below site/pagefind."""
    with TemporaryDirectory() as folder:
        for row in press:
            (Path(folder) / f"{row['press']}.html").write_text(_as_page(row), encoding="utf-8")
        asyncio.run(_write_index(site, folder))
    for path in (site / FOLDER).iterdir():
        if path.suffix in {".js", ".css", ".json"} and path.name not in USED:
            path.unlink()


def _as_page(row: dict[str, Any]) -> str:
    values = {"title": row["label"], "url": row["source"], "publisher": row["publisher_name"], "text": row["summary"]}
    return ITEM.substitute({name: escape(value) for name, value in values.items()})


async def _write_index(site: Path, press: str) -> None:
    config = IndexConfig(
        output_path=str(site / FOLDER), force_language="en", root_selector="main", exclude_selectors=UNINDEXED
    )
    async with PagefindIndex(config=config) as index:
        # Not a record a call: each answer of the indexer is waited for by a tenth of a second.
        await index.add_directory(str(site))
        await index.add_directory(press)
