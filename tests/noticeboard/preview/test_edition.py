"""An edition is what a build of the same files would be, drafts apart, and writes a page when it is asked for it."""

import gzip

import pytest

import noticeboard
from noticeboard.ledger import enter_ids
from tests.factories import append

STORY = "news/northshire-cells/index.html"
GUIDE = "---\ntitle: A plan\nsummary: Not finished.\nstatus: draft\n---\n\nNot finished.\n"


def read_all(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def build(site):
    noticeboard.build(site, site / "output")
    return read_all(site / "output")


def test_an_edition_holds_the_bytes_of_a_build(site, draft, make):
    draft.unlink()
    edition = make()

    for address in (*edition.list_unwritten(), "/pagefind/pagefind.js"):
        edition.write(address)

    assert edition.is_whole
    assert read_all(edition.folder) == build(site)


def test_a_page_asked_for_by_itself_has_the_bytes_of_a_build(site, draft, make):
    draft.unlink()
    built = build(site)
    pages = sorted((path for path in built if path.endswith("index.html")), reverse=True)
    edition = make()

    for path in pages:
        edition.write(f"/{path.removeprefix('site/')}")

    assert {path: (edition.folder / path).read_bytes() for path in pages} == {path: built[path] for path in pages}


@pytest.mark.parametrize("path", ["feed.atom", "sitemap.xml", "downloads/latest/data.db", "changes/index.html"])
def test_what_stands_beside_the_pages_is_written_when_it_is_asked_for(site, draft, make, path):
    draft.unlink()
    edition = make()

    edition.write(f"/{path}")

    assert (edition.site / path).read_bytes() == build(site)[f"site/{path}"]


def test_a_page_is_written_when_it_is_asked_for(make):
    edition = make()
    before = {path.name for path in edition.site.glob("*.html")}

    edition.write("/news/northshire-cells")

    assert before == {"404.html", "500.html"}
    assert [path for path in read_all(edition.site) if path.startswith("news/")] == [STORY]


def test_a_page_reads_the_files_as_they_were_when_its_edition_was_made(site, make):
    edition = make()
    path = site / "content/news/northshire-cells.md"
    path.write_text(path.read_text() + "Later.\n")

    edition.write("/news/northshire-cells/")

    assert "Later." not in (edition.site / STORY).read_text()


def test_the_database_is_made_anew_where_a_file_changed_and_kept_where_none_did(site, make):
    first, second = make(), make()
    (site / "content/pages/about.md").write_text("---\ntitle: About\nsummary: Us.\n---\n\nUs.\n")
    third = make()

    numbers = [(edition.folder / "data.db").stat().st_ino for edition in (first, second, third)]

    assert numbers[0] == numbers[1] != numbers[2]


def test_a_draft_is_shown_as_it_will_be_published(site, draft, make, request):
    edition = make()
    edition.write("/news/westmere-draft/")
    shown = (edition.site / "news/westmere-draft/index.html").read_bytes()
    request.getfixturevalue("published")
    enter_ids(site)

    assert edition.drafts == {"/news/westmere-draft/"}
    assert b"<h1>A draft</h1>" in shown
    assert shown.partition(b"<h2")[0] == build(site)["site/news/westmere-draft/index.html"].partition(b"<h2")[0]


def test_a_standing_page_can_be_a_draft(site, make):
    (site / "content/pages/plan.md").write_text(GUIDE)
    edition = make()

    edition.write("/plan/")

    assert "/plan/" in edition.drafts
    assert "<h1>A plan</h1>" in (edition.site / "plan/index.html").read_text()


def test_a_draft_is_nowhere_in_a_build(site):
    (site / "content/pages/secret-plan.md").write_text(GUIDE)

    built = build(site)
    read = {path: gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data for path, data in built.items()}

    assert any(path.startswith("site/pagefind/fragment/") for path in read)
    assert [path for path, data in read.items() if b"westmere-draft" in data or b"secret-plan" in data] == []
    assert [path for path in read if "westmere-draft" in path or "secret-plan" in path] == []


def test_what_keeps_a_draft_from_being_published_is_told_beside_it(make):
    edition = make()

    assert edition.drafts == {"/news/westmere-draft/"}
    assert list(map(str, edition.unready)) == [
        "content/news/westmere-draft.md:1: 'westmere-draft' has no source. Add one to data/tables/stories_sources.csv."
    ]


def test_a_draft_that_no_database_could_hold_is_told_and_left_out(site, make):
    append(site, "stories_forces", story="westmere-draft", force="wetsmere")

    edition = make()
    edition.write("/news/westmere-draft/")

    assert edition.drafts == frozenset()
    assert "data/tables/stories_forces.csv:3: unknown force 'wetsmere'. Did you mean 'westmere'? Forces are listed in data/tables/forces.csv." in map(str, edition.unready)  # fmt: skip
    assert not (edition.site / "news/westmere-draft").exists()


def test_a_fault_in_the_files_stops_an_edition_as_it_stops_a_build(site, make):
    make()
    append(site, "areas", area="Roads", name="Roads")

    with pytest.raises(noticeboard.BuildError) as refused:
        make()

    assert [problem.path for problem in refused.value.problems] == ["data/tables/areas.csv"]


def test_a_query_that_does_not_run_is_refused_until_it_is_mended(site, make):
    make()
    query = site / "data/queries/all_areas_twice.sql"
    query.write_text("-- title: A\n-- description: B.\nselect nobody from areas\n")

    with pytest.raises(noticeboard.BuildError, match="no such column: nobody"):
        make()
    with pytest.raises(noticeboard.BuildError, match="no such column: nobody"):
        make()
    query.unlink()

    assert make().site.exists()
