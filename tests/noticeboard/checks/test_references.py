import pytest

from tests.factories import amend
from tests.noticeboard.checks.faults import messages, messages_with

BAD_ROWS = [
    ("notices", 2, {"force": "northshre"},
     "unknown force 'northshre'. Did you mean 'northshire'? Forces are listed in data/tables/forces.csv."),
    ("grades", 2, {"cycle": "2018/19"},
     "unknown question and cycle 'preventing-crime 2018/19'. Did you mean 'preventing-crime 2023-25'? "
     "Questions by cycle are listed in data/tables/questions_cycles.csv."),
    ("grades", 2, {"grade": "outstanding"},
     "unknown cycle and grade '2023-25 outstanding'. "
     "Scales of grades are listed in data/tables/cycles_grades.csv."),
    ("stories_forces", 2, {"story": "northshire-cell"},
     "unknown story 'northshire-cell'. Did you mean 'northshire-cells'? Stories are listed in content/news/*.md."),
    ("figures", 2, {"source": "https://nowhere.example/"},
     "unknown source 'https://nowhere.example/'. Did you mean 'https://inspectorate.example/westmere'? "
     "Sources are listed in data/tables/sources.csv."),
]  # fmt: skip


@pytest.mark.parametrize(("table", "line", "cells", "message"), BAD_ROWS)
def test_what_a_row_points_to_exists(site, table, line, cells, message):
    assert message in messages_with(site, table, line, **cells)


def test_what_points_to_nothing_is_told_once(site):
    amend(site, "recommendations", 2, cause="northshire-custody-2026-c")

    assert [message for message in messages(site) if "recommendations.csv:2" in message] == [
        "data/tables/recommendations.csv:2: unknown cause 'northshire-custody-2026-c'. "
        "Did you mean 'northshire-custody-2026-b'? Causes of concern are listed in data/tables/causes.csv."
    ]
