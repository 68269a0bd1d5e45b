"""Each component, called as a page calls it, gives exactly the HTML that its example says."""

import pytest

from noticeboard.site.examples import read_examples, show_example
from tests.theme.conftest import THEME

EXAMPLES = list(read_examples(THEME))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.component}: {example.call}")
def test_a_component_gives_this_html(environment, example):
    assert show_example(environment, example) == example.html.rstrip()


def test_every_component_has_an_example():
    shown = {example.component for example in EXAMPLES}

    assert shown == {path.stem for path in (THEME / "templates/components").glob("*.html")}
