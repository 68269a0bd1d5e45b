"""Dates are shown at their precision and no more."""

import pytest

from noticeboard.site.display import make_markdown, show_date, show_markdown, show_number


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"on": "2022-03-29"}, "29 March 2022"),
        ({"on": "2022-03"}, "March 2022"),
        ({"on": "2022"}, "2022"),
        ({"on": None}, "not known"),
        ({"on": None, "not_after": "2024-05-21"}, "no later than 21 May 2024"),
        ({"on": "2023-12", "not_after": "2023-12-28"}, "December 2023, no later than 28 December 2023"),
        ({"on": "2023", "not_before": "2023-09", "not_after": "2023-12-31"},
         "2023, no earlier than September 2023 and no later than 31 December 2023"),
        ({"on": "2021-09-06", "until": "2021-09-17"}, "6 September 2021 to 17 September 2021"),
        ({"on": "2022-03-29", "basis": "inferred"}, "about 29 March 2022"),
        ({"on": "2022-03", "basis": "inferred"}, "March 2022"),
    ],
)  # fmt: skip
def test_a_date_is_shown_as_it_is_known(given, shown):
    assert show_date(**given) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [(8952268.0, "8,952,268"), (2691.22, "2,691.22"), (0.5, "0.5"), (100.0, "100")]
)
def test_a_number_has_no_idle_decimals(number, shown):
    assert show_number(number) == shown


def test_markdown_shows_raw_html_as_text():
    assert show_markdown(make_markdown(), "*a* <b>b</b>") == "<p><em>a</em> &lt;b&gt;b&lt;/b&gt;</p>"
