import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError

from noticeboard.site.template_faults import describe_fault

COMPONENT = "{% macro tag(word) %}\n<b>{{ word.text }}{{ wrod }}</b>\n{% endmacro %}"


@pytest.mark.parametrize(
    ("page", "place", "said"),
    [
        ("<p>\n{% if %}", "page.html:2", "Expected an expression, got 'end of statement block'"),
        ("<p>\n{{ titel }}", "page.html:2", "'titel' is undefined"),
        ("<p>\n\n{% extends 'bsae.html' %}", "page.html:3", "there is no template 'bsae.html'"),
        ("{{ 'x' | uper }}", "page.html:1", "No filter named 'uper'"),
        ("{% from 'components/tag.html' import tag %}\n{{ tag({'text': 1}) }}", "components/tag.html:2", "'wrod' is undefined"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_the_template_and_the_line(tmp_path, page, place, said):
    templates = tmp_path / "theme/templates"
    (templates / "components").mkdir(parents=True)
    (templates / "components/tag.html").write_text(COMPONENT)
    (templates / "page.html").write_text(page)
    env = Environment(loader=FileSystemLoader(templates), undefined=StrictUndefined, autoescape=True)

    with pytest.raises(TemplateError) as raised:
        env.get_template("page.html").render()

    fault = describe_fault(raised.value, tmp_path / "theme")
    assert str(fault) == f"theme/templates/{place}: the page cannot be made: {said}. Mend the template."
