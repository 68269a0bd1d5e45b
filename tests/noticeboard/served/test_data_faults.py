"""The data tells of a bad request what is wrong with it, and of a fault of its own nothing but that there is one."""

import json
import re
import sqlite3
from urllib.parse import quote_plus

import pytest

from noticeboard.served.data_answers import MOST_FACETS
from noticeboard.served.data_faults import OUR_FAULT, TOO_SLOW

ENDLESS = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n"

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
