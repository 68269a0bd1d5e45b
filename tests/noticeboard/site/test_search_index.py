"""What the site's search knows of a page and of a press item, and what it is made to leave out."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from noticeboard.site.search_index import write_search_index

PRESS = {
    "press": "northshire-cells",
    "label": "Detainees <waited> for a nurse",
    "source": "https://www.northshire-post.example/cells?a=1&b=2",
    "publisher_name": "Northshire Post",
    "summary": "Nobody kept count.",
}


@pytest.fixture
def write_index(tmp_path: Path):
    """Return a function that indexes one page and a press item, and returns what the index tells of each, by its title."""

    def write(body: str) -> dict[str, Any]:
        (tmp_path / "index.html").write_text(f'<html lang="en"><main>{body}</main></html>', encoding="utf-8")
        write_search_index(tmp_path, [PRESS])
        return {told["meta"]["title"]: told for told in map(read_fragment, tmp_path.rglob("*.pf_fragment"))}

    return write


def read_fragment(path: Path) -> dict[str, Any]:
    """Return what the index tells of a page: JSON after a signature of twelve bytes."""
    return json.loads(gzip.decompress(path.read_bytes())[12:])


def test_the_text_of_a_marked_page_is_indexed(write_index):
    told = write_index("<article data-pagefind-body><h1>Northshire</h1><p>In scan.</p></article>")

    assert told["Northshire"]["url"] == "/"
    assert told["Northshire"]["content"] == "Northshire. In scan."


def test_a_page_that_marks_nothing_is_not_indexed(write_index):
    told = write_index("<h1>All forces</h1>")

    assert list(told) == [PRESS["label"]]


@pytest.mark.parametrize(
    "beside",
    [
        '<ul class="press"><li>The Post</li></ul>',
        '<p class="timeline__source">The Post</p>',
        '<table><tr><td><a href="https://post.example/" rel="external">The Post</a></td></tr></table>',
    ],
)
def test_who_published_a_source_is_no_text_of_the_page_that_cites_it(write_index, beside: str):
    told = write_index(f"<article data-pagefind-body><h1>Northshire</h1>{beside}</article>")

    assert "Post" not in told["Northshire"]["content"]


def test_a_press_item_is_marked_as_such_and_leads_to_its_publisher(write_index):
    told = write_index("")[PRESS["label"]]

    assert told["filters"] == {"press": ["yes"]}
    assert told["meta"] == {
        "title": PRESS["label"],
        "kind": "Press item",
        "publisher": "Northshire Post",
        "url": PRESS["source"],
    }
    assert told["content"] == f"{PRESS['label']}. Northshire Post. Nobody kept count."


def test_beside_the_index_stands_only_what_a_search_loads(write_index, tmp_path: Path):
    write_index("")

    scripts = [path.name for path in (tmp_path / "pagefind").iterdir() if path.suffix in {".js", ".css", ".json"}]
    assert sorted(scripts) == ["pagefind-entry.json", "pagefind-worker.js", "pagefind.js"]


def test_no_page_but_the_sites_own_is_left_where_it_was_indexed(write_index, tmp_path: Path):
    write_index("")

    assert [path.name for path in tmp_path.rglob("*.html")] == ["index.html"]
