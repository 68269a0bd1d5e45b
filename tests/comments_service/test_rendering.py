"""A comment's words are cleaned and rendered once; nothing but a small set of tags comes out."""

import html
from contextlib import suppress

import pytest
from bs4 import BeautifulSoup

from comments_service.rendering import (
    LINK_LIMIT,
    MARKUP_LIMIT,
    TooDeep,
    clean_name,
    clean_text,
    count_links,
    count_markup,
    has_words,
    make_inert,
    render,
    show_plainly,
)
from tests.comments_service.timing import fastest, fifty_milliseconds


@pytest.mark.parametrize(
    ("text", "rendered"),
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
        ("[a](//evil.example)", "<p>[a](//evil.example)</p>"),
        ("[a](/\\\\evil.example)", "<p>[a](/\\evil.example)</p>"),
        ("[a](http:///evil.example)", "<p>[a](http:///evil.example)</p>"),
        ("[a](evil.example)", "<p>[a](evil.example)</p>"),
        ("[a](mailto:a@b.example)", "<p>[a](mailto:a@b.example)</p>"),
        ("[a](/notices/)", '<p><a href="/notices/" rel="nofollow ugc noopener">a</a></p>'),
    ],
)  # fmt: skip
def test_markdown_becomes_safe_html(text, rendered):
    assert render(text) == rendered


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("  Ada \n Lovelace ", "Ada Lovelace"),
        ("Ada\u202egnp.exe", "Adagnp.exe"),
        ("A\u200bd\u2060a", "Ada"),
        ("Ada\x00\x1b[31m", "Ada[31m"),
        ("Cafe\u0301", "Café"),
        ("Z" + "\u0323" * 40, "Ẓ" + "\u0323" * 3),
        ("A\u200dda\ud800", "Ada"),
        ("\u202e\u200f \u3164", ""),
        ("Łukasz Żółć", "Łukasz Żółć"),
        ("أحمد", "أحمد"),
    ],
)
def test_names_lose_what_cannot_be_seen(name, kept):
    assert clean_name(name) == kept


def test_texts_keep_their_lines_but_not_a_desert_between_them():
    assert clean_text("a\r\n\r\n\r\n\r\n\r\nb\n") == "a\n\nb"


@pytest.mark.parametrize(
    "text", ["\u0645\u06cc\u200c\u062e", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\u0915\u094d\u200d\u0937"]
)
def test_texts_keep_the_joiners_that_a_script_is_spelt_with(text):
    assert clean_text(text) == text


@pytest.mark.parametrize("text", ["a\u202eb", "a\u2066b", "a\x00b", "a\x1bb", "a\x85b", "a\ufeffb", "a\udfffb"])
def test_texts_lose_controls_and_what_turns_the_text_around(text):
    assert clean_text(text) == "ab"


def test_joiners_alone_are_no_words():
    assert (has_words("\u200d \u200c"), has_words("\u200da")) == (False, True)


@pytest.mark.parametrize("text", [">" * 11 + "a", "- " * 5 + "a", "> " * 4 + "- " * 3 + "*a*"])
def test_quotes_and_lists_may_stand_in_one_another(text):
    assert render(text)


@pytest.mark.parametrize(
    "text", [">" * 12 + "a", "- " * 6 + "a", ">" * 500 + "a", "- > " * 500, "*a " * 90 + "a* " * 90]
)
def test_what_stands_too_deep_is_refused_before_words_are_lost(text):
    with pytest.raises(TooDeep):
        render(text)


def test_links_can_be_shown_for_nobody_to_follow():
    rendered = render("[a *b*](https://a.example/?c&d) and <https://e.example>")

    assert make_inert(rendered) == (
        "<p>a <em>b</em> (<code>https://a.example/?c&amp;d</code>) and https://e.example</p>"
    )


SIGNS = ["[", "*", "> ", "- ", "1. ", "`", "[a](", "![a](b)", "<a ", "&", "_a", "*_", "\\", "a\n", "<http://", "[a](b",
         "http://a", "http://a.", "x://", "http://a.b/("]  # fmt: skip


@pytest.mark.parametrize("sign", SIGNS)
def test_ten_kilobytes_of_hostile_text_are_refused_or_rendered_in_50_milliseconds(sign):
    text = (sign * 10_000)[:10_000]

    def take():
        if count_markup(text) <= MARKUP_LIMIT and count_links(text) <= LINK_LIMIT:
            with suppress(TooDeep):
                render(text)

    assert fastest(take) < fifty_milliseconds()


@pytest.mark.parametrize("sign", [sign for sign in SIGNS if sign != "> " and (count_markup(sign) or count_links(sign))])
def test_as_many_signs_as_may_be_are_rendered_in_50_milliseconds(sign):
    signs, links = count_markup(sign), count_links(sign)
    text = sign * min(MARKUP_LIMIT // signs if signs else LINK_LIMIT, LINK_LIMIT // links if links else MARKUP_LIMIT)
    text += "a" * (10_000 - len(text))

    assert fastest(lambda: render(text)) < fifty_milliseconds()


def test_a_heap_of_marks_on_one_letter_is_cleaned_in_50_milliseconds():
    text = "a" + "\u0315" * 5_000 + "\u0300" * 5_000

    assert len(clean_text(text)) == 5
    assert fastest(lambda: clean_text(text)) < fifty_milliseconds()


@pytest.mark.parametrize("text", ["&#8238;a", "&#12;a", "c&#97;sino", "a &amp; b"])
def test_what_is_written_as_an_entity_stays_as_it_was_written(text):
    assert html.unescape(render(text)) == f"<p>{text}</p>"


@pytest.mark.parametrize("text", ["a\ufffeb", "a\uffffb", "a\ufdd0b", "a\U0001fffeb", "a\U0010ffffb"])
def test_texts_lose_what_is_no_character(text):
    assert clean_text(text) == "ab"


@pytest.mark.parametrize("text", ["\u2800", "\ufffc", "\u0301", " \u200d\u2800 "])
def test_what_cannot_be_seen_is_no_word(text):
    assert not has_words(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [("cas**i**no", "casino"), ("[cas](https://a.example)ino", "casino"), ("a\nb", "a\nb"), ("- a\n- b", "\na\nb\n"),
     ("a < b & `c`", "a < b & c"), (">", ""), ("[](https://a.example)", "")],
)  # fmt: skip
def test_what_readers_see_is_the_text_without_its_markup(text, plain):
    assert show_plainly(render(text)).strip("\n") == plain.strip("\n")


def test_links_are_counted_however_they_are_written():
    assert count_links("<http://a.example> <HTTP://b.example> [c](https://c.example) http://d.example [e](/f)") == 5


@pytest.mark.parametrize(
    ("text", "address", "rest"),
    [
        ("See https://a.example/b?c=1&d. Good.", "https://a.example/b?c=1&d", ". Good."),
        ("(HTTP://a.example/b_(c))", "HTTP://a.example/b_(c)", ")"),
        ("*http://a.example*", "http://a.example", ""),
        ("https://xn--pple-43d.example", "https://xn--pple-43d.example", ""),
        ('https://a.example/"onclick=x', "https://a.example/", '"onclick=x'),
        ("https://a.example/<script>", "https://a.example/", "<script>"),
    ],
)
def test_an_address_that_stands_in_a_text_is_a_link(text, address, rest):
    link = BeautifulSoup(render(text), "html.parser").a

    assert (link["href"].lower(), link.text) == (address.lower(), address)
    assert "".join(part.text for part in link.next_siblings) == rest


@pytest.mark.parametrize(
    "text",
    ["www.a.example", "a@b.example", "ftp://a.example", "//a.example", "javascript://a.example", "`https://a.example`", "https://"],
)  # fmt: skip
def test_what_is_no_whole_address_of_the_web_stays_words(text):
    assert "<a" not in render(text)


def test_a_link_within_a_link_is_none():
    rendered = BeautifulSoup(render("[https://a.example](https://b.example)"), "html.parser")

    assert [link["href"] for link in rendered.find_all("a")] == ["https://b.example"]
