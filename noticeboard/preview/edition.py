"""The files at one moment → their site: the database at once, each page when it is first asked for, by what a build writes it with."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from jinja2 import FileSystemBytecodeCache

from noticeboard.build import describe_database, read_sound_record, refuse_what_does_not_run, write_database
from noticeboard.checks import check_record
from noticeboard.checks.links import FOLDERS
from noticeboard.checks.references import references_exist
from noticeboard.database import VIEWS
from noticeboard.downloads.bake import bake_downloads
from noticeboard.files import read_text
from noticeboard.pelican_plugin import open_publication
from noticeboard.problems import Problem
from noticeboard.queries import NamedQuery
from noticeboard.record import DRAFTED, Record, show_drafts
from noticeboard.releases.archives import FOLDER as RELEASES
from noticeboard.releases.archives import check_releases
from noticeboard.schema import Schema
from noticeboard.site.pages import Page
from noticeboard.site.publication import Publication

Step = Callable[[], None]


DATABASE = "data.db"
SOURCES = ("content", "data", RELEASES)
"""The folders of a root from which a database comes."""


@dataclass(frozen=True)
class Contents:
    """What an edition shows: the rows, the addresses of the drafts among them, and what keeps drafts from being published."""

    record: Record
    drafts: frozenset[str]
    unready: list[Problem]


def add_drafts(record: Record) -> Contents:
    """Add its drafts to a sound record; where one points to what is not there, no database could hold them, and all are left out."""
    if not any(record.drafts.values()):
        return Contents(record, frozenset(), [])
    shown = show_drafts(record)
    unready = check_record(shown)
    is_held = not any(references_exist(shown))
    return (
        Contents(shown, frozenset(find_drafts(record)), unready) if is_held else Contents(record, frozenset(), unready)
    )


def find_drafts(record: Record) -> Iterator[str]:
    """Yield the addresses of the pages of drafts."""
    for table in DRAFTED:
        (key,) = record.schema.tables[table].primary_key
        yield from (f"/{FOLDERS[table]}{row[key]}/" for row in record.drafts.get(table, ()) if row.is_draft)


@dataclass(frozen=True)
class Data:
    """The database that files gave, with what Datasette tells of it, in a folder of its own."""

    files: dict[Path, bytes]
    folder: Path
    contents: Contents


class Edition:
    """One moment's site, in a folder of its own; several threads may ask it to write."""

    def __init__(self, folder: Path, root: Path, contents: Contents, publication: Publication) -> None:
        self.folder, self.drafts, self.unready = folder, contents.drafts, contents.unready
        self._root, self._schema, self._publication = root, contents.record.schema, publication
        self._coming = publication.list_pages()
        self._pages: dict[str, Page] = {}
        self._unwritten: dict[str, Page] = {}
        self._done: set[Step] = set()
        self._failure: Exception | None = None
        self._lock = Lock()
        publication.write_frame()
        for path in ("404.html", "500.html"):
            self._write(path)

    @property
    def site(self) -> Path:
        """The folder of its pages."""
        return self.folder / "site"

    @property
    def is_whole(self) -> bool:
        """Whether everything but the search's index is written."""
        return not self._unwritten and self._write_for_programs in self._done

    def write(self, address: str) -> Path:
        """Write what stands at an address, unless it is written, and return its path; raises what a build would where it cannot."""
        path = path_of(address)
        with self._lock:
            if not self.holds(address):
                self._prepare(path)
                self._write(path)
        return self.site / path

    def holds(self, address: str) -> bool:
        """Tell whether what stands at an address is written."""
        return (self.site / path_of(address)).is_file()

    def list_unwritten(self) -> Iterator[str]:
        """Yield an address for each thing that is still to be written, the search's index apart."""
        with self._lock:
            self._pull_all()
        yield from [f"/{path}" for path in self._unwritten]
        yield "/downloads/"
        yield from [f"/{path}" for path in self._unwritten]
        yield "/sitemap.xml"

    def drop(self) -> None:
        """Let go of the database and the folder."""
        with self._lock:
            self._publication.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _prepare(self, path: str) -> None:
        """Do first what a path rests on: the index is of all pages, and pages about the downloads are about files."""
        part = path.partition("/")[0]
        if part in ("changes", "downloads"):
            self._once(self._write_downloads)
        elif part == "pagefind":
            self._once(self._write_search_index)
        elif not self._pull(path):
            self._once(self._write_for_programs)

    def _pull(self, path: str) -> bool:
        """Tell whether there is a page at a path; the database is asked for no more pages than needed to tell."""
        if self._failure:
            raise self._failure
        try:
            while path not in self._pages and (page := next(self._coming, None)):
                self._add([page])
        except Exception as error:
            self._failure = error  # what would have come after it is not known
            raise
        return path in self._pages

    def _pull_all(self) -> None:
        self._pull("")

    def _add(self, pages: Iterable[Page]) -> None:
        new = {page.path: page for page in pages}
        self._pages |= new
        self._unwritten |= new

    def _once(self, step: Step) -> None:
        if step not in self._done:
            step()
            self._done.add(step)

    def _write(self, path: str) -> None:
        if self._pull(path) and path in self._unwritten:
            self._publication.write_page(self._unwritten[path])
            del self._unwritten[path]

    def _write_downloads(self) -> None:
        bake_downloads(self._root, self._schema, self.folder)
        self._add(self._publication.list_data_pages())

    def _write_for_programs(self) -> None:
        self._pull_all()
        self._once(self._write_downloads)
        self._publication.write_for_programs(self._pages.values())

    def _write_search_index(self) -> None:
        self._once(self._write_for_programs)
        for path in list(self._unwritten):
            self._write(path)
        self._publication.write_search_index()


def path_of(address: str) -> str:
    """Return the path of the file at an address, with or without its slash."""
    path = address.strip("/")
    return path if "." in path.rpartition("/")[2] else f"{path}/index.html".lstrip("/")


class EditionMaker:
    """Makes an edition of a root's files as often as it is asked to; what rests on files that stayed as they were is made once."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._root, self._folder = root, folder
        self._count = 0
        self._data: Data | None = None
        self._ran: tuple[Schema, str, dict[str, NamedQuery]] | None = None
        compiled = folder / "compiled"
        compiled.mkdir()
        self._compiled = FileSystemBytecodeCache(str(compiled))

    def make(self) -> Edition:
        """Make an edition of the files as they are; raises what a build would where they have faults."""
        data = self._keep_data()
        with self._make_folder() as folder:
            for file in data.folder.iterdir():
                os.link(file, folder / file.name)
            publication = open_publication(self._root, folder / DATABASE, folder / "site", self._compiled)
            with ExitStack() as stack:
                stack.callback(publication.close)
                edition = Edition(folder, self._root, data.contents, publication)
                stack.pop_all()
                return edition

    def _keep_data(self) -> Data:
        """Return the database of the files as they are, made anew where any but the theme's is another than before."""
        files = read_files(self._root)
        if self._data is None or files != self._data.files:
            last, self._data = self._data, self._make_data(files)
            if last:
                shutil.rmtree(last.folder)
        return self._data

    def _make_data(self, files: dict[Path, bytes]) -> Data:
        record, queries = read_sound_record(self._root)
        check_releases(self._root)
        contents = add_drafts(record)
        with self._make_folder() as folder:
            write_database(folder, self._root, contents.record)
            self._refuse_what_does_not_run(folder / DATABASE, record.schema, queries)
            describe_database(folder, self._root, contents.record.schema, queries)
        return Data(files, folder, contents)

    def _refuse_what_does_not_run(self, database: Path, schema: Schema, queries: dict[str, NamedQuery]) -> None:
        """Try every view and query, unless they were tried as they are: whether they run does not depend on rows."""
        statements = (schema, read_text(self._root / VIEWS, VIEWS), queries)
        if statements != self._ran:
            refuse_what_does_not_run(database, queries)
            self._ran = statements

    @contextmanager
    def _make_folder(self) -> Iterator[Path]:
        """Make a folder, which goes again where it cannot be filled."""
        self._count += 1
        folder = self._folder / str(self._count)
        folder.mkdir()
        try:
            yield folder
        except BaseException:
            shutil.rmtree(folder)
            raise


def read_files(root: Path) -> dict[Path, bytes]:
    """Read everything that a database is made of, as it stands."""
    paths = (path for name in SOURCES for path in (root / name).rglob("*") if path.is_file())
    return {path: path.read_bytes() for path in paths}
