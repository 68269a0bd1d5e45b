import pytest

from tests.factories import append
from tests.noticeboard.checks.faults import messages, messages_with

BAD_ROWS = [
    # causes_agree_with_the_number_stated
    ("notices", 2, {"causes_stated": "1"},
     "northshire-custody-2026 holds 2 causes of concern but states 1. Mend one of them."),
    # recommendations_agree_with_the_number_stated
    ("notices", 2, {"recommendations_stated": "1"},
     "northshire-custody-2026 holds 2 recommendations but states 1. Mend one of them."),
    # positions_leave_no_gap
    ("notices_sources", 3, {"position": "3"},
     "position 3 stands where 2 is next. Number northshire-custody-2026 from 1 without a gap."),
    ("stages_sources", 2, {"position": "2"},
     "position 2 stands where 1 is next. Number northshire, 2026-01 from 1 without a gap."),
    ("cycles_grades", 3, {"position": "1"},
     "position 1 stands where 2 is next. Number 2018/19 from 1 without a gap."),
    ("questions", 2, {"position": "2"},
     "position 2 stands where 1 is next. Number the rows from 1 without a gap."),
]  # fmt: skip


@pytest.mark.parametrize(("table", "line", "cells", "message"), BAD_ROWS)
def test_a_count_that_does_not_fit_is_named(site, table, line, cells, message):
    assert message in messages_with(site, table, line, **cells)


def test_the_record_has_one_last_day(site):
    append(site, "record", record="second", as_on="2026-07-31")

    assert messages(site) == ["data/tables/record.csv:3: the record has 2 rows. It has one."]
