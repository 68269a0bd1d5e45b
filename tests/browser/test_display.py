"""Readers who zoom, space words out, force colours or print lose nothing."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.addresses import DATA, KINDS
from tests.browser.conftest import Site, open_phone
from tests.browser.keyboard import walk

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

# Text that something cuts off: its box ends before the words do, and no key scrolls them into sight. What is meant to
# be heard alone is left out, the heads of rows that became cards among it, and so is the inside of the SQL editor.
CUT_OFF = """() => [...document.querySelectorAll("body *:not(.visually-hidden, svg *, .CodeMirror, .CodeMirror *)")]
  .filter((one) => one.checkVisibility() && !one.closest("thead") && !one.matches("input, select, textarea"))
  .filter((one) => {
    const { overflowX, overflowY } = getComputedStyle(one);
    const isWide = one.scrollWidth > one.clientWidth + 1, isHigh = one.scrollHeight > one.clientHeight + 1;
    return one.tabIndex < 0 && ((overflowX !== "visible" && isWide) || (overflowY !== "visible" && isHigh));
  })
  .map((one) => one.outerHTML.slice(0, 200))"""

# What WCAG 1.4.12 lets a reader set; a stylesheet that a script makes is a reader's own, and no policy forbids it.
SPACE_OUT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""


# How the mark before an element is drawn.
DRAWN_BEFORE = """all => all.map((one) => {
  const { backgroundColor, borderColor, borderWidth, borderRadius } = getComputedStyle(one, "::before");
  return [backgroundColor, borderColor, borderWidth, borderRadius].join();
})"""


@pytest.fixture(scope="module")
def forced(chromium: Browser, site: Site) -> Iterator[Page]:
    """A phone on which the reader's own few colours replace a page's."""
    with open_phone(chromium, site, forced_colors="active") as page:
        yield page


@pytest.fixture(scope="module")
def zoomed(chromium: Browser, site: Site) -> Iterator[Page]:
    """A window of 1280 by 1024 pixels at 200 %."""
    with open_phone(chromium, site, viewport={"width": 640, "height": 512}, device_scale_factor=2) as page:
        yield page


@pytest.fixture(scope="module")
def narrow(chromium: Browser, site: Site) -> Iterator[Page]:
    """The narrowest screen."""
    with open_phone(chromium, site, viewport={"width": 320, "height": 512}) as page:
        yield page


def assert_fits(page: Page) -> None:
    """Assert that the page does not scroll sideways and that nothing in it is cut off."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert page.evaluate(CUT_OFF) == []


@pytest.mark.parametrize("kind", [*KINDS, *DATA])
def test_a_page_zoomed_to_twice_its_size_loses_nothing(zoomed: Page, kind: str):
    zoomed.goto((KINDS | DATA)[kind])

    assert_fits(zoomed)


@pytest.mark.parametrize("kind", [*KINDS, *DATA])
def test_a_page_with_its_words_spaced_out_loses_nothing(narrow: Page, kind: str):
    narrow.goto((KINDS | DATA)[kind])

    narrow.evaluate(SPACE_OUT)

    assert_fits(narrow)


def test_names_on_the_map_stay_apart_when_spaced_out(narrow: Page):
    narrow.goto("/")
    narrow.evaluate(SPACE_OUT)

    boxes = narrow.locator(".tile-map__name").evaluate_all("""all => all.map((name) => {
      const { x, y, width, height } = name.getBBox();
      return [name.textContent, x, x + width, y + height];
    })""")

    rows = [(one, other) for one, other in combinations(boxes, 2) if one[3] == other[3]]
    assert [(one[0], other[0]) for one, other in rows if min(one[2], other[2]) > max(one[1], other[1])] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_stay_apart_where_colours_are_forced(forced: Page, scheme):
    forced.emulate_media(color_scheme=scheme, forced_colors="active")

    forced.goto("/")
    key = forced.locator(".map-key__item").evaluate_all(DRAWN_BEFORE)
    forced.goto("/forces/staffordshire/")
    grades = {
        forced.locator(f".grade--{grade}").evaluate_all(DRAWN_BEFORE)[0]
        for grade in ("good", "requires-improvement", "inadequate")
    }

    assert len(key) == len(set(key)) == 3
    assert len(grades) == 3


@pytest.mark.parametrize("kind", ["home", "notice", "force", "story", "recommendations"])
def test_the_focus_is_seen_where_colours_are_forced(forced: Page, kind):
    forced.goto(KINDS[kind])

    _, _, unseen = walk(forced)

    assert unseen == []


def test_paper_has_the_sources_and_not_what_one_would_press(phone: Page):
    phone.emulate_media(media="print")
    phone.goto(KINDS["notice"])

    for useless in (".masthead__nav", ".skip-link", ".comment-form", ".data-link"):
        assert [one for one in phone.locator(useless).all() if one.is_visible()] == []
    for needed in ("h1", ".tag", ".timeline__entry", ".sources a", ".standing-bar__bar"):
        assert [one for one in phone.locator(needed).all() if not one.is_visible()] == []
    address = phone.locator(".sources a").first.get_attribute("href")
    assert phone.locator(".sources a").first.inner_text() == address.removeprefix("https://").rstrip("/")


def test_paper_has_no_box_to_search_with(phone: Page):
    phone.emulate_media(media="print")

    phone.goto(KINDS["home"])

    assert not phone.locator(".search-form").is_visible()


@pytest.mark.parametrize(("kind", "folded"), [("home", "details td"), ("force", "details li, details td")])
def test_paper_has_what_is_folded_on_the_screen(phone: Page, kind, folded):
    phone.goto(KINDS[kind])
    assert [one for one in phone.locator(folded).all() if one.is_visible()] == []

    phone.emulate_media(media="print")

    assert [one for one in phone.locator(folded).all() if not one.is_visible()] == []
    assert phone.locator(folded).count() > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_dark_on_light_whatever_the_scheme(phone: Page, scheme):
    phone.emulate_media(media="print", color_scheme=scheme)

    phone.goto(KINDS["force"])

    assert phone.evaluate("getComputedStyle(document.body).color") == "rgb(22, 32, 42)"
