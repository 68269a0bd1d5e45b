import pytest

from noticeboard.ledger import enter_ids
from tests.factories import amend, append, bury
from tests.noticeboard.checks.faults import messages, messages_with

NORTHSHIRE = "northshire-custody-2026"
BAD_ROWS = [
    # notices_are_named_for_their_force
    ("notices", 2, {"force": "westmere"},
     "notice 'northshire-custody-2026' does not begin with its force, 'westmere'. "
     "Mend the force, or the id here and in the file's name."),
    # ids_follow_their_notice
    ("recommendations", 3, {"number": "5"},
     "recommendation 'northshire-custody-2026-2' is not of the form northshire-custody-2026-5. "
     "An id begins with its notice's; mend one of them."),
    ("updates", 2, {"update_id": "elsewhere-u1"},
     "update_id 'elsewhere-u1' is not of the form northshire-custody-2026-u[0-9]+. "
     "An id begins with its notice's; mend one of them."),
    ("updates", 3, {"update_id": "northshire-2026-u2"},
     "update_id 'northshire-2026-u2' is not of the form northshire-custody-2026-u[0-9]+. "
     "An id begins with its notice's; mend one of them."),
    # causes_and_recommendations_leave_no_gap
    ("causes", 3, {"cause": "northshire-custody-2026-d"},
     "cause 'northshire-custody-2026-d' comes after 'northshire-custody-2026-c', which does not exist. Leave no gap; "
     "if it was taken out, add it to data/tables/tombstones.csv."),
    ("recommendations", 3, {"recommendation": "northshire-custody-2026-11", "number": "11"},
     "recommendation 'northshire-custody-2026-11' comes after 'northshire-custody-2026-10', which does not exist. "
     "Leave no gap; if it was taken out, add it to data/tables/tombstones.csv."),
    # rows_name_the_force_of_their_notice
    ("stages_notices", 2, {"force": "westmere"},
     "the force is 'westmere', but northshire-custody-2026 is about 'northshire'. Mend one of them."),
    # stories_name_the_forces_of_their_notices
    ("stories_notices", 2, {"notice": "westmere-2026-03"},
     "story 'northshire-cells' is about westmere-2026-03 but not about 'westmere'. "
     "Add the force to data/tables/stories_forces.csv."),
]  # fmt: skip


@pytest.mark.parametrize(("table", "line", "cells", "message"), BAD_ROWS)
def test_an_id_that_does_not_fit_is_named(site, table, line, cells, message):
    assert message in messages_with(site, table, line, **cells)


def test_a_number_that_was_taken_out_leaves_no_gap(site):
    recommendation = {"cause": f"{NORTHSHIRE}-b", "summary": "Count it.", "wording": "full"}
    source = "https://inspectorate.example/northshire-letter"
    append(site, "recommendations", recommendation=f"{NORTHSHIRE}-3", number="3", source=source, **recommendation)
    enter_ids(site)
    for line in (4, 5):
        amend(site, "updates", line, recommendation=f"{NORTHSHIRE}-1")

    bury(site, "recommendations", 3, f"{NORTHSHIRE}-2")

    assert [message for message in messages(site) if "comes after" in message] == []
