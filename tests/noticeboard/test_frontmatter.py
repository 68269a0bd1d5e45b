"""Front matter is flat `key: value` lines, read as they stand."""

import pytest

from noticeboard.frontmatter import parse_document, read_document


def test_fields_are_text_as_it_stands():
    document, problems = parse_document("---\ntitle: A: no, 3.10\nactive: no\n\n---\n\nBody.\n", "a.md")

    assert problems == []
    assert document.fields == {"title": "A: no, 3.10", "active": "no"}
    assert document.lines == {"title": 2, "active": 3}
    assert (document.body, document.body_line) == ("Body.", 7)


def test_windows_line_ends_and_a_byte_order_mark_are_read_alike(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes("\ufeff---\r\ntitle: A\r\n---\r\nBody.\r\n".encode())

    document, _ = read_document(path, "a.md")

    assert (document.fields, document.body) == ({"title": "A"}, "Body.")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Body.\n", "a.md:1: the file does not begin with front matter. Begin it with a line of three dashes."),
        ("---\ntitle: A\n", "a.md:1: the front matter has no end. Close it with a line of three dashes."),
        ("---\ntitle\n---\n", "a.md:2: 'title' is not a field. Write it as key: value."),
        ("---\ntitle: A\ntitle: B\n---\n", "a.md:3: 'title' stands here and on line 2. Keep one of them."),
    ],
)
def test_faulty_front_matter_is_named(text, fault):
    _, problems = parse_document(text, "a.md")

    assert [str(problem) for problem in problems] == [fault]


def test_a_line_that_is_not_utf_8_is_named(tmp_path):
    path = tmp_path / "a.md"
    path.write_bytes(b"---\ntitle: Mori\xe9\n---\n")

    _, (problem,) = read_document(path, "a.md")

    assert str(problem) == "a.md:2: this line is not UTF-8. Save the file as UTF-8."
