"""What nobody expects: the page stands and says what is unknown, or the build names what an editor should mend."""

import pytest
from click.testing import CliRunner

import noticeboard
from noticeboard.cli import main
from tests.html_checker import find_faults
from tests.reading import read_pages
from tests.strange_site import ARABIC, LONG_TITLE, ROWS, make_strange_site


@pytest.fixture(scope="module")
def strange(tmp_path_factory):
    """The pages of the strange site, as files."""
    root = make_strange_site(tmp_path_factory.mktemp("strange") / "root")
    noticeboard.build(root, root / "output")
    return root / "output/site"


@pytest.fixture(scope="module")
def strange_pages(strange):
    """The pages of the strange site, read."""
    return read_pages(strange)


@pytest.mark.timeout(300)
def test_every_strange_page_is_valid(strange):
    assert find_faults(strange) == []


def test_a_title_of_300_characters_stands_whole_in_lists_and_on_its_page(strange_pages):
    assert len(LONG_TITLE) == 300
    assert LONG_TITLE in strange_pages["/notices/"].text
    assert f"{LONG_TITLE} - Noticeboard" in strange_pages["/notices/westmere-2026-03/"].text


def test_a_table_of_500_rows_shows_them_all(strange_pages):
    figures = [cell for cell in strange_pages["/forces/northshire/"].cells if cell[0] == "Figure"]

    assert len(figures) == ROWS + 1


def test_a_force_without_any_data_says_so_part_by_part(strange_pages):
    text = strange_pages["/forces/gwyr/"].text

    told = (
        "no change of stage is known, as on 30 June 2026",
        "No notice about this force is known. That is no proof that there was none.",
        "No grade of this force is held.",
        "No figure is held.",
        "No news about this force is held.",
    )
    assert [sentence for sentence in told if sentence not in text] == []


def test_a_notice_without_a_date_says_that_none_is_known_and_is_still_listed(strange_pages):
    assert "Published not known" in strange_pages["/notices/westmere-2026-03/"].text
    assert "/notices/westmere-2026-03/" in strange_pages["/notices/by/year/unknown/"].followed


def test_words_that_run_from_right_to_left_do_not_turn_what_follows(strange):
    text = (strange / "notices/northshire-custody-2026/index.html").read_text(encoding="utf-8")

    assert f"<bdi>{ARABIC}</bdi></a>, <bdi>The Inspectorate</bdi>, " in text


def test_welsh_letters_come_through_whole(strange, strange_pages):
    assert "Heddlu Gŵyr a Môn" in strange_pages["/forces/"].text
    assert "Newyddion Tŷ Ddewi" in strange_pages["/forces/northshire/"].text
    assert "Heddlu Gŵyr a Môn" in (strange / "downloads/latest/csv/forces.csv").read_text(encoding="utf-8")


def test_markup_in_a_cell_is_shown_as_text(strange):
    text = (strange / "notices/northshire-custody-2026/index.html").read_text(encoding="utf-8")

    assert "Cells. &lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;more&lt;/b&gt;" in text


def test_the_build_names_what_an_editor_should_mend_and_publishes_nothing(site):
    with (site / "content/notices/westmere-2026-03.md").open("a") as file:
        file.write("\n![The cells](/theme/cells.png)\n\n<b>Cells</b> and [a page](/notices/nowhere/).\n")

    done = CliRunner().invoke(main, ["build", "--root", str(site), "--output", str(site / "output")])

    path = "content/notices/westmere-2026-03.md"
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        f"{path}:9: a picture stands in the text. Take it out, or write a link to it.",
        f"{path}:9: the link '/theme/cells.png' leads nowhere. Link to an existing page or to an https:// address.",
        f"{path}:11: HTML stands in the text: '<b>'. Readers would see it. Write Markdown.",
        f"{path}:11: the link '/notices/nowhere/' leads nowhere. Did you mean '/notices/'? "
        "Link to an existing page or to an https:// address.",
        "4 faults. Nothing was built.",
    ]
    assert not (site / "output").exists()
