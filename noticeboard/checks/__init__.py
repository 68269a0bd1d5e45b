"""The rules that rows must keep beyond their own form: one function, one sentence each."""

from noticeboard.checks import counts, dates, ids, ledger, links, references, sources, texts, updates
from noticeboard.checks.faults import Check
from noticeboard.problems import Problem
from noticeboard.record import Record

CHECKS: tuple[Check, ...] = (
    references.references_exist,
    updates.updates_have_one_subject,
    updates.statuses_have_a_basis,
    updates.statuses_are_of_causes_or_recommendations,
    updates.progress_is_of_recommendations,
    updates.replies_say_what_they_answer,
    dates.dates_are_within_their_bounds,
    dates.nothing_is_later_than_the_record,
    dates.notices_follow_their_inspection,
    dates.deadlines_follow_their_notice,
    dates.updates_follow_their_notice,
    dates.replies_follow_what_they_answer,
    dates.stages_follow_one_another,
    dates.stories_follow_what_they_tell_of,
    ids.notices_are_named_for_their_force,
    ids.ids_follow_their_notice,
    ids.causes_and_recommendations_leave_no_gap,
    ids.rows_name_the_force_of_their_notice,
    ids.stories_name_the_forces_of_their_notices,
    ledger.ids_in_use_are_in_the_ledger,
    ledger.ids_do_not_vanish,
    ledger.retired_ids_are_not_in_use,
    ledger.aliases_lead_to_an_id,
    ledger.ledgered_tables_have_permanent_ids,
    counts.causes_agree_with_the_number_stated,
    counts.recommendations_agree_with_the_number_stated,
    counts.positions_leave_no_gap,
    counts.the_record_is_one_row,
    sources.addresses_are_of_the_web,
    sources.publishers_are_hosts,
    sources.dates_of_sources_have_a_basis,
    sources.facts_have_a_source,
    sources.sources_are_used,
    sources.publishers_are_used,
    sources.press_items_differ,
    links.links_lead_to_pages,
    links.corrections_are_of_pages,
    links.guides_have_an_address_of_their_own,
    texts.texts_show_no_pictures,
    texts.texts_are_not_html,
    texts.texts_tell_what_is_known,
)


def check_record(record: Record) -> list[Problem]:
    """Return every fault that the rules find in the record, in order."""
    return sorted({problem for check in CHECKS for problem in check(record)})
