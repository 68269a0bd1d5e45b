import pytest

from tests.factories import amend
from tests.noticeboard.checks.faults import messages


@pytest.mark.parametrize("picture", ["![A cell](https://elsewhere.example/cell.png)", "![A cell][1]"])
def test_a_text_shows_no_picture(site, picture):
    with (site / "content/pages/about.md").open("a") as file:
        file.write(f"\n{picture}\n")

    message = "content/pages/about.md:8: a picture stands in the text. Take it out, or write a link to it."
    assert message in messages(site)


@pytest.mark.parametrize("tag", ["<b>", "</b>", '<img src="cell.png">', "<br/>", "<!--"])
def test_a_text_is_not_html(site, tag):
    with (site / "content/pages/about.md").open("a") as file:
        file.write(f"\nIt is {tag} so.\n")

    message = f"HTML stands in the text: {tag!r}. Readers would see it. Write Markdown."
    assert messages(site) == [f"content/pages/about.md:8: {message}"]


@pytest.mark.parametrize("words", ["1 < 2 and 3 > 2", "<https://inspectorate.example/westmere>", "x<y"])
def test_what_only_looks_like_html_is_fine(site, words):
    with (site / "content/pages/about.md").open("a") as file:
        file.write(f"\nIt is {words}.\n")

    assert messages(site) == []


@pytest.mark.parametrize(
    "words", ["an excerpt", "Stored copies", "a look-up", "two lookups", "a snippet", "was scraped"]
)
def test_a_text_does_not_speak_of_how_facts_were_gathered(site, words):
    with (site / "content/pages/about.md").open("a") as file:
        file.write(f"\nThis rests on {words}.\n")
    amend(site, "updates", 2, note=f"Known from {words}.")

    found = words.removeprefix("an ").removeprefix("a ").removeprefix("two ").removeprefix("was ")
    fault = (
        f"the text speaks of how facts were gathered: {found!r}. "
        "Say what is known or unknown, and name the page it stands on."
    )
    assert messages(site) == [f"content/pages/about.md:8: {fault}", f"data/tables/updates.csv:2: {fault}"]


def test_front_matter_does_not_speak_of_how_facts_were_gathered(site):
    path = site / "content/notices/westmere-2026-03.md"
    path.write_text(path.read_text().replace("\nsummary: ", "\nsummary: By an excerpt, "))

    assert messages(site) == [
        "content/notices/westmere-2026-03.md:1: the text speaks of how facts were gathered: 'excerpt'. "
        "Say what is known or unknown, and name the page it stands on."
    ]


@pytest.mark.parametrize("words", ["looks up to them", "skyscrapers", "the crawler lane", "copies stored safely"])
def test_words_that_only_look_alike_are_fine(site, words):
    amend(site, "updates", 2, note=f"The inspector saw {words}.")

    assert messages(site) == []
