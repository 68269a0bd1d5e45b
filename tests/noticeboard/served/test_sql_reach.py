"""A reader's own statement reads the record, and nothing that SQLite or the search index keeps for itself."""

import json
import sqlite3
from urllib.parse import quote_plus

import pytest

from noticeboard.served.sql_reach import OutOfReach, refuse_out_of_reach


@pytest.mark.parametrize(
    "table",
    [
        "notices_fts_data",
        "NOTICES_FTS_IDX",
        "notices_fts_docsize",
        "notices_fts_config",
        "sqlite_stmt",
        "dbstat",
        "pragma_database_list",
    ],
)
@pytest.mark.parametrize(
    "statement",
    [
        "select * from {}",
        "select count(*) from {}",
        "with inside as (select * from {}) select count(*) from inside",
        "select 1 where exists (select 1 from {})",
        "explain select * from {}",
    ],
)
@pytest.mark.parametrize("path", ["/data.json", "/data.csv", "/data"])
def test_what_is_inside_is_closed_to_statements_too(get, table, statement, path):
    answer = get(path, f"sql={quote_plus(statement.format(table))}")

    assert (answer.status, b"no part of the record." in answer.body) == (400, True)


@pytest.mark.parametrize("table", ["notices_fts_data", "sqlite_stmt", "pragma_database_list", "pragma_compile_options"])
def test_what_is_inside_is_closed_to_conditions_too(get, table):
    answer = get("/data/forces.json", f"_where=1+in+(select+1+from+{table})")

    message = f"{table} is no part of the record."
    assert (answer.status, json.loads(answer.body)) == (400, {"error": {"code": "bad-request", "message": message}})


@pytest.mark.parametrize(
    "statement",
    [
        "select * from forces_now",
        "select title, rank from notices_fts where notices_fts match 'custody*' order by rank",
        "select snippet(notices_fts, 2, '', '', '', 5), bm25(notices_fts) from notices_fts where notices_fts match 'a NEAR b'",
        "select highlight(press_fts, 0, '', '') from press_fts('police')",
        "select count(*) from notices_fts",
        "with recursive n(x) as (select 1 union all select x + 1 from n limit 3) select x from n",
        "with recent as (select 1) select count(*) from recent",
        "select sql from sqlite_master",
        "select name from pragma_table_info('forces')",
        "select value from json_each('[1, 2]')",
        "explain query plan select * from forces",
        "select :force",
    ],
)
def test_the_record_and_its_index_are_open_to_statements(get, statement):
    assert get("/data.json", f"sql={quote_plus(statement)}").status == 200


@pytest.mark.parametrize(
    "statement",
    [
        "attach database ':memory:' as other",
        "create table mine (a)",
        "create temp view mine as select 1",
        "delete from forces",
        "insert into notices_fts (notices_fts) values ('rebuild')",
        "begin",
        "analyze",
    ],
)
def test_a_statement_that_does_more_than_read_is_refused_unrun(record_db, statement):
    with pytest.raises(OutOfReach):
        refuse_out_of_reach(record_db, statement)

    assert not record_db.in_transaction


def test_datasettes_own_statements_are_not_judged(get):
    assert get("/data/notices.json", "_search=custody").status == 200


def test_a_faulty_statement_keeps_its_own_message(record_db):
    with pytest.raises(sqlite3.OperationalError, match="no such column: nope"):
        refuse_out_of_reach(record_db, "select nope")
