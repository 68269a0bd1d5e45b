import pytest

from tests.factories import amend, append
from tests.noticeboard.checks.faults import messages, messages_with

BAD_ROWS = [
    # dates_are_within_their_bounds
    ("updates", 2, {"happened_on": "2026-03", "happened_not_after_on": "2026-02-10"},
     "happened_on 2026-03 is later than happened_not_after_on 2026-02-10. Mend one of them."),
    ("notices", 3, {"published_not_before_on": "2026-04"},
     "published_not_before_on 2026-04 is later than published_on 2026-03. Mend one of them."),
    ("notices", 3, {"published_on": "", "published_not_before_on": "2026-04", "published_not_after_on": "2026-03"},
     "published_not_before_on 2026-04 is later than published_not_after_on 2026-03. Mend one of them."),
    # nothing_is_later_than_the_record
    ("updates", 2, {"happened_on": "2026-07"},
     "happened_on 2026-07 is later than the record, which ends on 2026-06-30. "
     "Mend the date, or move as_on in data/tables/record.csv."),
    ("notices", 2, {"inspected_until_on": "2026-07"},
     "inspected_until_on 2026-07 is later than the record, which ends on 2026-06-30. "
     "Mend the date, or move as_on in data/tables/record.csv."),
    # notices_follow_their_inspection
    ("notices", 2, {"inspected_on": "2026-02"},
     "inspected_on 2026-02 is later than the notice, published by 2026-01-12. Mend one of them."),
    ("notices", 2, {"inspected_until_on": "2026-01-13"},
     "inspected_until_on 2026-01-13 is later than the notice, published by 2026-01-12. Mend one of them."),
    ("notices", 3, {"published_not_after_on": "2026-03-10", "inspected_on": "2026-03-11"},
     "inspected_on 2026-03-11 is later than the notice, published by 2026-03-10. Mend one of them."),
    ("notices", 2, {"inspected_until_on": "2025-10"},
     "inspected_until_on 2025-10 is earlier than inspected_on 2025-11. Mend one of them."),
    # deadlines_follow_their_notice
    ("recommendations", 3, {"due_on": "2025"},
     "due_on 2025 is earlier than the notice, published on 2026-01-12. Mend one of them."),
    # updates_follow_their_notice
    ("updates", 2, {"happened_on": "2026-01-11"},
     "the update, of 2026-01-11 at the latest, is earlier than the notice, published on 2026-01-12. "
     "Mend one of them; of a whole notice kind progress letter or other may be earlier."),
    ("updates", 3, {"happened_on": "", "happened_not_after_on": "2025"},
     "the update, of 2025-12-31 at the latest, is earlier than the notice, published on 2026-01-12. "
     "Mend one of them; of a whole notice kind progress letter or other may be earlier."),
    # replies_follow_what_they_answer
    ("updates", 2, {"answers_notice": "", "answers_update": "northshire-custody-2026-u2"},
     "the reply is earlier than northshire-custody-2026-u2, which it answers, of 2026-05-01. Mend one of them."),
]  # fmt: skip

GOOD_ROWS = [
    ("notices", 2, {"inspected_until_on": "2026-01-12"}),
    ("notices", 2, {"inspected_on": "2026", "inspected_until_on": "2026-01"}),
    ("notices", 3, {"published_not_before_on": "2026-03-10", "published_not_after_on": "2026-03-10"}),
    ("recommendations", 3, {"due_on": "2026"}),
    ("updates", 2, {"happened_on": "2026"}),
    ("updates", 2, {"answers_notice": "", "answers_update": "northshire-custody-2026-u2", "happened_on": "2026-05"}),
    ("updates", 2, {"happened_on": "2025-12", "kind": "progress letter", "reply": "", "answers_notice": ""}),
]


@pytest.mark.parametrize(("table", "line", "cells", "message"), BAD_ROWS)
def test_a_date_out_of_order_is_named(site, table, line, cells, message):
    assert message in messages_with(site, table, line, **cells)


@pytest.mark.parametrize(("table", "line", "cells"), GOOD_ROWS)
def test_partial_dates_that_can_be_in_order_are_fine(site, table, line, cells):
    amend(site, table, line, **cells)

    assert messages(site) == []


@pytest.mark.parametrize(
    ("started_on", "stage", "fault"),
    [
        ("2026-03", "engage", "northshire was in engage already, since 2026-01. Take one row out."),
        ("2026-01-20", "scan", "nothing says whether 2026-01-20 came after 2026-01, the stage before. "
         "Make one of them more exact."),
    ],
)  # fmt: skip
def test_a_forces_next_stage_is_later_and_another(site, started_on, stage, fault):
    append(site, "stages", force="northshire", started_on=started_on, stage=stage, reason="It changed.")

    assert f"data/tables/stages.csv:3: {fault}" in messages(site)


def test_a_force_may_return_to_scan(site):
    source = "https://inspectorate.example/northshire-letter"
    append(site, "stages", force="northshire", started_on="2026-02", stage="scan", reason="It changed.")
    append(site, "stages_sources", force="northshire", started_on="2026-02", position="1", source=source)

    assert messages(site) == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("event_on: 2026-06-02", "event_on 2026-06-02 is later than date 2026-06-01. Mend one of them."),
        ("event_on: 2026-01-12\nmodified: 2026-05-31",
         "modified 2026-05-31 is earlier than date 2026-06-01. Mend one of them."),
    ],
)  # fmt: skip
def test_a_story_is_no_earlier_than_what_it_tells_of(site, line, fault):
    path = site / "content/news/northshire-cells.md"
    path.write_text(path.read_text().replace("event_on: 2026-01-12", line))

    assert messages(site) == [f"content/news/northshire-cells.md:1: {fault}"]
