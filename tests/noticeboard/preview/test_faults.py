import pytest

from noticeboard.preview.faults import find_faults
from noticeboard.problems import BuildError, Problem
from noticeboard.site.pages import home_page
from tests.conftest import PROJECT


def test_the_faults_of_a_build_are_told_as_they_are():
    problem = Problem("content/pages/about.md", 3, "It is wrong. Mend it.")

    assert find_faults(BuildError([problem])) == [problem]


def test_an_error_that_nobody_foresaw_is_told_with_the_line_of_ours_that_it_comes_from():
    with pytest.raises(AttributeError) as raised:
        home_page(None)
    line = next(
        number
        for number, text in enumerate((PROJECT / "noticeboard/site/pages.py").read_text().splitlines(), 1)
        if 'site.ask("forces_in_engage")' in text
    )

    assert list(map(str, find_faults(raised.value))) == [
        f"noticeboard/site/pages.py:{line}: AttributeError: 'NoneType' object has no attribute 'ask'. "
        "Mend this line, or what it reads."
    ]
