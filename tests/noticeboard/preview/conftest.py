import pytest

from noticeboard.preview.edition import EditionMaker


@pytest.fixture
def make(site, tmp_path):
    """Make an edition of the example site's files as they are."""
    folder = tmp_path / "editions"
    folder.mkdir()
    maker = EditionMaker(site, folder)
    made = []

    def make_edition():
        made.append(maker.make())
        return made[-1]

    yield make_edition
    for edition in made:
        edition.drop()


@pytest.fixture
def draft(site):
    """The example site's draft."""
    return site / "content/news/westmere-draft.md"


@pytest.fixture
def published(site, draft):
    """The example site with its draft published."""
    draft.write_text(draft.read_text().replace("status: draft\n", ""))
    with (site / "data/tables/stories_sources.csv").open("a") as file:
        file.write("westmere-draft,1,https://inspectorate.example/westmere\n")
    return site
