"""What an editor's browser is answered, by the whole front on real editions."""

import asyncio
from contextlib import asynccontextmanager
from functools import partial

import pytest
from flask import Flask
from starlette.responses import PlainTextResponse

import noticeboard
from noticeboard.front import create_front
from noticeboard.preview.preview import Preview
from noticeboard.preview.previewed_site import PreviewedSite
from tests.noticeboard.conftest import call

ABOUT = "content/pages/about.md"
FAULT = "<code>content/pages/about.md:1</code> the file does not begin with front matter. Begin it with a line of three dashes."  # fmt: skip


@asynccontextmanager
async def serve(site, folder):
    """Serve a site as it is edited, but for the watch; yields its preview, and what asks it for an address."""
    folder.mkdir()
    preview = Preview(site, folder, [], lambda line: None)
    await preview.refresh()
    comments = Flask("comments")
    app = create_front(
        preview.output / "site", comments, PlainTextResponse("data"), make_site=partial(PreviewedSite, preview=preview)
    )

    async def ask(path, **headers):
        sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        scope = {"type": "http", "method": "GET", "path": path, "raw_path": path.encode(), "query_string": b"",
                 "headers": sent, "scheme": "http", "root_path": "", "http_version": "1.1"}  # fmt: skip
        return await call(app, scope)

    try:
        yield preview, ask
    finally:
        await preview.stop()


@pytest.fixture
def edit(site, tmp_path):
    """Run a test's steps with a site that is served as it is edited."""

    def run(steps):
        async def take_steps():
            async with serve(site, tmp_path / "preview") as (preview, ask):
                await steps(preview, ask)

        asyncio.run(asyncio.wait_for(take_steps(), timeout=30))

    return run


def cut_bar(body):
    """Return a page without what only an editor sees."""
    before, begin, rest = body.partition(b"<!-- edit -->")
    assert begin, "the page has no bar"
    return before + rest.partition(b"<!-- /edit -->")[2]


def test_a_page_is_that_of_a_build_but_for_the_bar(site, edit):
    (site / "content/banner.md").unlink()  # its last day is past, so that no page is served with it
    noticeboard.build(site, site / "output")

    async def steps(preview, ask):
        answer = await ask("/about/")

        assert answer.status == 200
        assert cut_bar(answer.body) == (site / "output/site/about/index.html").read_bytes()
        assert f'data-state="{preview.state}"'.encode() in answer.body
        assert answer.headers["cache-control"] == "no-store"

    edit(steps)


def test_a_copy_that_the_browser_holds_of_a_build_is_not_believed(edit):
    async def steps(preview, ask):
        assert (await ask("/about/", if_none_match="*")).status == 200

    edit(steps)


def test_a_page_that_is_not_there_says_so_and_comes_by_itself(edit):
    async def steps(preview, ask):
        answer = await ask("/nowhere/")

        assert answer.status == 404
        assert b"/-/edit/edit.js" in answer.body

    edit(steps)


def test_an_address_without_its_slash_leads_to_the_page(edit):
    async def steps(preview, ask):
        answer = await ask("/about")

        assert (answer.status, answer.headers["location"]) == (308, "/about/")

    edit(steps)


def test_the_policy_is_no_wider_than_that_of_the_site(edit, site):
    async def steps(preview, ask):
        policy = (await ask("/about/")).headers["content-security-policy"]

        assert "script-src 'self';" in policy
        assert "connect-src 'self';" in policy

    edit(steps)


def test_a_fault_stands_on_the_last_good_page_and_goes_when_it_is_mended(site, edit):
    async def steps(preview, ask):
        text = (site / ABOUT).read_text()
        before = cut_bar((await ask("/about/")).body)

        (site / ABOUT).write_text("About us.\n")
        await preview.refresh()
        faulty = await ask("/about/")
        (site / ABOUT).write_text(text)
        await preview.refresh()
        mended = await ask("/about/")

        assert (faulty.status, cut_bar(faulty.body)) == (200, before)
        assert FAULT in faulty.body.decode()
        assert "<strong>1 fault.</strong> Pages stay as they were until this is mended." in faulty.body.decode()
        assert FAULT not in mended.body.decode()

    edit(steps)


def test_without_any_good_page_the_faults_are_the_page(site, edit):
    (site / ABOUT).write_text("About us.\n")

    async def steps(preview, ask):
        answer = await ask("/about/")

        assert answer.status == 500
        assert FAULT in answer.body.decode()
        assert b"/-/edit/edit.js" in answer.body

    edit(steps)


def test_a_fault_shows_what_stands_in_the_file_as_text(site, edit):
    (site / ABOUT).write_text((site / ABOUT).read_text().replace("---\n", "---\n<script>: x\n", 1))

    async def steps(preview, ask):
        body = (await ask("/about/")).body.decode()

        assert "unknown key &#39;&lt;script&gt;&#39;" in body
        assert "<script>:" not in body

    edit(steps)


def test_a_draft_is_marked_and_no_other_page_is(edit):
    async def steps(preview, ask):
        draft, other = (await ask("/news/westmere-draft/")).body, (await ask("/about/")).body

        assert b"<strong>Draft.</strong> It is shown here alone; a build leaves it out." in draft
        assert b"has no source. Add one to data/tables/stories_sources.csv." in draft
        assert b"Draft" not in other
        assert b"has no source" not in other

    edit(steps)


@pytest.mark.parametrize("name", ["edit.js", "edit.css"])
def test_what_the_bar_needs_is_served(edit, name):
    async def steps(preview, ask):
        answer = await ask(f"/-/edit/{name}")

        assert answer.status == 200
        assert answer.headers["cache-control"] == "no-store"

    edit(steps)


def test_states_are_told_as_they_come(site, edit):
    async def steps(preview, ask):
        first = preview.state
        told = asyncio.create_task(ask("/-/edit/states"))
        await asyncio.sleep(0.1)

        await preview.refresh()
        second = preview.state
        await asyncio.sleep(0.1)
        await preview.stop()
        answer = await told

        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.body.decode() == f"retry: 500\n\ndata: {first}\n\ndata: {second}\n\n"

    edit(steps)
