"""Rows can be copied and followed, and neither form can be used to keep everybody waiting."""

import json
import re
from urllib.parse import quote_plus
from xml.etree import ElementTree

import pytest

from noticeboard.served.data_formats import MOST_ENTRIES, NO_ENTRIES, NO_HTML, TOO_WIDE

LONG_FEED = "A feed has at most 200 entries and 200,000 characters. Ask for fewer rows."
ATOM = "{http://www.w3.org/2005/Atom}"
ENTRY = "select 1 as atom_id, 'Custody' as atom_title, '2026-03-01T00:00:00Z' as atom_updated"


def ask_sql(get, form, sql):
    return get(f"/data.{form}", f"sql={quote_plus(sql)}")


def test_rows_can_be_copied_as_a_table(get):
    answer = get("/data/forces.copyable", "_table_format=github&_raw=1&_col=name&force=staffordshire")

    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.body.decode().splitlines() == [
        "| force         | name                 |",
        "|---------------|----------------------|",
        "| staffordshire | Staffordshire Police |",
    ]


@pytest.mark.parametrize("path", ["/data/forces", "/data/forces_now", "/data/forces/staffordshire", "/data/all_forces"])
def test_each_page_of_rows_links_to_its_copy(get, path):
    (link,) = re.findall(r'href="([^"]*\.copyable[^"]*)"', get(path).body.decode())

    copy = get(*link.replace("&amp;", "&").split("?"))

    assert (copy.status, b"Copy to the clipboard" in copy.body) == (200, True)


def test_a_copy_has_nothing_inline_and_shows_hostile_text_as_text(get):
    page = ask_sql(get, "copyable", "select '</textarea><script>alert(1)</script>' as x").body.decode()

    assert "</textarea><script>" not in page
    assert re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=", page) is None


@pytest.mark.parametrize(
    "sql",
    [
        "with recursive n(x) as (select 1 union all select x + 1 from n limit 900) "
        "select case x when 1 then printf('%200000c', 'x') end from n",
        "with recursive n(x) as (select 1 union all select x + 1 from n limit 900) select "
        + ", ".join(["x"] * 25)
        + " from n",
    ],
)
def test_a_copy_that_would_take_long_is_refused(get, sql):
    answer = ask_sql(get, "copyable", sql)

    assert (answer.status, answer.body.decode()) == (400, TOO_WIDE + "\n")


def test_what_happened_can_be_followed(get, record_db):
    answer = get("/data/updates_feed.atom", "force=staffordshire")

    feed = ElementTree.fromstring(answer.body)
    entries = feed.findall(f"{ATOM}entry")
    held = "select count(*) from timeline where force = 'staffordshire' and is_confirmed and happened_to is not null"
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert len(entries) == record_db.execute(held).fetchone()[0]
    assert {entry.find(f"{ATOM}link").get("href") for entry in entries} == {
        "http://noticeboard.test/notices/staffordshire-2022-03/",
    }


def test_a_feed_tells_a_partial_date_as_it_is_known(get):
    answer = get("/data/updates_feed.json", "notice=staffordshire-2022-03&_shape=array")

    told = {row["atom_id"].rpartition("/")[2]: row for row in json.loads(answer.body)}
    row = told["staffordshire-2022-03-u17"]
    assert row["atom_title"] == "2023-12, no later than 2023-12-28: Staffordshire Police, cause closed"
    assert row["atom_updated"] == "2023-12-28T00:00:00Z"


def test_a_feed_holds_no_later_day_than_the_record(record_db, get):
    rows = json.loads(get("/data/updates_feed.json", "_shape=array").body)

    (as_on,) = record_db.execute("select as_on from record").fetchone()
    assert max(row["atom_updated"] for row in rows) <= f"{as_on}T00:00:00Z"
    assert rows == sorted(rows, key=lambda row: row["atom_updated"], reverse=True)


@pytest.mark.parametrize(
    ("sql", "status", "message"),
    [
        ("select 1", 400, "A feed needs the columns atom_id, atom_title, atom_updated; there is no atom_id."),
        (ENTRY.replace("1 as atom_id", "1"), 400, "A feed needs the columns atom_id, atom_title, atom_updated; there is no atom_id."),
        (f"{ENTRY} where 0", 404, NO_ENTRIES),
        (f"{ENTRY}, '<b ' as atom_content_html", 400, NO_HTML),
        (f"with recursive n(x) as (select 1 union all select x + 1 from n limit {MOST_ENTRIES + 1}) {ENTRY} from n", 400, LONG_FEED),
        (f"{ENTRY}, printf('%200000c', 'x') as atom_content", 400, LONG_FEED),
        (ENTRY.replace("2026-03-01T00:00:00Z", "2026-03"), 400, "A value in the address cannot be understood."),
        (ENTRY.replace("'2026-03-01T00:00:00Z'", "null"), 400, "A value in the address cannot be understood."),
        (ENTRY.replace("'Custody'", "char(1)"), 400, "A value in the address cannot be understood."),
        ("select nope", 400, "No such column: nope."),
    ],
)  # fmt: skip
def test_what_makes_no_feed_is_told_so(get, sql, status, message):
    answer = ask_sql(get, "atom", sql)

    assert (answer.status, answer.body.decode()) == (status, message + "\n")


@pytest.mark.parametrize("form", ["atom", "copyable"])
def test_a_database_is_neither_copied_nor_followed_whole(get, form):
    answer = get(f"/data.{form}")

    message = "A whole database has no rows to list. Ask for a table, or for a query with ?sql=.\n"
    assert (answer.status, answer.body.decode()) == (400, message)


def test_columns_that_nest_too_deep_are_refused(get):
    answer = get("/data.json", f"sql={quote_plus('select replace(hex(zeroblob(50000)), 0, char(91)) as x')}&_json=x")

    assert answer.status == 400
