"""Pelican publishes the pages through one generator: rows → compiled templates → files."""

import logging
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.log import console
from pelican.settings import read_settings

from noticeboard.display import equip
from noticeboard.pages import Page, Site, all_pages
from noticeboard.queries import Queries

STYLE_ORDER = ("tokens.css", "base.css")


class PageGenerator(Generator):  # type: ignore[misc]  # Pelican has no type information
    """Asks the database for every page and writes it; no article object a row."""

    def generate_output(self, writer: Any) -> None:
        """Write every page of the site below the output path."""
        database, root = self.settings["NOTICEBOARD_DATABASE"], Path(self.settings["NOTICEBOARD_ROOT"])
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
            site = Site(db, Queries(root / "data/queries"))
            self._prepare(site)
            for page in all_pages(site):
                self._write(page)
        write_stylesheet(Path(self.theme) / "static/css", Path(self.output_path) / "theme/css/site.css")
        # Pages that name no icon, such as Datasette's, are asked for it at the root.
        shutil.copyfile(Path(self.theme) / "static/favicon.ico", Path(self.output_path) / "favicon.ico")

    def _prepare(self, site: Site) -> None:
        equip(self.env)
        self.env.globals |= {
            "as_on": site.numbers["as_on"],
            "banner": site.banner,
            "numbers": site.numbers,
            "query_titles": site.query_titles,
            "site_url": self.settings["SITEURL"],
        }

    def _write(self, page: Page) -> None:
        path = Path(self.output_path) / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        address = "/" + page.path.removesuffix("index.html")
        text = self.env.get_template(page.template).render(address=address, **page.context)
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
