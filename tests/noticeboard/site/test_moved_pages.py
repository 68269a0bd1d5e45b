"""Old addresses of the example site: what a build writes for them, and what a server answers."""

import re

import pytest
from flask import Flask

import noticeboard
from noticeboard.front import create_front
from tests.moved_site import make_moved_site


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The example site with ids that were changed, and two that were taken out."""
    root = make_moved_site(tmp_path_factory.mktemp("moved") / "root")
    noticeboard.build(root, root / "output")
    return root / "output/site"


@pytest.fixture(scope="module")
def front(built):
    async def nothing(scope, receive, send):
        raise NotImplementedError

    return create_front(built, Flask("comments"), nothing)


def read(site, address):
    return (site / address.lstrip("/") / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/notices/northshire-cells-2026/", "/notices/northshire-custody-2026/"),
        ("/notices/northshire-cells-2026-01/", "/notices/northshire-custody-2026/"),
        ("/notices/northshire-cells-2026", "/notices/northshire-custody-2026/"),
        ("/forces/north-shire/", "/forces/northshire/"),
        ("/forces/north-shire/feed.atom", "/forces/northshire/feed.atom"),
    ],
)
def test_an_old_address_leads_to_the_new_one(front, ask, old, new):
    answer = ask(front, old, query="day=1")

    assert (answer.status, answer.headers["location"]) == (301, f"{new}?day=1")


def test_a_server_that_knows_no_moves_shows_the_way_too(built):
    page = read(built, "/notices/northshire-cells-2026/")

    assert '<link rel="canonical" href="http://127.0.0.1:8000/notices/northshire-custody-2026/">' in page
    assert '<meta http-equiv="refresh" content="0; url=/notices/northshire-custody-2026/">' in page
    assert "<h1>This notice has moved</h1>" in page
    assert '<a href="/notices/northshire-custody-2026/">' in page


@pytest.mark.parametrize(("address", "told"), [("/news/old-cells/", "old-cells"), ("/news/cells-gone", "cells-gone")])
def test_what_was_taken_out_says_so_since_when_and_why(front, ask, address, told):
    answer = ask(front, address)

    assert answer.status == 410
    assert (
        f'<p class="standfirst">The story <code>{told}</code> was here until '
        '<time datetime="2026-06-20">20 June 2026</time>, when it was taken out of the record.</p>\n'
        "<p>It told of another &lt;force&gt;.</p>"
    ) in answer.body.decode()


def test_the_feed_of_what_was_taken_out_is_gone_too(front, ask):
    assert ask(front, "/topics/cells/feed.atom").status == 410


def test_an_id_that_never_had_a_page_has_none_now(built):
    assert "u9" not in (built / "_redirects").read_text()


def test_no_old_address_is_in_the_sitemap_or_to_be_found(built):
    old = re.findall(r"^(\S+/) ", (built / "_redirects").read_text(), re.MULTILINE)

    assert len(old) == 6
    assert [address for address in old if f"{address}</loc>" in (built / "sitemap.xml").read_text()] == []
    assert [address for address in old if '<meta name="robots" content="noindex">' not in read(built, address)] == []
