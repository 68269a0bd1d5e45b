"""The examples of components are read from one home, and can stand on one page."""

from jinja2 import DictLoader, Environment

from noticeboard.site.examples import Example, group_examples, read_examples, show_apart

LIST = '{% macro list() %}<ul id="list" aria-labelledby="list other"><li><a href="#list">fill url(#list)</a></ul>{% endmacro %}'


def test_an_example_is_read_with_what_it_gives(tmp_path):
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples/tag.yaml").write_text(
        "- call: '{{ tag(word) }}'\n  values: {word: new}\n  html: <b>new</b>\n"
    )

    assert list(read_examples(tmp_path)) == [Example("tag", "{{ tag(word) }}", "<b>new</b>", {"word": "new"})]
    assert list(group_examples(tmp_path)) == ["tag"]


def test_a_call_that_wraps_something_names_its_macro_too():
    assert Example("table", '{% call table("All") %}<tbody>{% endcall %}', "").macro == "table"


def test_ids_of_examples_are_told_apart_by_their_end():
    environment = Environment(loader=DictLoader({"components/list.html": LIST}))

    html = show_apart(environment, Example("list", "{{ list() }}", ""), "-2")

    assert html == '<ul id="list-2" aria-labelledby="list-2 other-2"><li><a href="#list-2">fill url(#list-2)</a></ul>'
