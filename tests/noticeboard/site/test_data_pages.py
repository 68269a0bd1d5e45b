"""What the pages of the data say is so: sizes, sums, addresses, terms, and every example runs as it stands."""

import csv
import hashlib
import io
import json
import re
import shutil
import socket
import subprocess
import sys
import time
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

import noticeboard
from noticeboard.queries import Queries
from noticeboard.schema import read_schema
from noticeboard.site.data_pages import (
    EXAMPLE_ADDRESS,
    EXAMPLES,
    EXAMPLES_IN_ORDER,
    WorkedExample,
    read_edition,
    read_example,
)
from noticeboard.views import read_meanings, read_views
from tests.conftest import PROJECT
from tests.reading import PageReader

SCHEMA = read_schema(PROJECT / "data/datapackage.yaml")
CODE = re.compile(
    r'<pre class="code" role="region" aria-label="([^"]+)" tabindex="0"><code>(.*?)</code></pre>', re.DOTALL
)
JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    """The whole output of a build of the real record."""
    output = tmp_path_factory.mktemp("data-pages") / "output"
    noticeboard.build(PROJECT, output)
    return output


@pytest.fixture(scope="module")
def built(output):
    return output / "site"


@pytest.fixture(scope="module")
def address(output):
    """The address of a server that serves the build."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "noticeboard.cli", "serve", "--root", str(output.parent), "--output", str(output)]
    with subprocess.Popen([*command, "--port", str(port)], cwd=PROJECT, stdout=subprocess.DEVNULL) as server:
        wait_until_up(f"http://127.0.0.1:{port}")
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def wait_until_up(url):
    for _ in range(300):
        try:
            return httpx.get(url).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.1)
    raise TimeoutError(url)


def read(site, page="downloads"):
    return (site / page / "index.html").read_text(encoding="utf-8")


def links(text):
    return {link["href"] for link in PageReader(text).links}


def read_examples(site):
    """The examples that the page shows, by title, as a reader would copy them."""
    return {unescape(title): unescape(code) for title, code in CODE.findall(read(site))}


def read_dataset(site):
    (dataset,) = [thing for thing in map(json.loads, JSON_LD.findall(read(site))) if thing["@type"] == "Dataset"]
    return dataset


@pytest.fixture
def run(built, address, tmp_path):
    """Run an example as the page shows it, on the site that is served, in an empty folder; gives what it prints."""

    def run_example(title, *command):
        path = tmp_path / "example"
        path.write_text(read_examples(built)[title].replace(EXAMPLE_ADDRESS, address))
        done = subprocess.run([*command, path], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run_example


def test_every_file_of_an_example_is_shown_in_order(built):
    titles = [read_example(EXAMPLES / name, EXAMPLE_ADDRESS).title for name in EXAMPLES_IN_ORDER]

    assert {path.name for path in EXAMPLES.iterdir()} == set(EXAMPLES_IN_ORDER)
    assert list(read_examples(built)) == [*titles, "BibTeX"]


def test_the_example_in_sql_runs_and_so_does_its_link(built, address):
    (link,) = [link for link in links(read(built)) if link.startswith("/data?")]
    asked = parse_qs(urlsplit(link).query)

    rows = httpx.get(f"{address}/data.json", params={**asked, "_shape": "array"}).raise_for_status().json()

    assert asked["sql"] == [read_examples(built)["SQL, in the browser"]]
    assert list(rows[0]) == ["force", "recommendation", "summary", "due_on", "status_on"]
    assert httpx.get(address + link).status_code == 200


def test_the_example_with_curl_runs(run, tmp_path):
    printed = run("curl", "sh", "-e")

    assert printed == "data.db: OK\n"
    assert (tmp_path / "recommendations.csv").read_text().startswith("recommendation,")
    assert [row["stage"] for row in json.loads((tmp_path / "stages.json").read_text())] == ["engage", "scan"]


def test_the_example_in_python_runs(run):
    assert run("Python, with nothing to install", sys.executable, "-W", "error").startswith("Lincolnshire Police 20")


def test_the_example_with_pandas_runs(run):
    assert "London" in run("Python, with pandas", sys.executable)


def test_the_example_with_duckdb_runs(run):
    assert "Custody" in run("DuckDB, on Parquet", sys.executable)


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed here")
def test_the_example_in_r_runs(run):
    assert "2022" in run("R", "Rscript")


def test_a_spreadsheet_is_given_the_form_made_for_it(built):
    (link,) = [link for link in links(read(built)) if link.endswith("spreadsheet/recommendations.csv")]

    assert (built / link.lstrip("/")).read_bytes().startswith(b"\xef\xbb\xbfrecommendation,")


def test_an_example_bears_the_address_of_its_own_site():
    example = read_example(EXAMPLES / "in_python.py", "https://noticeboard.example")

    assert isinstance(example, WorkedExample)
    assert 'urlretrieve("https://noticeboard.example/downloads/latest/data.db"' in example.code


def test_every_table_stands_there_in_each_form_with_its_rows_and_size(built):
    text = read(built)

    for name, table in SCHEMA.tables.items():
        rows = len((built / f"downloads/latest/jsonl/{name}.jsonl").read_text().splitlines())
        (row,) = re.findall(rf'<tr><th scope="row"><a href="/downloads/dictionary/#{name}">.*</tr>', text)
        files = re.findall(r'href="/downloads/latest/([^"]+)">(\d+) kB<', row)
        sizes = [
            (path, str(max(1, round((built / "downloads/latest" / path).stat().st_size / 1000)))) for path, _ in files
        ]
        assert [path.partition("/")[0] for path, _ in files] == ["csv", "spreadsheet", "jsonl", "parquet"]
        assert files == sizes
        assert f'<td class="number" data-label="Rows">{rows}</td>' in row
        assert f">{table.title}</a></th>" in row


def test_every_force_has_its_file_and_its_calendar(built):
    offered = links(read(built))

    for force in (built / "forces").glob("*/"):
        assert f"/downloads/latest/forces/{force.name}.csv" in offered
        assert f"/downloads/latest/calendars/{force.name}.ics" in offered


def test_the_dataset_has_what_search_engines_ask_of_one(built):
    dataset = read_dataset(built)
    version = json.loads((built / "downloads/latest/version.json").read_text())

    distribution = dataset.pop("distribution")
    noticeboard_itself = {"@type": "Organization", "name": "Noticeboard", "url": f"{EXAMPLE_ADDRESS}/"}
    assert dataset == {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": "Noticeboard",
        "description": SCHEMA.description,
        "url": f"{EXAMPLE_ADDRESS}/downloads/",
        "identifier": f"sha256:{version['content_hash']}",
        "version": version["version"],
        "dateModified": "2025-08-31",
        "license": SCHEMA.licence_url,
        "isAccessibleForFree": True,
        "inLanguage": "en-GB",
        "keywords": SCHEMA.descriptor["keywords"],
        "creator": noticeboard_itself,
        "publisher": noticeboard_itself,
        "creditText": SCHEMA.attribution,
        "citation": f"Noticeboard. Version {version['version']}, as on 2025-08-31. {EXAMPLE_ADDRESS}/downloads/",
        "temporalCoverage": "2019/2025-08-31",
        "spatialCoverage": {"@type": "Place", "name": "England and Wales"},
    }
    assert {item["contentUrl"].rpartition("/")[2] for item in distribution} == {
        "data.db", "noticeboard.zip", "datapackage.json", *(f"{name}.csv" for name in SCHEMA.tables)}  # fmt: skip


def test_every_file_of_the_dataset_is_there_with_its_size_sum_and_type(built, address):
    for item in read_dataset(built)["distribution"]:
        path = item["contentUrl"].removeprefix(EXAMPLE_ADDRESS)
        content = (built / path.lstrip("/")).read_bytes()

        assert item["contentUrl"].startswith(f"{EXAMPLE_ADDRESS}/downloads/latest/")
        assert (item["contentSize"], item["sha256"]) == (f"{len(content)} B", hashlib.sha256(content).hexdigest())
        assert httpx.head(address + path).headers["content-type"].partition(";")[0] == item["encodingFormat"]


def test_nothing_in_the_dataset_ends_its_script(site):
    hostile = "</script><script>alert(1)</script><!-- & it's \\"
    path = site / "data/datapackage.yaml"
    text = path.read_text()
    path.write_text(text.replace(f"description: >-\n  {SCHEMA.description[:20]}", f"description: >-\n  {hostile} "
                                 f"{SCHEMA.description[:20]}", 1))  # fmt: skip

    noticeboard.build(site, site / "output")

    assert read_dataset(site / "output/site")["description"].startswith(hostile)
    assert "<script>alert" not in read(site / "output/site")


def test_the_files_of_a_version_stand_with_their_sizes_and_sums(built):
    text = read(built, "downloads/latest")
    files = read_edition(built / "downloads/latest").files

    assert set(files) == {
        path.relative_to(built / "downloads/latest").as_posix()
        for path in (built / "downloads/latest").rglob("*")
        if path.is_file() and path.name not in {"SHA256SUMS", "index.html"}
    }
    assert re.findall(r"<code class=\"downloads__hash\">(\w+)<", text) == [file.sha256 for file in files.values()]


def test_a_released_version_has_its_own_list_and_is_named_on_the_page(site):
    release = [sys.executable, "-m", "noticeboard.cli", "release", "--root", site]
    done = subprocess.run(release, cwd=PROJECT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr

    noticeboard.build(site, site / "output")

    built = site / "output/site"
    version = json.loads((built / "downloads/latest/version.json").read_text())["version"]
    assert f'href="/downloads/{version}/csv/notices.csv"' in read(built, f"downloads/{version}")
    assert f'<a href="/downloads/{version}/">{version}</a>' in read(built)


def test_each_question_tells_what_the_columns_of_its_answer_mean(built, output):
    page = PageReader(read(built, "questions"))
    queries = [query for query in Queries(PROJECT / "data/queries").by_name.values() if query.group]

    answers = read_meanings(output / "data.db", SCHEMA, PROJECT, queries).answers

    assert read(built, "questions").count("<dt><code>") == sum(len(columns) for columns in answers.values())
    assert [column for columns in answers.values() for column in columns if column.description not in page.text] == []


def test_the_dictionary_tells_every_table_field_view_and_column(built, output):
    page = PageReader(read(built, "downloads/dictionary"))
    views = read_views(output / "data.db", SCHEMA, PROJECT)

    fields = {f"{name}.{field.name}" for name, table in SCHEMA.tables.items() for field in table.fields}
    columns = {
        f"{view.name}.{column.name}"
        for view in views
        for column in view.columns
        if column.origin == view.name or not view.is_dated
    }
    assert {*SCHEMA.tables, *(view.name for view in views), *fields, *columns} <= set(page.ids)
    unsaid = [field for table in SCHEMA.tables.values() for field in table.fields if field.description not in page.text]
    assert unsaid == []
    assert [view for view in views if not view.is_dated and view.description not in page.text] == []


@pytest.mark.parametrize(
    "told",
    [
        '<th scope="row" id="causes.notice"><code>notice</code></th><td data-label="Holds">text, never empty, '
        'points to <a href="#notices.notice"><code>notices.notice</code></a></td>',
        '<th scope="row" id="notices.notice"><code>notice</code></th><td data-label="Holds">text, key</td>',
        '<th scope="row" id="stages.started_on"><code>started_on</code></th><td data-label="Holds">day, month or year, key</td>',
        '<th scope="row" id="press.source"><code>source</code></th><td data-label="Holds">text, never empty, each once, ',
        '<span class="note">One of: scan, engage.</span>',
        '<td data-label="As in"><a href="#causes.summary"><code>causes</code></a></td>',
    ],
)
def test_the_dictionary_tells_kind_key_vocabulary_and_pointers(built, told):
    assert told in read(built, "downloads/dictionary")


def test_the_awkward_cases_lead_to_the_tables_that_they_name(built):
    text = read(built, "downloads/dictionary")

    assert '<strong>A force without a row in <a href="#stages"><code>stages</code></a></strong>' in text
    assert "four recommendations to the Metropolitan Police of February 2024 are such." in text
    assert "four recommendations to the Metropolitan Police" not in read(built)


@pytest.mark.parametrize(
    ("page", "asked"),
    [
        ("notices/staffordshire-2022-03", "notices_now"),
        ("recommendations/staffordshire-2022-03-1", "recommendations_now"),
        ("forces/staffordshire", "forces_now"),
        ("news/staffordshire-early-warning", "stories"),
    ],
)
def test_a_page_links_to_its_own_rows_and_says_how_to_cite_it(built, address, page, asked):
    offered = links(read(built, page))
    as_json, as_csv = (
        next(link for link in offered if link.startswith(f"/data/{asked}.{form}?")) for form in ("json", "csv")
    )
    version = json.loads((built / "downloads/latest/version.json").read_text())["version"]

    (row,) = httpx.get(address + as_json).raise_for_status().json()
    (same,) = csv.DictReader(io.StringIO(httpx.get(address + as_csv).text, newline=""))

    assert page.rpartition("/")[2] in row.values()
    assert list(same) == [name for name in row if name != "rowid"]
    cited = PageReader(read(built, page)).text.partition("Cite this page: ")[2].partition("\n")[0]
    assert cited.endswith(f"Version {version}, as on 31 August 2025. {EXAMPLE_ADDRESS}/{page}/")
