"""A checker that follows the standards finds nothing wrong with what readers are sent."""

import pytest

from tests.html_checker import find_faults

pytestmark = pytest.mark.timeout(300)


def test_every_page_of_the_site_is_valid(built):
    assert find_faults(built) == []


def test_the_checker_tells_of_a_fault_in_each_kind_of_file(tmp_path):
    (tmp_path / "page.html").write_text('<!doctype html>\n<html lang="en-GB"><title>Cells</title>\n<p><li>Nurse</p>')
    (tmp_path / "style.css").write_text(".table {\n  colour: red;\n}\n")
    (tmp_path / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><rect width="wide"/></svg>')

    assert find_faults(tmp_path) == [
        "page.html:2: Element “li” not allowed as child of element “body” in this context. "
        "(Suppressing further errors from this subtree.)",
        "page.html:2: No “p” element in scope but a “p” end tag seen.",
        "style.css:2: CSS: “colour”: Property “colour” doesn't exist.",
    ]
