import pytest

from tests.factories import amend
from tests.noticeboard.checks.faults import messages


def add_to_about(site, text):
    with (site / "content/pages/about.md").open("a") as file:
        file.write(text)


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("/notices/northshire-2025/", "the link '/notices/northshire-2025/' leads nowhere."),
        ("../northshire/", "the link '../northshire/' leads nowhere."),
        ("javascript:alert(1)", "the link 'javascript:alert(1)' leads nowhere."),
        ("/databases/", "the link '/databases/' leads nowhere."),
        ("https:///northshire", "the link 'https:///northshire' leads nowhere."),
        ("http://[northshire", "the link 'http://[northshire' leads nowhere."),
        ("</notices/northshire-2025/>", "the link '/notices/northshire-2025/' leads nowhere."),
    ],
)
def test_a_link_leads_to_a_page(site, link, message):
    add_to_about(site, f"\nSee [this]({link}).\n")

    (found,) = messages(site)
    assert found.startswith(f"content/pages/about.md:8: {message}")


def test_a_link_written_below_the_text_leads_to_a_page(site):
    add_to_about(site, "\nSee [this][1].\n\n[1]: /news/northshire-cell/\n")

    assert messages(site) == [
        "content/pages/about.md:10: the link '/news/northshire-cell/' leads nowhere. "
        "Did you mean '/news/northshire-cells/'? Link to an existing page or to an https:// address."
    ]


def test_a_link_to_what_cannot_be_read_is_not_judged(site):
    (site / "data/tables/forces.csv").write_bytes(b"\xff")

    assert messages(site) == ["data/tables/forces.csv:1: this line is not UTF-8. Save the file as UTF-8."]


def test_links_to_pages_data_and_other_sites_are_fine(site):
    add_to_about(
        site, "\n[a](/forces/westmere/#grades) [b](/data/notices) [c](https://inspectorate.example/) [d](#top)\n"
    )

    assert messages(site) == []


def test_a_correction_is_of_a_page(site):
    amend(site, "corrections", 2, page="notices/westmere-2026-3")

    assert messages(site) == [
        "data/tables/corrections.csv:2: page 'notices/westmere-2026-3' does not exist. "
        "Did you mean 'notices/westmere-2026-03'? Write it as notices/<id>, without slashes at its ends."
    ]


def test_a_correction_may_be_of_the_whole_record(site):
    amend(site, "corrections", 2, page="")

    assert messages(site) == []


def test_a_guide_does_not_take_the_place_of_a_part_of_the_site(site):
    (site / "content/pages/about.md").rename(site / "content/pages/data.md")

    assert "content/pages/data.md:1: /data/ is a part of the site already. Give the file another name." in messages(
        site
    )
