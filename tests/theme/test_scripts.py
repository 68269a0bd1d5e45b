"""The modules that pages load: made small, and still what they were."""

import re

import pytest
from rjsmin import jsmin

from tests.conftest import PROJECT

SCRIPTS = sorted((PROJECT / "theme/static/js").glob("*.js"))
NESTED = re.compile(r"`[^`]*\$\{[^}`]*`")
"""A template within a template, whose spaces are lost when a script is made small."""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_no_script_has_what_cannot_be_made_small(script):
    assert [line for line in script.read_text().splitlines() if NESTED.search(line)] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_that_is_made_small_has_the_same_texts(script):
    text = script.read_text()
    texts = re.compile(r'"[^"\n]*"')

    assert texts.findall(jsmin(text)) == texts.findall(re.sub(r"(?m)(^|\s)//.*$", "", text))
