"""An answer is known again, tells who may read it, and is the same by whatever way it is asked for."""

import re
import shutil
import sqlite3
from urllib.parse import quote_plus, unquote

import pytest
from flask import Flask

from noticeboard.datasette_config import make_datasette
from noticeboard.front import create_front


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
