"""The data answers as its users expect, and tells of a bad request what is wrong with it."""

import json
import re
import shutil
import sqlite3
from urllib.parse import quote_plus, unquote

import pytest
from flask import Flask

from noticeboard.datasette_config import make_datasette
from noticeboard.front import create_front
from noticeboard.queries import Queries
from noticeboard.served.data_answers import MOST_FACETS
from noticeboard.served.data_faults import OUR_FAULT, TOO_SLOW
from tests.conftest import PROJECT

QUERIES = Queries(PROJECT / "data/queries").by_name
ENDLESS = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n"
INLINE = re.compile(rb"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:")


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
    ("/data/forces/staffordshire,nobody", "", 404),
    ("/data/stages/cleveland,2019-04,engage", "", 404),
    ("/data/nowhere", "", 404),
    ("/data/nowhere/1", "", 404),
    ("/data/forces_now/1", "", 404),
    ("/data/search/1", "", 404),
    ("/-/static/" + "x" * 300, "", 404),
    ("/data", "sql=select+nope", 400),
    ("/data", "sql=drop+table+forces", 400),
    ("/data", "sql=select+1;select+2", 400),
    ("/data", "sql=select+%27%00%27", 400),
    ("/data", "sql=select+hex(zeroblob(499000000))", 400),
    ("/data", "sql=select+1&_timelimit=nope", 400),
    ("/data/search", "q=" + "x" * 1_000_000, 414),
    ("/data/forces", "&".join(["name=x"] * 101), 400),
    ("/data/forces", "&".join(["_facet=region"] * (MOST_FACETS + 1)), 400),
    ("/data/forces", "&".join(["%5Ffacet=region"] * (MOST_FACETS + 1)), 400),
    ("/data/forces", "_facets=region", 400),
    ("/data.nope", "", 404),
    ("/data/forces.nope", "", 404),
    ("/data/forces/staffordshire.JSON", "", 404),
    ("/data/forces/staffordshire.", "", 404),
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


def test_a_bad_request_for_json_has_one_shape(get, datasette):
    datasette.metadata("databases")["data"]["queries"]["slow"] = {"sql": ENDLESS}
    answers = [
        get("/data/forces.json", "_sort=nope"),
        get("/data/forces/nobody.json"),
        get("/data.json", "sql=select+nope"),
        get("/data/search.json", "_timelimit=nope"),
        get("/data/slow.json", "_timelimit=20"),
        get("/data/search.json", "q=" + "x" * 1_000_000),
    ]

    assert [json.loads(answer.body) for answer in answers] == [
        {"error": {"code": "bad-request", "message": "Cannot sort table by nope."}},
        {"error": {"code": "not-found", "message": "Record not found."}},
        {"error": {"code": "bad-request", "message": "No such column: nope."}},
        {"error": {"code": "bad-request", "message": "A value in the address cannot be understood."}},
        {"error": {"code": "bad-request", "message": TOO_SLOW}},
        {
            "error": {
                "code": "too-long",
                "message": "The address is too long; what follows its question mark may have 32,768 characters.",
            }
        },
    ]


def test_a_bad_request_for_a_page_has_the_sites_frame(get):
    answer = get("/data/forces", "_sort=nope")

    assert b"<p>Cannot sort table by nope.</p>" in answer.body
    assert b'href="/notices/"' in answer.body


def test_a_statement_that_takes_too_long_is_stopped(get):
    answer = get("/data.json", f"sql={quote_plus(ENDLESS)}&_timelimit=20")

    assert (answer.status, json.loads(answer.body)["error"]["message"]) == (400, TOO_SLOW)


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


@pytest.mark.parametrize("path", ["/data", "/data/forces", "/data/search", "/-/static/app.css"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_nothing_can_be_written(get, path, method):
    answer = get(path, method=method)

    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("path", ["/data.json", "/data/forces.csv", "/data/search.json", "/data.db"])
def test_a_page_elsewhere_is_told_beforehand_that_it_may_read(get, path):
    answer = get(path, method="OPTIONS", origin="https://elsewhere.test", access_control_request_method="GET")

    assert (answer.status, answer.body) == (204, b"")
    assert {name: value for name, value in answer.headers.items() if name.startswith(("allow", "access-"))} == {
        "allow": "GET, HEAD, OPTIONS",
        "access-control-allow-origin": "*",
        "access-control-allow-methods": "GET, HEAD",
        "access-control-allow-headers": "*",
        "access-control-expose-headers": "ETag, Link, Retry-After",
        "access-control-max-age": "86400",
    }


def test_pages_for_people_say_what_can_be_done_and_share_nothing(get):
    headers = get("/data/forces", method="OPTIONS").headers

    assert headers["allow"] == "GET, HEAD, OPTIONS"
    assert [name for name in headers if name.startswith("access-control-")] == []


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


@pytest.mark.parametrize("path", ["/data", "/data/forces", "/data/search"])
@pytest.mark.parametrize("ending", ["", ".json", ".csv", ".copyable", ".nope"])
def test_the_head_of_an_answer_is_that_of_the_whole(get, path, ending):
    head, whole = get(path + ending, method="HEAD"), get(path + ending)

    assert (head.status, head.headers, head.body) == (whole.status, whole.headers, b"")


@pytest.mark.parametrize("path", ["/data.db", "/data/nowhere", "/-/static/app.css"])
def test_a_head_has_no_body_elsewhere_either(get, path):
    assert get(path, method="HEAD").body == b""


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


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/data/recommendations/staffordshire-2022-03-1", '<a href="/data/causes/staffordshire-2022-03-a">'),
        ("/data/causes/staffordshire-2022-03-a", '<a href="/data/notices/staffordshire-2022-03">'),
        ("/data/forces_sources", '<a href="/data/sources/https~3A~2F~2F'),
        ("/data/search?q=staffordshire", '<a href="/forces/staffordshire/">/forces/staffordshire/</a>'),
    ],
)
def test_a_key_and_an_address_are_links(get, path, link):
    path, _, query = path.partition("?")

    assert link in get(path, query).body.decode()


def test_a_link_is_never_a_readers_own(get):
    page = ask_sql_page(get, """select '/"><script>alert(1)</script>' as url, 'javascript:alert(1)' as atom_link""")

    assert "<script>alert" not in page
    assert 'href="javascript:' not in page


def ask_sql_page(get, sql):
    return get("/data", f"sql={quote_plus(sql)}").body.decode()


def test_a_query_shows_its_answer_before_its_sql(get):
    page = get("/data/forces_in_engage").body.decode()

    assert (page.index("rows-and-columns") < page.index("Show the SQL"), "<pre" in page) == (True, False)
    assert '<pre id="sql-query">' in get("/data/forces_in_engage", "_show_sql=1").body.decode()


@pytest.mark.parametrize(
    ("escaped", "status"),
    [
        ("cleveland,2019-04", 200),
        ("cleveland%2C2019-04", 200),
        ("%63leveland%2c2019~2D04", 200),
        ("cleveland%2C1066", 404),
        ("cleveland%", 404),
        ("cleveland%2F2019-04", 404),
    ],
)
def test_an_escaped_key_is_taken_as_it_is_meant(datasette, output, ask, escaped, status):
    front = create_front(output / "site", Flask("comments"), datasette.app())

    answer = ask(front, f"/data/stages/{unquote(escaped)}.json", raw_path=f"/data/stages/{escaped}.json")

    assert (answer.status, answer.headers["content-type"]) == (status, "application/json; charset=utf-8")


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
