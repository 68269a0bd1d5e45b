"""Every save is followed by an edition or by its faults, however an editor saves."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from noticeboard.preview.preview import Preview

ABOUT = "content/pages/about.md"
FAULT = "content/pages/about.md:1: the file does not begin with front matter. Begin it with a line of three dashes."
SECONDS = 20
"""How long anything may take before a test gives up."""


@asynccontextmanager
async def start(site, folder):
    """Start to preview a site; yields the preview and the lines that it says."""
    folder.mkdir()
    said = []
    preview = Preview(site, folder, [site / "content", site / "data"], said.append)
    async with asyncio.timeout(SECONDS):
        await preview.start()
    try:
        yield preview, said
    finally:
        await preview.stop()


async def wait_until(preview, is_so):
    """Wait for a state in which something is so."""
    async with asyncio.timeout(SECONDS):
        async for _ in preview.follow():
            if await is_so():
                return


async def show(preview, address="/about/"):
    """Return what stands at an address, nothing where no edition can show it."""
    edition = await preview.prepare(address)
    path = edition.site / address.strip("/") / "index.html" if edition else None
    return path.read_text() if path and path.exists() else ""


async def wait_for_words(preview, words):
    async def are_shown():
        return words in await show(preview)

    await wait_until(preview, are_shown)


async def wait_for_faults(preview, *faults):
    async def are_told():
        return list(map(str, preview.faults)) == list(faults)

    await wait_until(preview, are_told)


def write_in_place(path, text):
    path.write_text(text)


def write_by_rename(path, text):
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text)
    fresh.replace(path)


def write_after_moving_away(path, text):
    old = path.with_name(f"{path.name}~")
    path.rename(old)
    path.write_text(text)
    old.unlink()


@pytest.mark.parametrize("write", [write_in_place, write_by_rename, write_after_moving_away])
def test_a_save_is_shown_however_an_editor_writes(site, tmp_path, write):
    async def edit():
        async with start(site, tmp_path / "preview") as (preview, _):
            state = preview.state
            write(site / ABOUT, (site / ABOUT).read_text() + "Saved.\n")
            await wait_for_words(preview, "Saved.")
            assert preview.state != state

    asyncio.run(edit())


def test_of_many_saves_the_last_is_shown(site, tmp_path):
    async def edit():
        async with start(site, tmp_path / "preview") as (preview, said):
            text = (site / ABOUT).read_text()
            for number in range(10):
                (site / ABOUT).write_text(f"{text}Number {number}.\n")
                await asyncio.sleep(0.005)
            await wait_for_words(preview, "Number 9.")
            assert sum(line.startswith("Fresh") for line in said) < 6

    asyncio.run(edit())


def test_a_save_while_an_edition_is_made_is_shown_too(site, tmp_path):
    async def edit():
        async with start(site, tmp_path / "preview") as (preview, _):
            text = (site / ABOUT).read_text()
            (site / ABOUT).write_text(f"{text}First.\n")
            for number in range(20):
                await asyncio.sleep(0.03)
                (site / ABOUT).write_text(f"{text}Number {number}.\n")
            await wait_for_words(preview, "Number 19.")

    asyncio.run(edit())


def test_a_fault_is_told_and_leaves_the_last_page_until_it_is_mended(site, tmp_path):
    async def edit():
        async with start(site, tmp_path / "preview") as (preview, said):
            text = (site / ABOUT).read_text()
            (site / ABOUT).write_text("About us.\n")
            await wait_for_faults(preview, FAULT)
            assert said[-1] == f"{FAULT}\n1 fault. Pages stay as they were until this is mended."
            assert "<h1>" in await show(preview)
            (site / ABOUT).write_text(f"{text}Mended.\n")
            await wait_for_faults(preview)
            await wait_for_words(preview, "Mended.")

    asyncio.run(edit())


def test_a_file_that_is_deleted_takes_its_page_along_and_one_that_is_renamed_brings_another(site, tmp_path):
    async def edit():
        async with start(site, tmp_path / "preview") as (preview, _):
            draft = site / "content/news/westmere-draft.md"
            assert "<h1>A draft</h1>" in await show(preview, "/news/westmere-draft/")
            draft = draft.rename(draft.with_name("westmere-plan.md"))

            async def is_there():
                return "<h1>A draft</h1>" in await show(preview, "/news/westmere-plan/")

            async def is_gone():
                return not await show(preview, "/news/westmere-plan/")

            await wait_until(preview, is_there)
            assert await show(preview, "/news/westmere-draft/") == ""
            draft.unlink()
            await wait_until(preview, is_gone)

    asyncio.run(edit())


def test_files_with_faults_from_the_start_are_shown_once_they_are_mended(site, tmp_path):
    async def edit():
        text = (site / ABOUT).read_text()
        (site / ABOUT).write_text("About us.\n")
        async with start(site, tmp_path / "preview") as (preview, _):
            assert await preview.prepare("/about/") is None
            assert list(map(str, preview.faults)) == [FAULT]
            (site / ABOUT).write_text(text)
            await wait_for_words(preview, "<h1>")

    asyncio.run(edit())


def test_only_the_newest_edition_is_kept_once_it_is_whole(site, tmp_path):
    async def edit():
        async with start(site, tmp_path / "preview") as (preview, _):
            for number in range(3):
                (site / ABOUT).write_text(f"{(site / ABOUT).read_text()}Number {number}.\n")
                await wait_for_words(preview, f"Number {number}.")
            newest = preview.output.resolve()
            for _ in range(SECONDS * 20):
                kept = [path for path in newest.parent.iterdir() if (path / "site").exists()]
                if len(kept) == 2:
                    break
                await asyncio.sleep(0.05)
            assert sorted(kept) == sorted([newest, preview.output])

    asyncio.run(edit())


def test_what_an_editor_keeps_beside_an_open_file_is_no_fault(site, tmp_path):
    async def edit():
        (site / "data/tables/.areas.csv.swp").write_bytes(b"\0")
        (site / "data/tables/areas.csv~").write_text("area,name\n")
        (site / "content/pages/.#about.md").symlink_to("nobody@nowhere")
        async with start(site, tmp_path / "preview") as (preview, _):
            assert preview.faults == []

    asyncio.run(edit())
