"""What was renamed, taken out or released is as good to read as any other page."""

import pytest
from playwright.sync_api import Browser

from noticeboard.releases.archives import read_releases
from tests.browser.axe import bring_axe, find_faults
from tests.browser.conftest import STEP, Site, serve
from tests.moved_site import make_moved_site, make_released_site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture(scope="module", params=["moved", "released"])
def served(request, tmp_path_factory):
    """The two sites, served one after the other, with the addresses to look at and what each is answered with."""
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "served").mkdir()
    make = {"moved": make_moved_site, "released": make_released_site}[request.param]
    record = make(folder / "record")
    releases = [f"/changes/{release.version}/" for release in read_releases(record)]
    answers = (
        {"/news/cells-gone/": 410, "/topics/cells/": 410} if request.param == "moved" else dict.fromkeys(releases, 200)
    )
    with serve(record, folder / "served") as site:
        yield site, answers


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    chromium: Browser, served: tuple[Site, dict[str, int]], width, scheme
):
    site, answers = served
    context = chromium.new_context(base_url=site.url, viewport={"width": width, "height": 740}, color_scheme=scheme)
    context.set_default_timeout(STEP)
    bring_axe(context)
    page = context.new_page()

    for address, status in answers.items():
        assert page.goto(address).status == status
        assert find_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width

    context.close()
