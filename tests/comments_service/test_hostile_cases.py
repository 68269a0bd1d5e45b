"""The ways in which public comment systems have been hurt, by number: the tests that hold here, or why there is nothing to hurt."""

import ast
from functools import cache

import pytest

from tests.conftest import PROJECT

OURS = "tests/comments_service"

HELD = {
    1: ("quotes in a name", [
        "test_posting.py::test_names_and_texts_are_escaped_wherever_they_stand",
        "test_posting.py::test_a_form_that_comes_back_escapes_its_words",
        "test_fuzz.py::test_what_is_acknowledged_is_kept_once_and_what_is_refused_not_at_all",
        "tests/browser/test_hostile_comments.py::test_no_attack_through_any_field_does_anything",
        "tests/browser/test_hostile_forms.py::test_no_attack_through_the_forms_of_readers_does_anything",
        "tests/browser/test_hostile_forms.py::test_no_attack_does_anything_at_the_desk",
        "test_escaping.py::test_hostile_words_bring_no_element_and_no_attribute",
    ]),
    2: ("quotes by way of an edit", [
        "test_revising.py::test_changed_words_are_made_as_harmless_as_the_first_ones",
        "test_fuzz.py::test_no_other_act_fails_or_leaves_a_trace_of_what_was_refused",
        "test_desk.py::test_there_are_no_other_acts",
        "test_revising.py::test_words_that_cannot_be_kept_come_back_with_the_fault",
        "test_desk_pages.py::test_no_form_of_the_desk_changes_words_of_readers",
    ]),
    3: ("pictures and uploads", [
        "test_rendering.py::test_markdown_becomes_safe_html",
        "test_service.py::test_no_write_takes_json_in_plain_text_or_a_file",
        "test_service.py::test_no_code_of_the_service_speaks_to_other_hosts_starts_programs_or_takes_files",
    ]),
    4: ("copies from before a mended renderer", [
        "test_threads.py::test_what_an_earlier_edition_of_the_service_gave_is_asked_for_anew",
        "test_threads.py::test_a_thread_that_has_not_changed_is_not_sent_again",
        "test_threads.py::test_a_form_that_promises_something_else_is_no_longer_the_one_that_the_reader_has",
        "test_threads.py::test_what_happens_within_one_second_is_in_no_copy_asked_for_by_its_date",
    ]),
    7: ("links to hosts inside", [
        "test_service.py::test_no_code_of_the_service_speaks_to_other_hosts_starts_programs_or_takes_files",
        "test_service.py::test_people_read_and_write_when_no_other_host_can_be_reached_and_nobody_tries",
    ]),
    8: ("paths in place of ids", [
        "test_threads.py::test_an_address_that_is_no_page_is_not_found",
        "test_status.py::test_a_link_that_is_none_is_not_found",
        "test_feeds.py::test_what_is_not_there_has_no_feed",
        "test_api.py::test_counts_of_what_can_be_no_page_are_refused",
        "test_service.py::test_what_may_stand_in_an_address_matches_a_pattern",
        "test_service.py::test_a_fault_inside_tells_neither_a_path_nor_a_secret_at_any_address",
    ]),
    9: ("where a sign-in leads", [
        "test_desk.py::test_signing_in_leads_to_the_desk_and_nowhere_else",
        "test_desk.py::test_links_and_forms_of_the_desk_stay_on_this_site",
    ]),
    10: ("parameters left out", [
        "test_posting.py::test_a_field_that_is_left_out_is_never_guessed",
        "test_service.py::test_no_field_that_a_write_needs_is_ever_guessed",
        "test_desk.py::test_an_act_says_which_words_were_read",
        "test_desk_fuzz.py::test_nothing_that_an_editor_sends_fails_and_what_is_refused_leaves_no_trace",
    ]),
    11: ("forwarding headers", [
        "test_crowds.py::test_behind_the_front_a_network_is_what_our_own_proxies_saw_and_nobody_else_says",
        "tests/noticeboard/test_front.py::test_forwarding_headers_of_a_stranger_are_not_believed",
        "tests/noticeboard/test_front.py::test_our_own_proxy_is_believed_about_who_asks",
    ]),
    12: ("many addresses of one network", [
        "test_senders.py::test_a_network_is_a_24_of_old_addresses_and_a_64_of_new_ones",
        "test_crowds.py::test_a_network_is_one_somebody_whatever_addresses_it_has",
    ]),
    13: ("the Host header", [
        "test_posting.py::test_a_host_header_reaches_no_link",
        "test_feeds.py::test_a_host_that_a_reader_claims_reaches_no_link",
    ]),
    14: ("another person's address of mail", [
        "test_posting.py::test_fields_that_nobody_asked_for_change_nothing",
        "test_service.py::test_no_table_has_a_place_for_an_address_of_mail_or_of_a_network",
    ]),
    15: ("a megabyte without a form", ["test_posting.py::test_a_megabyte_straight_to_the_service_is_refused"]),
    16: ("numbers of votes", [
        "test_reactions.py::test_a_thousand_marks_of_one_reader_are_one",
        "test_reactions.py::test_who_clears_cookies_is_not_many_people",
        "test_reactions.py::test_a_crowd_of_one_network_counts_ten_times",
        "test_reactions.py::test_a_number_from_the_reader_counts_for_nothing",
        "test_reactions.py::test_who_changes_their_mind_takes_nobody_else_s_place",
    ]),
    17: ("script as a link, a page or a name", [
        "test_rendering.py::test_markdown_becomes_safe_html",
        "test_threads.py::test_an_address_that_is_no_page_is_not_found",
        "test_feeds.py::test_hostile_names_stay_words_in_a_feed",
        "test_posting.py::test_names_and_texts_are_escaped_wherever_they_stand",
        "test_posting.py::test_html_is_no_name",
        "test_escaping.py::test_hostile_words_bring_no_element_and_no_attribute",
    ]),
    18: ("threads of pages that are not there", [
        "test_threads.py::test_a_page_that_is_not_published_has_no_thread",
        "test_threads.py::test_an_address_that_is_no_page_is_not_found",
        "test_posting.py::test_a_page_that_is_not_published_takes_no_comment_and_gets_no_thread",
        "test_service.py::test_a_comment_of_a_page_that_is_not_published_any_more_is_seen_and_marked_by_nobody",
        "test_feeds.py::test_comments_of_a_page_that_is_not_published_any_more_are_in_no_feed",
        "test_desk_pages.py::test_no_thread_is_led_or_begun_under_a_page_that_is_not_published",
    ]),
    19: ("privileges without a sign-in", [
        "test_desk.py::test_a_stranger_is_let_in_nowhere",
        "test_desk.py::test_a_stranger_does_nothing",
        "test_desk.py::test_guessing_is_slowed_down",
        "test_desk.py::test_one_network_cannot_try_many_names_without_end",
        "test_desk.py::test_a_token_that_is_none_does_nothing",
        "test_revising.py::test_a_link_that_is_none_changes_nothing",
        "test_revising.py::test_a_form_of_one_comment_is_no_good_for_another",
        "test_desk_rights.py::test_a_stranger_does_nothing_at_any_address",
    ]),
    20: ("the first visitor", [
        "test_service.py::test_no_request_makes_a_moderator_not_even_the_first",
        "test_cli.py::test_moderators_are_listed_by_name",
    ]),
    21: ("two readers at once", [
        "test_posting.py::test_people_who_post_at_the_same_moment_keep_their_own_names_words_and_browsers",
        "test_races.py::test_eight_browsers_that_write_react_and_report_at_once_on_the_day_s_first_moment_all_get_an_answer",
    ]),
    22: ("secrets in public settings", [
        "test_public.py::test_no_answer_tells_a_setting_that_is_not_for_readers",
        "test_public.py::test_the_health_of_the_service_is_all_that_it_says_of_itself",
        "test_public.py::test_what_programs_are_told_is_this_and_nothing_else",
    ]),
    23: ("line breaks that become headers", [
        "test_service.py::test_line_breaks_in_what_is_sent_reach_no_header",
        "test_posting.py::test_a_name_cannot_turn_the_text_around_it",
    ]),
    24: ("an upload over a file", [
        "test_service.py::test_no_write_takes_json_in_plain_text_or_a_file",
        "test_service.py::test_no_page_has_a_field_for_a_file_or_a_form_that_shows_in_an_address",
    ]),
    25: ("a program's path as a setting", [
        "test_service.py::test_no_code_of_the_service_speaks_to_other_hosts_starts_programs_or_takes_files",
        "test_service.py::test_settings_are_given_once_and_nobody_changes_them",
        "test_service.py::test_whatever_it_is_called_what_is_unwanted_is_found",
    ]),
    26: ("secrets in addresses", [
        "test_status.py::test_a_status_link_is_private",
        "test_service.py::test_no_page_has_a_field_for_a_file_or_a_form_that_shows_in_an_address",
        "tests/noticeboard/test_front.py::test_a_stricter_referrer_policy_of_a_part_stands_alone",
    ]),
    27: ("patterns that take for ever", [
        "test_rendering.py::test_ten_kilobytes_of_hostile_text_are_refused_or_rendered_in_50_milliseconds",
        "test_rendering.py::test_as_many_signs_as_may_be_are_rendered_in_50_milliseconds",
        "test_judging.py::test_ten_kilobytes_of_hostile_text_are_judged_within_50_milliseconds",
        "test_judging.py::test_the_time_of_each_step_grows_as_the_text_does",
        "test_folding.py::test_the_time_that_folding_takes_grows_as_the_text_does",
        "test_posting.py::test_ten_kilobytes_of_hostile_text_are_refused_in_50_milliseconds",
    ]),
    28: ("nesting, links and marks without end", [
        "test_rendering.py::test_what_stands_too_deep_is_refused_before_words_are_lost",
        "test_posting.py::test_a_comment_that_cannot_be_kept_is_refused_with_its_words",
        "test_posting.py::test_a_heap_of_marks_is_kept_small",
        "test_posting.py::test_brackets_within_brackets_by_the_thousand_are_refused",
        "test_rendering.py::test_a_heap_of_marks_on_one_letter_is_cleaned_in_50_milliseconds",
        "test_rendering.py::test_links_are_counted_however_they_are_written",
    ]),
    29: ("one reader's page for another", [
        "test_threads.py::test_a_reader_gets_no_cookie_and_one_answer_for_all",
        "test_service.py::test_what_a_shared_cache_may_keep_is_the_same_for_everybody",
        "test_service.py::test_every_way_to_write_is_open_with_its_form_and_its_answer_is_for_one_reader_alone",
        "test_desk.py::test_nothing_of_the_desk_is_kept",
        "test_desk.py::test_the_session_cookie_is_for_the_desk_alone",
    ]),
    30: ("forms of other sites", [
        "test_posting.py::test_a_comment_comes_from_our_own_pages",
        "test_posting.py::test_json_in_plain_text_is_no_comment",
        "test_service.py::test_no_write_comes_from_another_site",
        "test_desk.py::test_another_site_cannot_act_through_a_moderators_browser",
        "tests/browser/test_other_sites.py::test_a_script_of_another_site_writes_nothing",
    ]),
    31: ("what waits, in a list of pages", [
        "test_status.py::test_a_status_link_is_private",
        "test_posting.py::test_links_lead_nowhere_until_a_comment_is_published",
    ]),
    32: ("words cut by the database", [
        "test_posting.py::test_as_many_words_as_may_be_are_kept_whole",
        "test_posting.py::test_a_comment_that_cannot_be_kept_is_refused_with_its_words",
        "test_db.py::test_the_database_refuses_what_must_never_be",
        "test_config.py::test_a_bad_setting_is_named",
    ]),
    33: ("links that programs open", [
        "test_service.py::test_looking_at_any_address_changes_nothing",
        "test_status.py::test_looking_at_a_status_link_never_acts",
        "test_desk.py::test_looking_never_acts",
    ]),
    34: ("known and unknown names", [
        "test_desk.py::test_an_unknown_name_and_a_wrong_password_sound_the_same",
        "test_service.py::test_an_unknown_moderator_takes_as_long_to_refuse_as_a_wrong_password",
    ]),
    # The private link itself does not expire: it approves nothing and is no reader's but the author's own way back to a comment.
    # It acts by a form alone, which is bound to the comment and good for a day.
    35: ("a link for another purpose", [
        "test_revising.py::test_a_form_of_a_private_page_is_good_for_a_day",
        "test_revising.py::test_the_link_alone_does_nothing_from_another_site",
        "test_revising.py::test_a_form_of_one_comment_is_no_good_for_another",
        "test_posting.py::test_a_form_is_good_for_its_own_page_only",
        "test_posting.py::test_a_form_is_good_for_a_day",
        "test_posting.py::test_what_was_signed_for_another_purpose_is_no_form",
        "test_revising.py::test_to_take_a_comment_back_twice_is_to_do_so_once",
        "test_posting.py::test_a_double_submit_makes_one_comment",
    ]),
    37: ("a crowd of addresses", [
        "test_crowds.py::test_a_thousand_addresses_with_one_comment_each_bring_the_brake_on_and_leave_no_address",
        "test_crowds.py::test_what_a_crowd_sends_is_kept_whole_and_waits",
        "test_brake.py::test_readers_notice_nothing_of_the_brake",
        "test_crowds.py::test_a_crowd_on_one_page_shuts_nobody_out_and_brings_the_brake_on",
        "test_crowds.py::test_five_thousand_addresses_with_one_comment_each_shut_nobody_out_for_long",
    ]),
    38: ("the same words in disguise", [
        "test_gather.py::test_the_same_words_by_somebody_else_wait_whatever_they_are_dressed_in",
        "test_folding.py::test_what_reads_the_same_is_folded_to_the_same",
        "test_folding.py::test_a_look_alike_in_place_of_a_letter_changes_nothing",
    ]),
    39: ("names that turn around, or look like a moderator's", [
        "test_gather.py::test_controls_that_turn_the_text_around_are_gone_from_names_and_texts",
        "test_judging.py::test_each_phase_finds_what_it_is_for_and_nothing_else",
        "test_gather.py::test_a_name_like_a_moderator_s_waits_though_the_moderator_has_left",
        "test_rendering.py::test_names_lose_what_cannot_be_seen",
        "test_judging.py::test_a_moderator_s_name_with_a_sign_beside_it_is_a_moderator_s_name",
    ]),
    40: ("a hundred reports", [
        "test_flags.py::test_a_hundred_reports_of_one_reader_are_one",
        "test_flags.py::test_readers_who_were_wrong_before_lose_weight",
        "test_flags.py::test_who_clears_cookies_is_not_several_people",
        "test_flags.py::test_who_reports_twice_takes_nobody_else_s_place",
        "test_flags.py::test_more_reports_do_not_hide_what_a_moderator_has_kept",
    ]),
    41: ("answers to what is not there", [
        "test_posting.py::test_an_answer_to_a_comment_that_readers_do_not_see_is_refused",
        "test_posting.py::test_an_answer_to_another_thread_s_comment_is_refused",
        "test_db.py::test_a_comment_and_the_one_it_answers_are_in_one_thread",
        "test_races.py::test_nobody_answers_a_comment_that_is_removed",
        "test_histories.py::test_readers_see_what_is_published_whatever_happens_in_whatever_order",
        "test_races.py::test_nobody_answers_a_comment_that_is_taken_back",
        "test_races.py::test_nobody_posts_after_a_thread_is_closed",
    ]),
    42: ("sent twice", [
        "test_posting.py::test_a_double_submit_makes_one_comment",
        "test_posting.py::test_a_double_submit_at_the_same_moment_makes_one_comment",
        "test_races.py::test_the_same_submission_from_eight_sides_is_one_comment_and_counts_once",
        "test_killed.py::test_what_was_acknowledged_before_each_kill_is_there_once",
        "test_races.py::test_the_first_comments_of_a_page_are_all_kept_and_each_once",
        "test_killed.py::test_what_one_of_several_workers_acknowledged_before_each_kill_is_there_once",
    ]),
    43: ("a removal beside an answer or a copy", [
        "test_races.py::test_nobody_answers_a_comment_that_is_removed",
        "test_races.py::test_one_act_at_a_time_is_done_to_a_comment_by_its_author_and_a_moderator",
        "test_moderation.py::test_words_that_changed_since_they_were_read_are_not_decided_about",
        "test_revising.py::test_words_cannot_be_changed_where_the_comments_are_closed_or_the_browser_is_banned",
        "test_threads.py::test_a_comment_that_is_removed_while_others_read_stays_in_no_copy",
        "test_threads.py::test_a_removed_comment_leaves_every_reader_s_own_copy",
        "test_service.py::test_what_was_removed_cannot_be_had_by_any_address",
        "test_races.py::test_nobody_answers_a_comment_that_is_taken_back",
        "test_races.py::test_editors_who_close_a_page_at_the_same_moment_close_it_once",
        "test_desk_rights.py::test_an_act_that_two_take_back_at_the_same_moment_is_taken_back_once",
    ]),
    44: ("half an export", [
        "test_transfer.py::test_an_export_that_was_cut_off_is_refused_and_nothing_is_kept",
        "test_transfer.py::test_an_export_that_fails_leaves_the_last_one_as_it_was",
    ]),
    45: ("a host that cannot be reached", [
        "test_db.py::test_neither_readers_nor_authors_notice_that_the_server_hung_up",
        "test_service.py::test_people_read_and_write_when_no_other_host_can_be_reached_and_nobody_tries",
    ]),
    46: ("scripts of other sites", [
        "test_api.py::test_scripts_of_other_sites_may_read_and_nothing_else",
        "tests/browser/test_other_sites.py::test_a_script_of_another_site_reads_comments_and_counts_and_nothing_else",
    ]),
    47: ("formulas in an export", [
        "test_transfer.py::test_an_export_is_exact",
        "test_service.py::test_no_code_of_the_service_speaks_to_other_hosts_starts_programs_or_takes_files",
    ]),
    48: ("columns that are nobody's to see", [
        "test_public.py::test_every_table_has_rows_whose_words_are_open_or_hidden",
        "test_public.py::test_no_answer_tells_what_only_moderators_and_authors_know",
        "test_public.py::test_no_answer_holds_a_digest_a_hash_or_a_key_that_the_database_keeps",
        "test_public.py::test_no_answer_tells_which_browser_wrote_or_where_the_private_page_of_a_comment_is",
        "test_public.py::test_what_programs_are_told_is_this_and_nothing_else",
        "test_public.py::test_the_fragment_is_made_of_this_and_nothing_else",
        "test_public.py::test_a_feed_is_made_of_this_and_nothing_else",
    ]),
}  # fmt: skip
"""What each case is about in short, and its tests: in this folder unless another one is named."""

NOTHING_TO_HURT = {
    5: ("links in a mail", "the service sends no mail"),
    6: ("HTML in a mail", "the service sends no mail"),
    36: ("proof of work", "nobody is asked for any: forms are signed and limits are kept instead"),
}
"""The cases of what the service does not have, and why; a test holds that no code of it could."""


ENGINES = {"client", "session", "app", "make_app", "environment", "database_url", "ruth", "edith", "make_comment"}
"""The fixtures that bring the database, on each engine in turn."""

ON_ONE_ENGINE = {
    "test_db.py::test_neither_readers_nor_authors_notice_that_the_server_hung_up": "SQLite has no server",
    "test_crowds.py::test_five_thousand_addresses_with_one_comment_each_shut_nobody_out_for_long": "takes ten seconds",
    "test_killed.py::test_what_one_of_several_workers_acknowledged_before_each_kill_is_there_once": "SQLite has one worker",
}
"""The tests that are held by one engine, and why."""

WITHOUT_DATABASE = {
    "test_folding.py::test_a_look_alike_in_place_of_a_letter_changes_nothing",
    "test_folding.py::test_the_time_that_folding_takes_grows_as_the_text_does",
    "test_folding.py::test_what_reads_the_same_is_folded_to_the_same",
    "test_judging.py::test_a_moderator_s_name_with_a_sign_beside_it_is_a_moderator_s_name",
    "test_judging.py::test_each_phase_finds_what_it_is_for_and_nothing_else",
    "test_judging.py::test_ten_kilobytes_of_hostile_text_are_judged_within_50_milliseconds",
    "test_judging.py::test_the_time_of_each_step_grows_as_the_text_does",
    "test_rendering.py::test_a_heap_of_marks_on_one_letter_is_cleaned_in_50_milliseconds",
    "test_rendering.py::test_as_many_signs_as_may_be_are_rendered_in_50_milliseconds",
    "test_rendering.py::test_links_are_counted_however_they_are_written",
    "test_rendering.py::test_markdown_becomes_safe_html",
    "test_rendering.py::test_names_lose_what_cannot_be_seen",
    "test_rendering.py::test_ten_kilobytes_of_hostile_text_are_refused_or_rendered_in_50_milliseconds",
    "test_rendering.py::test_what_stands_too_deep_is_refused_before_words_are_lost",
    "test_senders.py::test_a_network_is_a_24_of_old_addresses_and_a_64_of_new_ones",
    "test_service.py::test_no_code_of_the_service_speaks_to_other_hosts_starts_programs_or_takes_files",
    "test_service.py::test_no_table_has_a_place_for_an_address_of_mail_or_of_a_network",
    "test_service.py::test_whatever_it_is_called_what_is_unwanted_is_found",
}
"""The tests of code alone, which asks no database."""


@cache
def read_tests(path):
    """Return the tests in a file by their names, and its fixtures."""
    tree = ast.parse((PROJECT / path).read_text(encoding="utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}


def place_of(test):
    """Return the file of a test, and its name."""
    path, _, name = test.partition("::")
    return path if "/" in path else f"{OURS}/{path}", name


@pytest.mark.parametrize(("case", "tests"), [(case, tests) for case, (_, tests) in HELD.items()])
def test_the_tests_of_a_case_are_there_and_once(case, tests):
    places = [place_of(test) for test in tests]

    assert len(set(places)) == len(places) > 0
    assert [f"{path}::{name}" for path, name in places if name not in read_tests(path)] == []


def find_fixtures(path, name):
    """Return the fixtures that a test asks for, those that its file makes of others included."""
    asked = {argument.arg for argument in read_tests(path)[name].args.args}
    own = (fixture for fixture in asked if fixture in read_tests(path) and fixture != name)
    return asked.union(*(find_fixtures(path, fixture) for fixture in own))


def test_every_test_runs_on_both_engines_but_those_that_have_a_reason_not_to():
    listed = {test for _, tests in HELD.values() for test in tests if place_of(test)[0].startswith(OURS)}

    on_one = {test for test in listed if read_marks(*place_of(test)) & {"only_on_sqlite", "only_on_postgresql"}}
    without = {test for test in listed if not find_fixtures(*place_of(test)) & ENGINES}

    assert on_one == set(ON_ONE_ENGINE)
    assert without == WITHOUT_DATABASE
    assert len(listed - on_one - without) > 100


def read_marks(path, name):
    return {ast.unparse(mark) for mark in read_tests(path)[name].decorator_list}


def test_every_case_is_held_or_has_nothing_to_hurt():
    assert sorted([*HELD, *NOTHING_TO_HURT]) == list(range(1, 49))
