"""What a build has baked → the pages through which people find, understand, cite and trust the data."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any

from noticeboard.contents import Version
from noticeboard.downloads.bake import DICTIONARY
from noticeboard.downloads.leaflets import AWKWARD_CASES, read_section
from noticeboard.releases.archives import SUM, SUMS
from noticeboard.schema import Field, Schema, Table
from noticeboard.served.static_site import TYPES
from noticeboard.site.linked_data import describe_publisher
from noticeboard.site.pages import Page, Row, Site
from noticeboard.views import Answers, View
from wording import gettext, gettext_noop

LATEST = "latest"
LICENCES = "## Licences"
EXAMPLES = Path(__file__).parent.parent.parent / "data/examples"
EXAMPLES_IN_ORDER = ("in_sql.sql", "with_curl.sh", "in_python.py", "with_pandas.py", "in_r.R", "with_duckdb.py")
EXAMPLE_ADDRESS = "http://127.0.0.1:8000"
"""The address of the site in the files of examples, which so run as they stand beside `make serve`."""

EXAMPLE_HEAD = re.compile(r"(?:#|--) (title|about): (.+)\n")
NAME_IN_CODE = re.compile(r"`(\w+)`")
FORMS = (
    ("CSV", "csv/{}.csv"),
    (gettext_noop("Spreadsheet"), "spreadsheet/{}.csv"),
    ("JSON Lines", "jsonl/{}.jsonl"),
    ("Parquet", "parquet/{}.parquet"),
)
KINDS = {
    "string": gettext_noop("text"),
    "integer": gettext_noop("whole number"),
    "number": gettext_noop("number"),
    "boolean": gettext_noop("true or false"),
    "date": gettext_noop("day"),
}


@dataclass(frozen=True)
class Download:
    """One file to take away: its path within its version, its address below the site, its bytes and its sum."""

    path: str
    url: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Edition:
    """One version's folder of downloads, as it stands in the built site."""

    version: Version
    url: str
    folder: Path
    files: dict[str, Download]

    @property
    def is_latest(self) -> bool:
        """Whether it is the record as it stands, and not one that was released."""
        return self.url.endswith("/latest/")

    def count_rows(self, table: str) -> int:
        """Count the rows of a table in the files, which leave out what is not confirmed."""
        return (self.folder / f"jsonl/{table}.jsonl").read_bytes().count(b"\n")


@dataclass(frozen=True)
class WorkedExample:
    """One worked example: its title, what it shows, and what to run."""

    name: str
    title: str
    about: str
    code: str


def data_pages(site: Site, schema: Schema, views: list[View], downloads: Path, site_url: str) -> Iterator[Page]:
    """Yield the page of the data, the dictionary, and the list of each version's files."""
    editions = [
        read_edition(folder) for folder in sorted(downloads.iterdir(), reverse=True) if (folder / SUMS).exists()
    ]
    latest = next(edition for edition in editions if edition.folder.name == LATEST)
    yield data_page(site, schema, latest, site_url)
    yield dictionary_page(schema, views)
    for edition in editions:
        yield files_page(edition)


def read_edition(folder: Path) -> Edition:
    """Read what stands in a version's folder, with the sizes and sums of the files themselves."""
    lines = [SUM.fullmatch(line) for line in (folder / SUMS).read_text(encoding="utf-8").splitlines()]
    url = f"/downloads/{folder.name}/"
    files = {
        line[2]: Download(line[2], url + line[2], (folder / line[2]).stat().st_size, line[1]) for line in lines if line
    }
    return Edition(read_version(folder), url, folder, files)


def read_version(folder: Path) -> Version:
    """Read which version of the record a folder of downloads holds."""
    return Version(**json.loads((folder / "version.json").read_text(encoding="utf-8")))


def data_page(site: Site, schema: Schema, latest: Edition, site_url: str) -> Page:
    """Return the page that says what can be had, how, and on what terms."""
    context = {
        "title": gettext("Data"),
        "schema": schema,
        "edition": latest,
        "coverage": site.coverage,
        "tables": [list_table(table, latest) for table in schema.tables.values()],
        "forces": site.ask("all_forces"),
        "examples": [read_example(EXAMPLES / name, site_url) for name in EXAMPLES_IN_ORDER],
        "cases": awkward_cases_in_brief(),
        "licences": tell(LICENCES),
        "releases": [row for row in site.ask("all_releases") if row["released_on"]],
        "dataset": describe_dataset(schema, latest, begin_coverage(site), site_url),
    }
    return Page("downloads/index.html", "data.html", context)


def list_table(table: Table, edition: Edition) -> dict[str, Any]:
    """Return a table with its number of rows and its file in each form."""
    files = [(gettext(words), edition.files[path.format(table.name)]) for words, path in FORMS]
    return {"name": table.name, "title": table.title, "rows": edition.count_rows(table.name), "files": files}


def read_example(path: Path, site_url: str) -> WorkedExample:
    """Read an example's file, with this site's own address in it."""
    text = path.read_text(encoding="utf-8")
    heads = dict(EXAMPLE_HEAD.findall(text))
    code = EXAMPLE_HEAD.sub("", text).strip().replace(EXAMPLE_ADDRESS, site_url)
    return WorkedExample(path.name, heads["title"], heads["about"], code)


def begin_coverage(site: Site) -> str:
    """Return when the first confirmed notice was published, as nearly as that is known."""
    dated = [row for row in site.ask("notice_details") if row["is_confirmed"] and row["published_from"]]
    first = min(dated, key=itemgetter("published_from"), default={"published_on": site.numbers["as_on"]})
    return str(first["published_on"] or first["published_from"])


def tell(heading: str) -> str:
    """Return what data/README.md tells under a heading, in Markdown and without the heading."""
    return read_section(DICTIONARY, heading).removeprefix(heading).strip()


def awkward_cases_in_brief() -> str:
    """Return the first sentence of each awkward case, as a list in Markdown."""
    cases = [" ".join(case.split()) for case in re.split(r"^- ", tell(AWKWARD_CASES), flags=re.MULTILINE) if case]
    return "\n".join("- " + re.split(r"(?<=[.?])\s", case, maxsplit=1)[0] for case in cases)


def link_names(text: str, names: Iterable[str]) -> str:
    """Return a text in Markdown in which each name of a table or view that stands as code leads to its place below."""
    known = set(names)
    return NAME_IN_CODE.sub(lambda found: f"[{found[0]}](#{found[1]})" if found[1] in known else found[0], text)


def dictionary_page(schema: Schema, views: list[View]) -> Page:
    """Return the data dictionary: every table, view and field."""
    names = [*schema.tables, *(view.name for view in views)]
    context = {
        "title": gettext("Data dictionary"),
        "schema": schema,
        "tables": [describe_table(table) for table in schema.tables.values()],
        "views": [view for view in views if not view.is_dated],
        "dated": [view for view in views if view.is_dated],
        "cases": link_names(tell(AWKWARD_CASES), names),
    }
    return Page("downloads/dictionary/index.html", "dictionary.html", context)


def describe_table(table: Table) -> dict[str, Any]:
    """Return a table with all that the authority says of each of its fields."""
    return {"table": table, "fields": [describe_field(table, field) for field in table.fields]}


def describe_field(table: Table, field: Field) -> dict[str, Any]:
    """Return a field with its kind in words, whether it is part of the key, and the fields that it points to."""
    pointers = [
        f"{key.table}.{key.other_fields[key.fields.index(field.name)]}"
        for key in table.foreign_keys
        if field.name in key.fields
    ]
    return {"field": field, "kind": name_kind(field), "is_key": field.name in table.primary_key, "pointers": pointers}


def name_kind(field: Field) -> str:
    """Return the kind of a field's values in words."""
    if field.is_partial_date:
        return gettext("day, month or year")
    return gettext("address") if field.format == "uri" else gettext(KINDS[field.type])


def questions_page(site: Site, answers: Answers) -> Page:
    """Return the list of the named queries that readers are shown, with what each answer's columns mean."""
    context = {"title": gettext("Questions"), "questions": site.questions, "answers": answers}
    return Page("questions/index.html", "questions.html", context)


def files_page(edition: Edition) -> Page:
    """Return the list of every file of a version."""
    version = edition.version.version
    if edition.is_latest:
        title = gettext("Files of the newest version, %(version)s", version=version)
    else:
        title = gettext("Files of version %(version)s", version=version)
    return Page(f"{edition.url.strip('/')}/index.html", "files.html", {"title": title, "edition": edition})


def describe_dataset(schema: Schema, edition: Edition, began: str, site_url: str) -> Row:
    """Return the record as a Dataset of schema.org, which search engines for data read."""
    version = edition.version
    maker = describe_publisher(schema.title, site_url)
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": schema.title,
        "description": schema.description,
        "url": f"{site_url}/downloads/",
        "identifier": f"sha256:{version.content_hash}",
        "version": version.version,
        "dateModified": version.as_on,
        "license": schema.licence_url,
        "isAccessibleForFree": True,
        "inLanguage": "en-GB",
        "keywords": schema.descriptor.get("keywords", []),
        "creator": maker,
        "publisher": maker,
        "creditText": schema.attribution,
        "citation": f"{schema.title}. Version {version.version}, as on {version.as_on}. {site_url}/downloads/",
        "temporalCoverage": f"{began}/{version.as_on}",
        "spatialCoverage": {"@type": "Place", "name": "England and Wales"},
        "distribution": [describe_distribution(schema, edition.files[path], site_url) for path in distributed(schema)],
    }


def distributed(schema: Schema) -> Iterator[str]:
    """Yield the paths of the files by which the record can be had as a whole or table by table."""
    yield from ("data.db", "noticeboard.zip", "datapackage.json")
    yield from (f"csv/{name}.csv" for name in schema.tables)


def describe_distribution(schema: Schema, file: Download, site_url: str) -> Row:
    """Return a file as a DataDownload of schema.org."""
    table = schema.tables.get(Path(file.path).stem) if file.path.startswith("csv/") else None
    return {
        "@type": "DataDownload",
        "name": table.title if table else file.path,
        "contentUrl": site_url + file.url,
        "encodingFormat": TYPES[Path(file.path).suffix].partition(";")[0],
        "contentSize": f"{file.size} B",
        "sha256": file.sha256,
    }
