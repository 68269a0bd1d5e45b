"""The pages of the data tell what readers need, in the order in which they need it, and run nothing inline."""

import re

import pytest

from noticeboard.queries import Queries
from tests.conftest import PROJECT

QUERIES = Queries(PROJECT / "data/queries").by_name
INLINE = re.compile(rb"<script(?![^>]* src=)|<style|\sstyle=|\son[a-z]+=|javascript:")


def test_a_query_shows_its_answer_before_its_sql(get):
    page = get("/data/forces_in_engage").body.decode()

    assert (page.index("rows-and-columns") < page.index("Show the SQL"), "<pre" in page) == (True, False)
    assert '<pre id="sql-query">' in get("/data/forces_in_engage", "_show_sql=1").body.decode()


def test_a_query_says_what_its_columns_mean(get):
    page = get("/data/causes_by_area").body.decode()

    assert "<dt>name</dt><dd>The area&#39;s name.</dd>" in page
    assert "<dt>notices</dt><dd>How many notices report them.</dd>" in page


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
