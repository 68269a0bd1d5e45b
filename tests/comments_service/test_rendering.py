"""A comment's words are cleaned and rendered once; nothing but a small set of tags comes out."""

from time import process_time

import pytest

from comments_service.rendering import clean_name, clean_text, render


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*a* **b**", "<p><em>a</em> <strong>b</strong></p>"),
        ("a\nb", "<p>a<br>\nb</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("`a < b`", "<p><code>a &lt; b</code></p>"),
        ("```\na\n```", "<pre><code>a\n</code></pre>"),
        ("[a](https://a.example)", '<p><a href="https://a.example" rel="nofollow ugc noopener">a</a></p>'),
        ("# a", "<p># a</p>"),
        ("![a](https://a.example/a.png)", '<p>!<a href="https://a.example/a.png" rel="nofollow ugc noopener">a</a></p>'),
        ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>"),
        ("[a](javascript:alert(1))", "<p>[a](javascript:alert(1))</p>"),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>"),
        ('[a](https://a.example "onmouseover=alert(1)")',
         '<p><a href="https://a.example" rel="nofollow ugc noopener">a</a></p>'),
        ("[a](//evil.example)", '<p><a href="//evil.example" rel="nofollow ugc noopener">a</a></p>'),
    ],
)  # fmt: skip
def test_markdown_becomes_safe_html(text, html):
    assert render(text) == html


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("  Ada \n Lovelace ", "Ada Lovelace"),
        ("Ada\u202egnp.exe", "Adagnp.exe"),
        ("A\u200bd\u2060a", "Ada"),
        ("Ada\x00\x1b[31m", "Ada[31m"),
        ("Cafe\u0301", "Café"),
        ("Z" + "\u0323" * 40, "Ẓ" + "\u0323" * 4),
        ("Łukasz Żółć", "Łukasz Żółć"),
        ("أحمد", "أحمد"),
    ],
)
def test_names_lose_what_cannot_be_seen(name, kept):
    assert clean_name(name) == kept


def test_texts_keep_their_lines_but_not_a_desert_between_them():
    assert clean_text("a\r\n\r\n\r\n\r\n\r\nb\n") == "a\n\nb"


@pytest.mark.parametrize(
    "hostile",
    [
        "[" * 10_000,
        "*" * 10_000,
        "> " * 5_000,
        "- " * 5_000,
        "`" * 10_000,
        "[a](" * 2_500,
        "<a " * 3_300,
        "&" * 10_000,
        "_a" * 5_000,
    ],
)
def test_hostile_text_is_rendered_in_an_instant(hostile):
    # Ten times what is expected of a slow machine: a quadratic blow-up takes seconds.
    start = process_time()

    render(hostile)

    assert process_time() - start < 1
