"""What the head of every page of the real record says of it, and the pictures that it names."""

import html
import json
import re
import struct

import pytest

from tests.theme.conftest import THEME

SITE_URL = "http://127.0.0.1:8000"
META = re.compile(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"')


def read_head(path):
    return path.read_text(encoding="utf-8").partition("</head>")[0]


@pytest.fixture(scope="module")
def heads(published):
    """The head of each page, by its address."""
    return {
        "/" + path.relative_to(published).as_posix().removesuffix("index.html"): read_head(path)
        for path in sorted(published.rglob("*.html"))
    }


@pytest.fixture(scope="module")
def metas(heads):
    """What each page says of itself, by its address and then by name."""
    return {
        address: {name: html.unescape(value) for name, value in META.findall(head)} for address, head in heads.items()
    }


def test_every_page_has_a_description_that_is_its_own(metas):
    told = [meta["description"] for meta in metas.values()]

    assert min(map(len, told)) > 25
    assert sorted(text for text in set(told) if told.count(text) > 1) == []


def test_every_page_tells_whoever_links_to_it_what_it_is(metas, heads):
    for address, meta in metas.items():
        title = html.unescape(re.search(r"<title>(.*?)</title>", heads[address])[1]).removesuffix(" - Noticeboard")

        assert (meta["og:title"], meta["og:description"]) == (title, meta["description"])
        assert (meta["og:site_name"], meta["og:locale"]) == ("Noticeboard", "en_GB")
        assert meta["og:type"] == ("article" if address.startswith("/news/") and address != "/news/" else "website")
        assert (meta["twitter:card"], meta["og:image"]) == ("summary_large_image", f"{SITE_URL}/theme/share.png")


def test_a_page_says_where_it_stands_or_that_it_is_not_to_be_found(metas, heads):
    for address, head in heads.items():
        canonical = re.findall(r'<link rel="canonical" href="([^"]+)">', head)

        assert (metas[address].get("robots"), metas[address].get("og:url")) == (
            (None, canonical[0]) if canonical else ("noindex", None))  # fmt: skip


def test_a_story_says_when_it_was_published_and_changed(metas):
    meta = metas["/news/staffordshire-early-warning/"]

    assert (meta["article:published_time"], meta["article:modified_time"]) == ("2026-11-23", "2026-11-23")


def test_the_browser_takes_on_the_colour_of_the_masthead(heads):
    light, dark, _ = (THEME / "static/css/tokens.css").read_text().split("@media", 2)
    named = [re.search(r"--colour-masthead: (#[0-9a-f]{6})", scheme)[1] for scheme in (light, dark)]

    assert re.findall(r'<meta name="theme-color" content="(.*?)" media="\(prefers-color-scheme: (.*?)\)">', heads["/"]) == [
        (named[0], "light"), (named[1], "dark")]  # fmt: skip


@pytest.mark.parametrize(("name", "size"), [("share.png", (1200, 630)), ("apple-touch-icon.png", (180, 180))])
def test_a_picture_has_the_size_that_it_is_said_to_have(published, name, size):
    picture = (published / "theme" / name).read_bytes()

    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">2I", picture[16:24]) == size
    assert len(picture) < 60_000


def test_the_manifest_names_icons_that_are_there(published):
    manifest = json.loads((published / "theme/site.webmanifest").read_text())

    assert [icon for icon in manifest["icons"] if not (published / icon["src"].lstrip("/")).is_file()] == []
