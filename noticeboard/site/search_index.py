"""Pages and press items → the index that the site's own search reads, piece by piece, in the browser."""

import shutil
import subprocess
import sys
from collections.abc import Iterable
from html import escape
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import Any

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
    ".timeline__source",
    'td [rel="external"]',
]
"""What pages say beside their own text; the name of who published a source should find what they published."""


ITEM = Template(
    """<!doctype html><html lang="en"><title>$title</title><main data-pagefind-body data-pagefind-filter="press:yes" data-pagefind-meta="kind:Press item">
<h1>$title</h1><p data-pagefind-meta="url[data-url], publisher" data-url="$url">$publisher</p><p>$text</p></main></html>"""
)
"""A press item as a page to index; the site has none for it, and a search leads to its publisher's."""


def write_search_index(site: Path, press: Iterable[dict[str, Any]]) -> None:
    """Index every page that marks its text with data-pagefind-body, and every press item, below site/pagefind."""
    with TemporaryDirectory() as folder:
        _copy_pages(site, Path(folder))
        for row in press:
            (Path(folder) / f"{row['press']}.html").write_text(_as_page(row), encoding="utf-8")
        _index(Path(folder), site / FOLDER)
    for path in (site / FOLDER).iterdir():
        if path.suffix in {".js", ".css", ".json"} and path.name not in USED:
            path.unlink()


def _copy_pages(site: Path, folder: Path) -> None:
    for page in site.rglob("*.html"):
        copy = folder / page.relative_to(site)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(page, copy)


def _as_page(row: dict[str, Any]) -> str:
    values = {"title": row["label"], "url": row["source"], "publisher": row["publisher_name"], "text": row["summary"]}
    return ITEM.substitute({name: escape(value) for name, value in values.items()})


def _index(pages: Path, target: Path) -> None:
    # By its command: Pagefind's library ends the program that writes, at times before the last file is whole.
    options = ["--quiet", "--force-language", "en", "--root-selector", "main"]
    unindexed = [word for selector in UNINDEXED for word in ("--exclude-selectors", selector)]
    command = [sys.executable, "-m", "pagefind", "--site", str(pages), "--output-path", str(target)]
    subprocess.run([*command, *options, *unindexed], check=True)  # noqa: S603 - our own words and folders
