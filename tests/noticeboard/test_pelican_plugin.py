"""The pages of the real record, and of the example site where the record has no such case."""

import filecmp
import re
import shutil
import sqlite3
from contextlib import closing
from urllib.parse import urlsplit

import pytest

import noticeboard
from noticeboard.ledger import enter_ids
from noticeboard.pelican_plugin import build_pages
from noticeboard.queries import read_queries
from tests.conftest import PROJECT
from tests.factories import amend

LISTS = (
    "/",
    "/notices/",
    "/recommendations/",
    "/forces/",
    "/news/",
    "/coverage/",
    "/overdue/",
    "/as-it-stood/",
    "/questions/",
    "/downloads/",
    "/downloads/dictionary/",
    "/downloads/latest/",
    "/changes/",
)


def read(site, page):
    return (site / page / "index.html").read_text(encoding="utf-8")


def ask(path, sql):
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return [row[0] for row in db.execute(sql)]


def test_the_same_database_gives_the_same_bytes(built, record_path, tmp_path):
    shutil.copytree(built / "downloads", tmp_path / "again/downloads", ignore=shutil.ignore_patterns("*.html"))
    build_pages(PROJECT, record_path, tmp_path / "again")
    names = [path.relative_to(built) for path in built.rglob("*") if path.is_file()]

    assert filecmp.cmpfiles(built, tmp_path / "again", names, shallow=False) == (names, [], [])


def test_unconfirmed_notices_are_in_no_list(pages, record_path):
    unconfirmed = set(ask(record_path, "select '/notices/' || notice || '/' from notices where not is_confirmed"))

    listed = {link["href"] for address in LISTS for link in pages[address].links}

    assert len(unconfirmed) == 3
    assert listed.isdisjoint(unconfirmed)


def test_an_unconfirmed_notice_says_so_before_all_else(built, record_path):
    for notice in ask(record_path, "select notice from notices where not is_confirmed"):
        text = read(built, f"notices/{notice}")

        assert re.search(r'<main[^>]*>\s*<div class="warning" role="note"><p><strong>Not confirmed', text)
        assert "(not confirmed) - Noticeboard</title>" in text


def test_every_page_tells_the_day_on_which_the_record_ends(pages):
    assert [address for address, page in pages.items() if "The record ends on 31 August 2025" not in page.text] == []


def test_home_names_the_force_in_engage_and_when_that_is_so(pages):
    assert "Lincolnshire Police" in pages["/"].text
    assert "As on 31 August 2025" in pages["/"].text


def test_the_flagship_notice_tells_all_of_its_story(pages):
    text = pages["/notices/staffordshire-2022-03/"].text

    told = (
        "29 March 2022",
        "no later than 28 December 2023",
        "Wendy Williams",
        "within three months",
        "ITV News Central",
    )
    assert [fact for fact in told if fact not in text] == []


def test_a_force_without_stages_is_in_scan_by_the_rule(pages):
    assert "By the inspectorate’s rule the force is in scan" in pages["/forces/durham/"].text  # noqa: RUF001


def test_a_stage_names_every_source(built):
    text = read(built, "forces/west-midlands")
    table = text.partition('id="stages"')[2].partition("</table>")[0]

    assert table.count('rel="external"') == 4


def test_a_force_tells_what_is_not_known_at_its_own_precision(pages):
    told = "the day of publication (known is: 2023, no earlier than September 2023 and no later than 31 December 2023)"

    assert told in pages["/forces/metropolitan/"].text


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("/notices/", "The text of a recommendation is held for 21 of 44 notices"),
        ("/recommendations/", "state 98, of which 34 are held here."),
        ("/forces/", "Every core grade of 2021/22 is held for 19 of 43 territorial forces, and of 2023-25 for 14."),
        ("/news/", "Our stories tell of 35 of 44 notices."),
        ("/overdue/", "A deadline is known for 50 of 90 recommendations held; the others cannot be here."),
        ("/downloads/", "The text of a recommendation is held for 21 of 44 notices"),
    ],
)
def test_each_list_begins_with_what_it_lacks(pages, address, line):
    assert line in pages[address].text
    assert "/coverage/" in {link["href"] for link in pages[address].links}


def test_coverage_shows_both_values_where_sources_disagree(built):
    (row,) = re.findall(r"<tr>.*When the force left engage.*Greater Manchester.*</tr>", read(built, "coverage"))

    assert '<td data-label="Kept">28 October 2022 (' in row
    assert '<td data-label="The other">31 October 2022 (' in row


def test_a_deadline_in_words_is_worked_out_and_says_so(pages):
    worked_out = "29 June 2022, worked out from: within three months"

    assert worked_out in pages["/recommendations/staffordshire-2022-03-1/"].text
    assert worked_out in pages["/notices/staffordshire-2022-03/"].text


def test_a_closing_tells_how_long_it_took_as_nearly_as_is_known(pages):
    text = pages["/notices/staffordshire-2022-03/"].text

    assert "closed after 784 days" in text
    assert "closed after 612 to 639 days" in text


@pytest.mark.parametrize(
    ("notice", "told"),
    [
        ("west-mercia-2022-04-peel", "The 56 days ended on 25 December 2023: in time."),
        ("west-mercia-2024-05", "The 56 days ended on 8 July 2024: so close to the limit that both dates stand here"),
        ("surrey-2022-02", "The 56 days ended on 29 March 2022: whether it came in time is not known."),
        ("cleveland-2019-09", "Statement, not a formal reply, 27 September 2019"),
        ("kent-2021-12", "A reply of the local policing body was not looked for."),
    ],
)
def test_a_notice_tells_of_the_duty_to_reply(pages, notice, told):
    assert told in pages[f"/notices/{notice}/"].text


def test_a_notice_links_to_how_it_stood_since_it_was_published(pages):
    links = [link["href"] for link in pages["/notices/lincolnshire-2024-12/"].links]

    stood = [link for link in links if link.startswith("/data/notice_on?")]
    assert stood == [f"/data/notice_on?notice=lincolnshire-2024-12&on={day}" for day in ("2024-12-31", "2025-08-31")]


def test_a_force_links_to_how_it_stood_at_the_end_of_each_year(pages):
    links = [link["href"] for link in pages["/forces/durham/"].links]

    stood = [link[-10:] for link in links if link.startswith("/data/force_on?force=durham&on=")]
    assert stood == [*(f"{year}-12-31" for year in range(2019, 2025)), "2025-08-31"]


def test_as_it_stood_offers_every_force_and_confirmed_notice(built, record_path):
    offered = set(re.findall(r'<option value="([^"]+)">', read(built, "as-it-stood")))

    kept = ask(record_path, "select force from forces union select notice from notices where is_confirmed")
    assert offered == set(kept)


def test_what_is_past_its_deadline_is_said_with_care(pages, record_path):
    page = pages["/overdue/"]

    assert "A standing that is not known may hide a closing that was not published" in page.text
    addresses = {urlsplit(link["href"]).path for link in page.links}
    assert len({address for address in addresses if address.startswith("/recommendations/")}) == 1 + 13


def test_questions_show_every_query_that_has_a_group(pages):
    queries, _ = read_queries(PROJECT / "data/queries")
    shown = {urlsplit(link["href"]).path for link in pages["/questions/"].links}

    assert {f"/data/{query.name}" for query in queries.values() if query.group} <= shown
    assert {query.name for query in queries.values() if not query.group} == {
        "all_guides", "days_of_pages", "pages_with_threads", "related_candidates", "service_banner",
    }  # fmt: skip


def test_a_press_label_is_said_to_be_ours(pages):
    assert "The labels are ours, not the publishers’ headlines." in pages["/forces/staffordshire/"].text  # noqa: RUF001


def test_a_page_with_a_thread_includes_its_comments_and_related_news(example):
    text = read(example, "news/northshire-cells")

    included = re.findall(r'<!--# include virtual="([^"]+)" stub="([^"]+)" -->', text)
    assert included == [
        ("/comments/threads/news/northshire-cells/count", "no-count"),
        ("/comments/threads/news/northshire-cells?$args", "comments-away"),
        ("/related/news/northshire-cells?$args", "related-then"),
    ]
    assert set(re.findall(r'<!--# block name="([^"]+)" -->', text)) == {stub for _, stub in included}


def test_the_banner_stands_on_every_page_between_its_marks(example):
    banner = '<!-- banner until 2026-07-31 -->\n<aside class="banner" aria-label="Service notice">'

    assert [path for path in example.rglob("*.html") if banner not in path.read_text(encoding="utf-8")] == []


def test_a_draft_is_not_published(example):
    assert not (example / "news/westmere-draft").exists()


def test_a_month_stays_a_month(example):
    text = read(example, "notices/westmere-2026-03")

    assert "<dt>Published</dt> <dd>March 2026</dd>" in text
    assert "datetime" not in text.partition("<dt>Published</dt>")[2].partition("</dd>")[0]


def test_a_correction_is_listed_with_its_page_and_source(site):
    source = "https://inspectorate.example/westmere"
    (site / "content/pages/corrections.md").write_text(
        "---\ntitle: Corrections\nsummary: What was wrong.\n---\n\nThe log.\n"
    )
    enter_ids(site)

    noticeboard.build(site, site / "output")

    (row,) = re.findall(r"<tbody>\s*<tr>(.*)</tr>", read(site / "output/site", "corrections"))
    assert '<td data-label="Wrong since"><time datetime="2026-05-01">1 May 2026</time></td>' in row
    assert '<a href="/notices/westmere-2026-03/">' in row
    assert f'<a href="{source}" rel="external">' in row


def test_a_page_that_was_corrected_says_so_and_no_other_does(example):
    told = (
        '<p class="corrected">This page was corrected on <time datetime="2026-06-02">2 June 2026</time>: '
        'The notice was dated to a day; only its month is known. <a href="/corrections/">All corrections</a></p>'
    )

    assert told in read(example, "notices/westmere-2026-03")
    corrected = {path.parent for path in example.rglob("*.html") if "was corrected on" in path.read_text("utf-8")}
    assert corrected - {example / "components"} == {example / "notices/westmere-2026-03"}


@pytest.mark.parametrize(
    "page", ["forces/westmere", "recommendations/northshire-custody-2026-1", "news/northshire-cells"]
)
def test_every_kind_of_page_tells_of_its_corrections(site, page):
    amend(site, "corrections", 2, page=page)

    noticeboard.build(site, site / "output")

    assert "This page was corrected on" in read(site / "output/site", page)


def test_the_stylesheet_begins_with_the_tokens_and_holds_every_component(built):
    style = (built / "theme/css/site.css").read_text(encoding="utf-8")
    parts = [path.read_text(encoding="utf-8") for path in (PROJECT / "theme/static/css/components").glob("*.css")]

    assert style.startswith((PROJECT / "theme/static/css/tokens.css").read_text(encoding="utf-8"))
    assert [part for part in parts if part not in style] == []


def test_pelican_says_nothing_of_articles(built, record_path, tmp_path, capsys):
    shutil.copytree(built / "downloads", tmp_path / "site/downloads")
    build_pages(PROJECT, record_path, tmp_path / "site")

    assert capsys.readouterr().out == ""


def test_a_narrowed_list_tells_how_its_own_rows_stand(pages):
    told = " ".join(pages["/recommendations/by/force/staffordshire/"].text.split())

    assert "7 of 90 recommendations whose text or subject is known: 7 closed. As on 31 August 2025." in told


def test_a_story_shows_the_stages_of_its_force_and_how_its_notices_stand(built):
    story = read(built, "news/staffordshire-early-warning")

    figures = story[story.index('<h2 id="figures">') : story.index('<h2 id="sources">')]
    assert "<title" in figures
    assert re.findall(r'<strong class="tag[^>]*>([^<]+)', figures) == ["Engage", "Scan", "Closed"]
    assert re.findall(r'<a href="/notices/([^/]+)/">', figures) == ["staffordshire-2022-03"]


def test_a_story_about_several_forces_shows_no_stages_of_one(built):
    assert "<svg" not in read(built, "news/use-of-force-in-custody")
