"""An editor saves a file and looks at the page, which is open in a real browser and is never loaded by hand."""

import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import STEP, Site, open_phone, wait_until_up
from tests.conftest import EXAMPLE, PROJECT, copy_site

pytestmark = [pytest.mark.browser, pytest.mark.timeout(120)]

STORY = "content/news/northshire-cells.md"
TEMPLATE = "theme/templates/story.html"


class EditedSite(Site):
    """A site that is served as it is edited, with a theme and program of its own so that both may be changed."""

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its commands: its own copy of the program is what is imported."""
        return super().environment | {"PYTHONPATH": str(self.root)}

    def replace(self, path: str, old: str, new: str) -> None:
        """Save a file with other words in the place of some that it has."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text
        (self.root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


@contextmanager
def run_edit(site: EditedSite) -> Iterator[None]:
    """Serve a site as it is edited."""
    command = [sys.executable, "-m", "noticeboard.cli", "edit", "--port", str(site.port)]
    with subprocess.Popen(command, cwd=site.root, env=site.environment) as process:
        try:
            wait_until_up(site.url)
            yield
        finally:
            process.terminate()
            process.wait(timeout=15)


@pytest.fixture
def copy(tmp_path: Path) -> EditedSite:
    """A copy of the example site and of the project's program and theme, on a port of its own."""
    root = copy_site(EXAMPLE, tmp_path / "site")
    for name in ("comments_service", "noticeboard", "theme"):
        shutil.copytree(PROJECT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(PROJECT / "data/examples", root / "data/examples")
    for name in ("pelicanconf.py", "data/README.md"):
        shutil.copy(PROJECT / name, root / name)
    with socket.create_server(("127.0.0.1", 0)) as free:
        return EditedSite(root, free.getsockname()[1])


@pytest.fixture
def edited(copy: EditedSite) -> Iterator[EditedSite]:
    """The copy, being served as it is edited."""
    with run_edit(copy):
        yield copy


@pytest.fixture
def story(chromium: Browser, edited: EditedSite) -> Iterator[Page]:
    """The page of a story, open in a browser."""
    with open_phone(chromium, edited) as page:
        page.goto("/news/northshire-cells/")
        yield page


def test_a_save_refreshes_the_page(edited: EditedSite, story: Page):
    edited.replace(STORY, "published", "brought out")

    expect(story.get_by_text("brought out")).to_be_visible(timeout=STEP)


def test_a_row_a_template_and_a_stylesheet_refresh_the_page_too(edited: EditedSite, story: Page):
    edited.replace("data/tables/forces.csv", "Northshire Police", "Northshire Constabulary")
    expect(story.get_by_role("link", name="Northshire Constabulary").first).to_be_visible(timeout=STEP)

    edited.replace(TEMPLATE, "{{ story.title }}</h1>", "News: {{ story.title }}</h1>")
    expect(story.get_by_role("heading", level=1)).to_contain_text("News: ", timeout=STEP)

    edited.replace("theme/static/css/base.css", "", "body { outline: 7px solid transparent; }")
    expect(story.locator("body")).to_have_css("outline-width", "7px", timeout=STEP)


def test_a_fault_stands_on_the_last_good_page_until_it_is_mended(edited: EditedSite, story: Page):
    edited.replace(STORY, "date: 2026-06-01", "date: June")
    fault = story.get_by_role("alert").get_by_role("listitem")

    expect(fault).to_have_text("content/news/northshire-cells.md:3 date 'June' is not a day. Write it as 2022-03-29.", timeout=STEP)  # fmt: skip
    expect(story.get_by_role("heading", level=1)).to_be_visible()

    edited.replace(STORY, "date: June", "date: 2026-06-02")

    expect(story.get_by_text("2 June 2026")).to_be_visible(timeout=STEP)
    expect(story.get_by_role("alert")).to_have_count(0)


def test_a_template_that_cannot_be_filled_leaves_the_last_good_page(edited: EditedSite, story: Page):
    edited.replace(TEMPLATE, "{{ story.title }}</h1>", "{{ stroy.title }}</h1>")
    fault = story.get_by_role("alert").get_by_role("listitem")

    expect(fault).to_contain_text("the page cannot be made: 'stroy' is undefined. Mend the template.", timeout=STEP)
    expect(fault.locator("code")).to_have_text(f"{TEMPLATE}:{line_of(edited, 'stroy.title')}")
    expect(story.get_by_role("heading", level=1)).to_have_text("Northshire told to mend its cells")

    edited.replace(TEMPLATE, "stroy", "story")

    expect(story.get_by_role("alert")).to_have_count(0, timeout=STEP)


def line_of(site: EditedSite, words: str) -> int:
    """Return the line of the story's template on which words stand."""
    lines = (site.root / TEMPLATE).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if words in line)


def test_a_draft_is_marked_until_it_is_published(edited: EditedSite, chromium: Browser):
    with open_phone(chromium, edited) as page:
        page.goto("/news/westmere-draft/")
        mark = page.get_by_label("Editing").get_by_text("It is shown here alone; a build leaves it out.")
        expect(mark).to_be_visible()

        edited.replace("content/news/westmere-draft.md", "title: A draft", "title: A plan")
        expect(page.get_by_role("heading", level=1)).to_have_text("A plan", timeout=STEP)
        expect(mark).to_be_visible()


def test_a_page_finds_its_way_back_after_a_restart(copy: EditedSite, chromium: Browser):
    context = chromium.new_context(base_url=copy.url)
    context.set_default_timeout(STEP)
    page = context.new_page()
    with run_edit(copy):
        page.goto("/news/northshire-cells/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()

    copy.replace(STORY, "published", "brought out")

    with run_edit(copy):
        expect(page.get_by_text("brought out")).to_be_visible(timeout=STEP)
    context.close()
