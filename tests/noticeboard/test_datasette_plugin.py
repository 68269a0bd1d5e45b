"""The data answers as its users expect, and tells of a bad request what is wrong with it."""

import json
import re
import shutil
import sqlite3
from urllib.parse import quote_plus

import pytest
from flask import Flask

from noticeboard.data_answers import MOST_FACETS
from noticeboard.data_faults import OUR_FAULT, TOO_SLOW
from noticeboard.datasette_config import make_datasette, make_metadata, write_metadata
from noticeboard.front import create_front
from noticeboard.queries import Queries
from noticeboard.schema import read_schema
from tests.conftest import PROJECT

QUERIES = Queries(PROJECT / "data/queries").by_name
ENDLESS = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n"
INLINE = re.compile(rb"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:")


@pytest.fixture(scope="module")
def output(record_path, tmp_path_factory):
    folder = tmp_path_factory.mktemp("output")
    shutil.copy(record_path, folder / "data.db")
    with sqlite3.connect(record_path) as db:
        views = [name for (name,) in db.execute("select name from sqlite_master where type = 'view'")]
    db.close()
    write_metadata(make_metadata(read_schema(PROJECT / "data/datapackage.yaml"), QUERIES.values(), views), folder)
    (folder / "site").mkdir()
    (folder / "site/404.html").write_text("Not here.")
    return folder


@pytest.fixture
def datasette(output):
    datasette = make_datasette(output)
    yield datasette
    datasette.executor.shutdown()
    for database in datasette.databases.values():
        database.close()


@pytest.fixture
def get(datasette, output, ask):
    """Ask the whole front for an address of the data; starts Datasette on the way."""
    front = create_front(output / "site", Flask("comments"), datasette.app())
    return lambda path, query="", **headers: ask(front, path, query=query, **headers)


BAD = [
    ("/data.csv", "", 400),
    ("/data/forces", "_sort=nope", 400),
    ("/data/forces", "_sort=name&_sort_desc=name", 400),
    ("/data/forces", "_size=nope", 400),
    ("/data/forces", "_size=-1", 400),
    ("/data/forces.json", "_facet=nope", 400),
    ("/data/forces", "_sort=name&_next=a,b,c", 400),
    ("/data/forces_now", "_next=nope", 400),
    ("/data/forces", "_timelimit=nope", 400),
    ("/data/forces", "_where=nope+is+nope", 400),
    ("/data/forces", "_where=1%00", 400),
    ("/data/forces", "_search=%22&_searchmode=raw&_fts_table=nope", 400),
    ("/data/forces", "_through=[]", 400),
    ("/data/forces", "_col=nope", 400),
    ("/data/forces.json", "_ttl=%C2%B2", 400),
    ("/data/forces", "name=é", 400),
    ("/data/forces.json", "_ttl=" + "9" * 5000, 400),
    ("/data/forces.json", "_shape=nope", 400),
    ("/data/grades/staffordshire", "", 404),
    ("/data/forces/nobody", "", 404),
    ("/data/forces/a,b,c", "", 404),
    ("/data/nowhere", "", 404),
    ("/data/nowhere/1", "", 404),
    ("/data/forces_now/1", "", 404),
    ("/data/search/1", "", 404),
    ("/data", "sql=select+nope", 400),
    ("/data", "sql=drop+table+forces", 400),
    ("/data", "sql=select+1;select+2", 400),
    ("/data", "sql=select+%27%00%27", 400),
    ("/data", "sql=select+hex(zeroblob(499000000))", 400),
    ("/data", "sql=select+1&_timelimit=nope", 400),
    ("/data/search", "q=" + "x" * 1_000_000, 414),
    ("/data/forces", "&".join(["name=x"] * 101), 400),
    ("/data/forces", "&".join(["_facet=region"] * (MOST_FACETS + 1)), 400),
]


def in_format(path, ending):
    return path if re.search(r"\.\w+$", path) else path + ending


@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")  # Datasette's, after a bad facet
@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
@pytest.mark.parametrize(("path", "query", "status"), BAD)
def test_a_bad_request_is_told_so(get, path, query, status, ending, caplog):
    answer = get(in_format(path, ending), query)

    assert (answer.status, answer.headers["x-content-type-options"], caplog.records) == (status, "nosniff", [])
    assert b"Traceback" not in answer.body
    assert "etag" not in answer.headers


def test_a_bad_request_for_json_has_one_shape(get):
    answers = [
        get("/data/forces.json", "_sort=nope"),
        get("/data/forces/nobody.json"),
        get("/data.json", "sql=select+nope"),
    ]

    assert [json.loads(answer.body) for answer in answers] == [
        {"ok": False, "error": "Cannot sort table by nope.", "status": 400},
        {"ok": False, "error": "Record not found.", "status": 404},
        {"ok": False, "error": "No such column: nope.", "status": 400},
    ]


def test_a_bad_request_for_a_page_has_the_sites_frame(get):
    answer = get("/data/forces", "_sort=nope")

    assert b"<p>Cannot sort table by nope.</p>" in answer.body
    assert b'href="/notices/"' in answer.body


def test_a_statement_that_takes_too_long_is_stopped(get):
    answer = get("/data.json", f"sql={quote_plus(ENDLESS)}&_timelimit=20")

    assert (answer.status, json.loads(answer.body)["error"]) == (400, TOO_SLOW)


@pytest.mark.parametrize("path", ["/data", "/data/forces", "/data/forces.json", "/data/forces/staffordshire.json"])
def test_a_fault_of_our_own_is_logged_and_told_without_its_cause(get, datasette, path, caplog):
    async def fail(*args, **options):
        error = sqlite3.OperationalError("disk I/O error in /srv/data")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
        raise error

    get("/data/forces.json")
    datasette.get_database("data").primary_keys = fail
    answer = get(path)

    assert (answer.status, OUR_FAULT.encode() in answer.body, b"/srv" in answer.body) == (500, True, False)
    assert [record.message for record in caplog.records] == [f"fault in {path}"]


@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
@pytest.mark.parametrize(
    "path",
    [
        "/data/notices_fts",
        "/data/notices_fts_data",
        "/data/NOTICES_FTS_IDX",
        "/data/notices_fts_config/version",
        "/data/sqlite_master",
        "/data/sqlite_master/1",
        "/data/SQLite_schema/1",
        "/_internal",
        "/_internal/databases",
        "/-/metadata",
        "/-/plugins",
        "/-/settings",
        "/-/databases",
        "/-/permissions",
        "/-/allow-debug",
        "/-/auth-token",
    ],
)
def test_what_is_inside_is_closed(get, path, ending):
    assert get(path + ending).status == 404


@pytest.mark.parametrize("path", ["/-/static/table.js", "/-/static-plugins/noticeboard/data.css"])
def test_what_pages_need_is_open(get, path):
    assert get(path).status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_nothing_can_be_written(datasette, output, ask, method):
    app = datasette.app()

    assert ask(app, "/data/forces", method=method).status == 405


@pytest.mark.parametrize(
    "statement",
    [
        "insert into forces (force) values ('x')",
        "with x as (select 1) delete from forces",
        "attach database '/tmp/x' as x",
        "pragma user_version = 1",
        "vacuum into '/tmp/x'",
        "select load_extension('x')",
    ],
)
def test_no_statement_can_write(get, statement):
    assert get("/data.json", f"sql={quote_plus(statement)}").status == 400


ANSWERS = [
    ("/data", ""),
    ("/data.json", ""),
    ("/data/forces", ""),
    ("/data/forces.json", "_facet=region"),
    ("/data/forces.csv", ""),
    ("/data/forces/staffordshire", ""),
    ("/data/forces/staffordshire.json", ""),
    ("/data/search", "q=custody"),
    ("/data.csv", "sql=select+1"),
    ("/data.db", ""),
    ("/-/static/table.js", ""),
]


@pytest.mark.parametrize(("path", "query"), ANSWERS)
def test_an_answer_is_known_again(get, path, query):
    first, second = get(path, query), get(path, query, cookie="a=b", authorization="Bearer x")

    again = get(path, query, if_none_match=f'"other", {first.headers["etag"]}')

    assert (first.status, again.status, again.body) == (200, 304, b"")
    assert (first.body, first.headers["etag"]) == (second.body, second.headers["etag"])
    assert re.fullmatch(r'"[0-9a-f]{32}"', first.headers["etag"])
    assert first.headers["cache-control"] == again.headers["cache-control"] == "public, max-age=60"
    assert "cookie" not in first.headers.get("vary", "").lower()


def test_each_address_and_host_has_a_tag_of_its_own(get):
    tags = {get(path, query).headers["etag"] for path, query in ANSWERS}

    assert len(tags | {get("/data", host="elsewhere.test").headers["etag"]}) == len(ANSWERS) + 1


def test_another_build_has_other_tags(get, output, ask, tmp_path):
    shutil.copytree(output, tmp_path / "output")
    with sqlite3.connect(tmp_path / "output/data.db") as db:
        db.execute("update forces set name = 'Northshire' where force = 'staffordshire'")
    db.close()
    other = make_datasette(tmp_path / "output")

    tags = [get("/data/forces").headers["etag"], ask(other.app(), "/data/forces").headers["etag"]]

    other.executor.shutdown()
    assert tags[0] != tags[1]


def test_a_known_answer_needs_no_statement(get, datasette):
    tag = get("/data/forces").headers["etag"]
    datasette.get_database("data").execute_fn = None

    assert get("/data/forces", if_none_match=tag).status == 304


@pytest.mark.parametrize(
    "statement", ["select random()", "select datetime('now')", "select current_date", "select date()"]
)
def test_an_answer_that_changes_by_itself_is_not_kept(get, statement):
    headers = get("/data.json", f"sql={quote_plus(statement)}").headers

    assert ("etag" in headers, headers["cache-control"]) == (False, "no-store")


@pytest.mark.parametrize(
    ("path", "query", "origin"),
    [
        ("/data/forces.json", "", "*"),
        ("/data/forces.csv", "", "*"),
        ("/data.db", "", "*"),
        ("/data/nowhere.json", "", "*"),
        ("/data.json", "sql=nope", "*"),
        ("/data/forces", "", None),
        ("/-/static/table.js", "", None),
    ],
)
def test_pages_elsewhere_can_read_what_is_for_programs(get, path, query, origin):
    assert get(path, query).headers.get("access-control-allow-origin") == origin


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/data/notices/staffordshire-2022-03", b'href="/notices/staffordshire-2022-03/"'),
        ("/data/recommendations/staffordshire-2022-03-1", b'href="/recommendations/staffordshire-2022-03-1/"'),
        ("/data/forces/staffordshire", b'href="/forces/staffordshire/"'),
        ("/data/stories/staffordshire-early-warning", b'href="/news/staffordshire-early-warning/"'),
        ("/data/causes/staffordshire-2022-03-a", b'href="/notices/staffordshire-2022-03/#cause-a"'),
    ],
)
def test_a_row_leads_to_its_page(get, path, link):
    assert link in get(path).body


def test_a_press_item_leads_to_its_source(get, record_db):
    press, source = record_db.execute("select press, source from press").fetchone()

    assert f'href="{source}"'.replace("&", "&amp;").encode() in get(f"/data/press/{press}").body


def test_the_front_page_tells_of_each_table_and_query(get):
    page = get("/data").body.decode()

    assert [name for name in QUERIES if f'="/data/{name}' not in page] == []
    assert "The 43 territorial police forces" in page


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/data", ""),
        ("/data", "sql=select+1"),
        ("/data", "sql=select+nope"),
        ("/data/forces", ""),
        ("/data/forces", "_where=1&_search=x&_facet=region"),
        ("/data/forces_now", ""),
        ("/data/forces/staffordshire", ""),
        ("/data/search", "q=custody"),
        ("/data/nowhere", ""),
    ],
)
def test_nothing_is_written_inline(get, path, query):
    assert INLINE.search(get(path, query).body) is None
