"""Pelican publishes the pages through one generator: rows → compiled templates → files."""

import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.log import console
from pelican.settings import read_settings

from noticeboard.moves import write_moves
from noticeboard.queries import Queries
from noticeboard.schema import Schema, read_schema
from noticeboard.site.atom import Imprint, write_feeds
from noticeboard.site.change_pages import change_pages, release_feed
from noticeboard.site.data_pages import data_pages, read_version
from noticeboard.site.display import equip
from noticeboard.site.examples import group_examples, show_apart
from noticeboard.site.feeds import list_feeds
from noticeboard.site.linked_data import LinkedData
from noticeboard.site.moved_pages import list_moves, moved_pages, read_old_ids
from noticeboard.site.pages import Page, Site, all_pages
from noticeboard.site.search_index import write_search_index
from noticeboard.site.sitemap import find_days, write_sitemap
from noticeboard.site.subject_pages import subject_pages
from noticeboard.site.well_known import write_robots, write_security
from noticeboard.views import read_views

STYLE_ORDER = ("tokens.css", "base.css")


class PageGenerator(Generator):  # type: ignore[misc]  # Pelican has no type information
    """Asks the database for every page and writes it; no article object a row."""

    def generate_output(self, writer: Any) -> None:
        """Write every page of the site below the output path."""
        database, root = self.settings["NOTICEBOARD_DATABASE"], Path(self.settings["NOTICEBOARD_ROOT"])
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
            site = Site(db, Queries(root / "data/queries"))
            self._prepare(site)
            pages = (*all_pages(site), *subject_pages(site), *self._data_pages(site), self._components_page())
            for page in pages:
                self._write(page)
            self._write_for_programs(site, pages)
            write_search_index(Path(self.output_path), site.ask("all_press"))
        write_stylesheet(Path(self.theme) / "static/css", Path(self.output_path) / "theme/css/site.css")
        # Pages that name no icon, such as Datasette's, are asked for it at the root.
        shutil.copyfile(Path(self.theme) / "static/favicon.ico", Path(self.output_path) / "favicon.ico")

    def _write_for_programs(self, site: Site, pages: Sequence[Page]) -> None:
        """Write the feeds, the sitemap, what became of old addresses, and what programs look for at known addresses."""
        folder, site_url, old = Path(self.output_path), self.settings["SITEURL"], read_old_ids(site)
        imprint = self._imprint(site)
        write_feeds([*list_feeds(site, imprint), release_feed(site, self._schema)], folder, imprint)
        write_sitemap(pages, find_days(site, pages), folder, site_url)
        for page in moved_pages(old):
            self._write(page)
        write_moves(list_moves(old), folder)
        write_robots(folder, site_url)
        write_security(folder, site_url, os.environ)

    def _imprint(self, site: Site) -> Imprint:
        name, attribution = self._schema.title, self._schema.attribution
        return Imprint(name, self.settings["SITEURL"], attribution, site.numbers["as_on"])

    def _prepare(self, site: Site) -> None:
        equip(self.env)
        self.env.globals |= {
            "as_on": site.numbers["as_on"],
            "banner": site.banner,
            "linked": LinkedData(self._imprint(site)),
            "numbers": site.numbers,
            "query_titles": site.query_titles,
            "site_url": self.settings["SITEURL"],
            "version": read_version(Path(self.output_path) / "downloads/latest").version,
        }

    def _data_pages(self, site: Site) -> Iterator[Page]:
        root = Path(self.settings["NOTICEBOARD_ROOT"])
        views = read_views(Path(self.settings["NOTICEBOARD_DATABASE"]), self._schema, root)
        downloads = Path(self.output_path) / "downloads"
        yield from data_pages(site, self._schema, views, downloads, self.settings["SITEURL"])
        yield from change_pages(site, self._schema)

    @cached_property
    def _schema(self) -> Schema:
        return read_schema(Path(self.settings["NOTICEBOARD_ROOT"]) / "data/datapackage.yaml")

    def _components_page(self) -> Page:
        examples = group_examples(Path(self.theme))
        show = partial(show_apart, self.env)
        return Page(
            "components/index.html",
            "components.html",
            {"title": "Components", "examples": examples, "show_apart": show},
            is_indexed=False,
        )

    def _write(self, page: Page) -> None:
        path = Path(self.output_path) / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        known = {"address": page.address, "is_indexed": page.is_indexed, "same_as": page.same_as}
        text = self.env.get_template(page.template).render(**known, **page.context)
        path.write_text(text, encoding="utf-8")


def write_stylesheet(folder: Path, target: Path) -> None:
    """Join tokens, base and components, in that order, into the one stylesheet that pages load."""
    parts = [folder / name for name in STYLE_ORDER] + sorted((folder / "components").glob("*.css"))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(path.read_text(encoding="utf-8") for path in parts), encoding="utf-8")


def get_generators(_pelican: Pelican) -> type[PageGenerator]:
    """Answer Pelican's signal with the one generator that writes pages."""
    return PageGenerator


def register() -> None:
    """Tell Pelican of the generator; Pelican calls this for each plugin."""
    signals.get_generators.connect(get_generators)


def build_pages(root: Path, database: Path, site: Path) -> None:
    """Write the whole site to a folder from a database that is already built."""
    project = Path(__file__).parent.parent
    override = {
        "PATH": str(root / "content"),
        "OUTPUT_PATH": str(site),
        "NOTICEBOARD_DATABASE": str(database),
        "NOTICEBOARD_ROOT": str(root),
    }
    settings = read_settings(str(project / "pelicanconf.py"), override=override)
    logging.getLogger("pelican").setLevel(logging.WARNING)
    console.quiet = True  # it counts articles, of which there are none; warnings go to logging
    Pelican(settings).run()
