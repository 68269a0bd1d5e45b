"""A row leads to the page about it, and its keys to the rows that they name."""

from urllib.parse import quote_plus

import pytest


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


def test_a_press_item_leads_to_its_source(get, record_db):
    press, source = record_db.execute("select press, source from press").fetchone()

    assert f'href="{source}"'.replace("&", "&amp;").encode() in get(f"/data/press/{press}").body
