"""What is no part of the record is closed, and nothing can be written."""

from urllib.parse import quote_plus

import pytest


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
