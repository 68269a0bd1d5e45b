"""Nothing that the interface says is forgotten: built in a pseudo-language, whatever is not content bears its marks."""

import asyncio
import html
import json
import re
import sqlite3
from contextlib import closing
from dataclasses import asdict

import pytest
from datasette.filters import Filters
from tabulate import tabulate_formats

from noticeboard.build import build
from noticeboard.datasette_config import make_datasette
from noticeboard.descriptor import parse_yaml
from noticeboard.queries import GROUPS, Queries
from noticeboard.schema import read_schema
from noticeboard.site.data_pages import (
    EXAMPLE_ADDRESS,
    EXAMPLES,
    EXAMPLES_IN_ORDER,
    awkward_cases_in_brief,
    read_example,
)
from noticeboard.site.display import make_markdown, show_markdown
from noticeboard.site.pages import Site
from noticeboard.site.vocabulary import OTHER_WORDS, SAME_WORDS
from noticeboard.views import read_meanings
from tests.conftest import EXAMPLE, PROJECT, copy_site
from tests.pseudo_language import TAG, find_forgotten, list_texts, simplify_all, write_catalogue
from tests.reading import address_of, read_pages
from wording import read_language, speak

ALLOWED = simplify_all(
    [
        "Noticeboard",  # its name
        *("BibTeX", "CSV", "JSON", "JSON Lines", "Parquet", "SHA-256"),  # the names of forms
    ]
)
WORDS = simplify_all([word for _, word in OTHER_WORDS] + list(SAME_WORDS))
"""The data's own words, which readers see in their language; only what tells of the data itself has them as they are."""

TELLS_OF_DATA = ("/downloads/", "/downloads/dictionary/", "/questions/")
OF_DATASETTE = simplify_all(
    [
        *(lookup for _, lookup, _ in Filters([]).lookups()),
        *tabulate_formats,
        *("copyable", "data", "home", "rank"),  # parts of addresses, and a column of the search
    ]
)
SAID_BY_DATASETTE = re.compile(
    r"(data: )?(select|with) .*|where .*|sorted by .*|Table not found\.|no such column: nope"
)
"""What Datasette and SQLite say, who speak English alone: a statement, how rows were chosen, what went wrong."""

FEED_TEXT = re.compile(r"<(?:title|subtitle|summary)[^>]*>(.*?)</", re.DOTALL)
SEEN = (
    ("forces_sources", "supports"),
    ("grades", "grade"),
    ("notices", "kind"),
    ("stages", "stage"),
    ("updates", "kind"),
    ("updates", "status"),
)
UNSEEN = ("/components/",)
"""For those who make pages: with examples that are all invented, and linked from nowhere."""


@pytest.fixture(scope="module")
def locale(tmp_path_factory):
    return write_catalogue(tmp_path_factory.mktemp("locale"))


@pytest.fixture(scope="module")
def output(tmp_path_factory, locale):
    """The example site, built in the pseudo-language."""
    root = copy_site(EXAMPLE, tmp_path_factory.mktemp("pseudo") / "site")
    with speak(read_language(TAG, locale)):
        build(root, root / "output")
    return root / "output"


@pytest.fixture(scope="module")
def content(output):
    """What the record, the schema, the questions and our texts say, as it is compared."""
    queries = Queries(PROJECT / "data/queries")
    schema = read_schema(PROJECT / "data/datapackage.yaml")
    meanings = read_meanings(output / "data.db", schema, PROJECT, queries.by_name.values())
    with closing(sqlite3.connect(output / "data.db")) as db:
        db.row_factory = sqlite3.Row
        site = Site(db, queries)
        rows = [row for name in queries.by_name for row in site.ask(name)]
        topics = [row["name"] for row in site.ask("all_topics")]
    examples = [asdict(read_example(EXAMPLES / name, EXAMPLE_ADDRESS)) for name in EXAMPLES_IN_ORDER]
    told = [[asdict(thing) for thing in (*queries.by_name.values(), meanings)], examples, awkward_cases_in_brief()]
    files = [(PROJECT / "data" / name).read_text(encoding="utf-8") for name in ("README.md", "datapackage.yaml")]
    texts = show_parts(list_strings([rows, told, files[0], parse_yaml(files[1], "")[1]]))
    return simplify_all(texts) - WORDS | simplify_all(topics) | ALLOWED


def list_strings(value):
    """Yield every text within lists and mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list, tuple)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from list_strings(inner)


def show_parts(texts):
    """Yield texts as they stand, and each part that Markdown makes of them."""
    markdown = make_markdown()
    for text in texts:
        yield text
        yield from list_texts(show_markdown(markdown, text))


def find_all_forgotten(pages, known):
    """Return what was forgotten on some pages, each piece with the first address at which it stands."""
    found = {}
    for address, page in pages:
        for piece in find_forgotten(page, known | WORDS if address in TELLS_OF_DATA else known):
            found.setdefault(piece, address)
    return found


def test_every_page_is_marked_throughout(output, content):
    site = output / "site"
    pages = [(address_of(path, site), path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))]

    assert len(pages) > 50
    assert find_all_forgotten([page for page in pages if page[0] not in UNSEEN], content) == {}


def test_every_feed_is_marked_throughout(output, content):
    feeds = [(path.name, path.read_text(encoding="utf-8")) for path in sorted((output / "site").rglob("*.atom"))]

    texts = [(name, f"<p>{html.unescape(text)}</p>") for name, feed in feeds for text in FEED_TEXT.findall(feed)]

    assert find_all_forgotten(texts, content) == {}


def test_pages_bear_the_language(output):
    pages = read_pages(output / "site").values()

    assert {page.languages[0] for page in pages} == {("html", TAG)}


@pytest.mark.parametrize("path", ["notices/northshire-custody-2026", "news/northshire-cells"])
def test_what_the_record_says_bears_its_own_language(output, path):
    page = (output / f"site/{path}/index.html").read_text(encoding="utf-8")

    assert '<h1 lang="en-GB">' in page
    assert '<p class="standfirst" lang="en-GB">' in page
    assert '<div class="prose" lang="en-GB">' in page


def test_every_word_of_a_vocabulary_that_readers_see_can_be_translated():
    schema = read_schema(PROJECT / "data/datapackage.yaml")

    words = {
        word
        for table, name in SEEN
        for field in schema.tables[table].fields
        if field.name == name
        for word in field.enum
    }

    assert words - {word for _, word in OTHER_WORDS} - set(SAME_WORDS) == set()


@pytest.fixture
def get_data(output, locale):
    """Ask our Datasette for an address, in the pseudo-language."""
    datasette = make_datasette(output)

    async def ask(path):
        await datasette.invoke_startup()
        return await datasette.client.get(path)

    def get(path):
        with speak(read_language(TAG, locale)):
            return asyncio.run(ask(path)).text

    yield get
    datasette.executor.shutdown()


@pytest.mark.parametrize(
    "path",
    [
        "/data",
        "/data/notices",
        "/data/notices?_facet=force&_sort=notice",
        "/data/notices?force=northshire",
        "/data/notices_now",
        "/data/notices/northshire-custody-2026",
        "/data/search?q=custody",
        "/data?sql=select+1",
        "/data?sql=select+nope",
        "/data/nowhere",
        "/data/forces.copyable?_table_format=github",
    ],
)
def test_every_page_of_the_data_is_marked_throughout(get_data, output, content, path):
    described = json.loads((output / "datasette.json").read_text(encoding="utf-8"))
    known = content | simplify_all(list_strings(described)) - simplify_all(GROUPS.values())

    found = find_all_forgotten([(path, get_data(path))], known | WORDS | OF_DATASETTE)

    assert [piece for piece in found if not SAID_BY_DATASETTE.fullmatch(piece)] == []
