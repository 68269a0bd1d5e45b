"""Pelican sets the site up through one generator: its settings and the theme's files → a publication, ready to be written."""

import logging
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache
from pelican import Pelican, signals
from pelican.generators import Generator
from pelican.log import console
from pelican.settings import read_settings

from noticeboard.site.publication import Publication

PROJECT = Path(__file__).parent.parent


class PageGenerator(Generator):  # type: ignore[misc]  # Pelican has no type information
    """Hands over a publication that asks the database for every page; no article object a row."""

    def generate_output(self, writer: Any) -> None:
        """Open the publication below the output path."""
        take: Callable[[Publication], None] = self.settings["NOTICEBOARD_TAKE"]
        database, root = (Path(self.settings[f"NOTICEBOARD_{name}"]) for name in ("DATABASE", "ROOT"))
        folder, site_url = Path(self.output_path), self.settings["SITEURL"]
        take(Publication(self.env, database, root, Path(self.theme), folder, site_url))


def get_generators(_pelican: Pelican) -> type[PageGenerator]:
    """Answer Pelican's signal with the one generator that writes pages."""
    return PageGenerator


def register() -> None:
    """Tell Pelican of the generator; Pelican calls this for each plugin."""
    signals.get_generators.connect(get_generators)


def build_pages(root: Path, database: Path, site: Path) -> None:
    """Write the whole site to a folder from a database that is already built."""
    with closing(open_publication(root, database, site)) as publication:
        publication.write_all()


def open_publication(root: Path, database: Path, site: Path, compiled: BytecodeCache | None = None) -> Publication:
    """Write the theme's files to a folder and return the publication that writes the rest; `compiled` keeps templates for the next."""
    opened: list[Publication] = []
    override = {
        "PATH": str(root / "content"),
        "OUTPUT_PATH": str(site),
        "NOTICEBOARD_DATABASE": str(database),
        "NOTICEBOARD_ROOT": str(root),
        "NOTICEBOARD_TAKE": opened.append,
    }
    settings = read_settings(str(PROJECT / "pelicanconf.py"), override=override)
    settings["JINJA_ENVIRONMENT"] = settings["JINJA_ENVIRONMENT"] | {"bytecode_cache": compiled}
    logging.getLogger("pelican").setLevel(logging.WARNING)
    console.quiet = True  # it counts articles, of which there are none; warnings go to logging
    Pelican(settings).run()
    return opened[0]
