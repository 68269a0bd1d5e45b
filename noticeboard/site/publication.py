"""A database → every file of the site but the theme's own, written one by one or all together."""

import os
import shutil
from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from pathlib import Path

from jinja2 import Environment, TemplateError
from rjsmin import jsmin

from noticeboard.contents import name_version, open_database, read_contents
from noticeboard.moves import write_moves
from noticeboard.problems import BuildError
from noticeboard.queries import Queries
from noticeboard.schema import Schema, read_schema
from noticeboard.site.atom import Imprint, write_feeds
from noticeboard.site.change_pages import change_pages, release_feed
from noticeboard.site.data_pages import data_pages, questions_page
from noticeboard.site.display import equip
from noticeboard.site.examples import group_examples, show_apart
from noticeboard.site.feeds import list_feeds
from noticeboard.site.linked_data import LinkedData
from noticeboard.site.moved_pages import list_moves, moved_pages, read_old_ids
from noticeboard.site.pages import Page, Site, all_pages
from noticeboard.site.search_index import write_search_index
from noticeboard.site.sitemap import find_days, write_sitemap
from noticeboard.site.subject_pages import subject_pages
from noticeboard.site.template_faults import describe_fault
from noticeboard.site.well_known import write_robots, write_security
from noticeboard.views import Meanings, read_meanings
from wording import gettext

STYLE_ORDER = ("tokens.css", "base.css")


class Publication:
    """The site of one database below one folder; whoever opens it closes it. The folder's downloads stand there already."""

    def __init__(self, env: Environment, database: Path, root: Path, theme: Path, folder: Path, site_url: str) -> None:
        self.env, self.database, self.root, self.theme = env, database, root, theme
        self.folder, self.site_url = folder, site_url
        self._queries = Queries(root / "data/queries")
        self._db = open_database(database, is_shared=True)
        self.site = Site(self._db, self._queries)

    def close(self) -> None:
        """Let go of the database."""
        self._db.close()

    def write_all(self) -> None:
        """Write every file."""
        self.write_frame()
        pages = (*self.list_pages(), *self.list_data_pages())
        for page in pages:
            self.write_page(page)
        self.write_for_programs(pages)
        self.write_search_index()

    def list_pages(self) -> Iterator[Page]:
        """Yield every page that tells of the record, and what stands at the addresses of old ids."""
        self._prepare()
        yield from all_pages(self.site)
        yield from subject_pages(self.site)
        yield questions_page(self.site, self._meanings.answers)
        yield self._components_page()
        yield from moved_pages(read_old_ids(self.site))

    def list_data_pages(self) -> Iterator[Page]:
        """Yield every page that tells of the downloads, which must be there."""
        views = self._meanings.views
        yield from data_pages(self.site, self._schema, views, self.folder / "downloads", self.site_url)
        yield from change_pages(self.site, self._schema)

    def write_page(self, page: Page) -> None:
        """Write one page; raises BuildError where a template is at fault."""
        path = self.folder / page.path
        path.parent.mkdir(parents=True, exist_ok=True)
        known = {"address": page.address, "is_indexed": page.is_indexed, "same_as": page.same_as}
        try:
            text = self.env.get_template(page.template).render(**known, **page.context)
        except TemplateError as error:
            raise BuildError([describe_fault(error, self.theme)]) from error
        path.write_text(text, encoding="utf-8")

    def write_frame(self) -> None:
        """Write what every page and address rests on: the stylesheet, scripts, the icon, and what became of old addresses."""
        write_stylesheet(self.theme / "static/css", self.folder / "theme/css/site.css")
        write_scripts(self.theme / "static/js", self.folder / "theme/js")
        # Pages that name no icon, such as Datasette's, are asked for it at the root.
        shutil.copyfile(self.theme / "static/favicon.ico", self.folder / "favicon.ico")
        write_moves(list_moves(read_old_ids(self.site)), self.folder)

    def write_for_programs(self, pages: Iterable[Page]) -> None:
        """Write the feeds, the sitemap of the pages, and what programs look for at known addresses."""
        feeds = [*list_feeds(self.site, self._imprint), release_feed(self.site, self._schema)]
        write_feeds(feeds, self.folder, self._imprint)
        write_sitemap(pages, find_days(self.site, pages), self.folder, self.site_url)
        write_robots(self.folder, self.site_url)
        write_security(self.folder, self.site_url, os.environ)

    def write_search_index(self) -> None:
        """Write the index of the pages, which must be there."""
        write_search_index(self.folder, self.site.ask("all_press"))

    @cached_property
    def _schema(self) -> Schema:
        return read_schema(self.root / "data/datapackage.yaml")

    @cached_property
    def _meanings(self) -> Meanings:
        return read_meanings(self.database, self._schema, self.root, self._queries.by_name.values())

    @cached_property
    def _imprint(self) -> Imprint:
        return Imprint(self._schema.title, self.site_url, self._schema.attribution, self.site.numbers["as_on"])

    def _prepare(self) -> None:
        equip(self.env)
        self.env.globals |= {
            "as_on": self.site.numbers["as_on"],
            "banner": self.site.banner,
            "linked": LinkedData(self._imprint),
            "numbers": self.site.numbers,
            "query_titles": self.site.query_titles,
            "site_url": self.site_url,
            "version": name_version(read_contents(self.database)).version,
        }

    def _components_page(self) -> Page:
        examples = group_examples(self.theme)
        show = partial(show_apart, self.env)
        context = {"title": gettext("Components"), "examples": examples, "show_apart": show}
        return Page("components/index.html", "components.html", context, is_indexed=False)


def write_stylesheet(folder: Path, target: Path) -> None:
    """Join tokens, base and components, in that order, into the one stylesheet that pages load."""
    parts = [folder / name for name in STYLE_ORDER] + sorted((folder / "components").glob("*.css"))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("\n".join(path.read_text(encoding="utf-8") for path in parts), encoding="utf-8")


def write_scripts(folder: Path, target: Path) -> None:
    """Write the modules that pages load, without what is there for those alone who read the code."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.glob("*.js")):
        (target / path.name).write_text(jsmin(path.read_text(encoding="utf-8")), encoding="utf-8")
