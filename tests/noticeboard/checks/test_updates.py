import pytest

from tests.noticeboard.checks.faults import messages_with

NORTHSHIRE = "northshire-custody-2026"
BAD_ROWS = [
    # updates_have_one_subject
    (2, {"cause": "northshire-custody-2026-a"},
     "the update is about notice and cause. Fill in exactly one of notice, cause and recommendation."),
    (2, {"notice": ""},
     "the update is about nothing. Fill in exactly one of notice, cause and recommendation."),
    # statuses_have_a_basis
    (3, {"basis": ""}, "the status 'closed' has no basis. Say what it rests on."),
    (2, {"basis": "source"}, "the basis 'source' has no status. Fill in the status or take the basis out."),
    (3, {"kind": "report"},
     "kind 'report' and status 'closed' do not go together. A status has the kind status or cause closed."),
    # statuses_are_of_causes_or_recommendations
    (5, {"recommendation": "", "notice": NORTHSHIRE},
     "a notice has no status of its own. Give the status to its causes or recommendations."),
    (3, {"status": "superseded"}, "only a recommendation is superseded. Choose another status."),
    (3, {"cause": "", "recommendation": "northshire-custody-2026-1"},
     "kind 'cause closed' names no cause. Fill in the cause."),
    # progress_is_of_recommendations
    (4, {"kind": "revisit"}, "kind 'revisit' and progress 'some' do not go together. Fill in both or neither."),
    (4, {"recommendation": "", "notice": NORTHSHIRE},
     "progress names no recommendation. Fill in the recommendation."),
    # replies_say_what_they_answer
    (2, {"reply": ""},
     "only a policing body response is a reply, and each is formal or a statement. Fill in kind and reply."),
    (2, {"answers_notice": ""},
     "the formal reply does not say what it answers. Fill in answers_notice or answers_update."),
]  # fmt: skip


@pytest.mark.parametrize(("line", "cells", "message"), BAD_ROWS)
def test_an_update_says_what_it_is_about_and_rests_on(site, line, cells, message):
    assert message in messages_with(site, "updates", line, **cells)
