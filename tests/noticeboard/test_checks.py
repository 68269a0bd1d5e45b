"""Each rule finds its bad example and says how to mend it; the example site is the good one for all of them."""

import pytest

import noticeboard
from tests.factories import amend, append

NORTHSHIRE = "northshire-custody-2026"


def messages(site):
    return [str(problem) for problem in noticeboard.check(site)]


def test_the_example_site_has_no_fault(site):
    assert messages(site) == []


BAD_ROWS = [
    # references_exist
    ("notices", 2, {"force": "northshre"},
     "unknown force 'northshre'. Did you mean 'northshire'? Forces are listed in data/tables/forces.csv."),
    ("grades", 2, {"cycle": "2018/19"},
     "unknown question 'preventing-crime 2018/19'. Did you mean 'preventing-crime 2023-25'? "
     "Questions by cycle are listed in data/tables/questions_cycles.csv."),
    ("stories_forces", 2, {"story": "northshire-cell"},
     "unknown story 'northshire-cell'. Did you mean 'northshire-cells'? Stories are listed in content/news/*.md."),
    ("figures", 2, {"source": "https://nowhere.example/"},
     "unknown source 'https://nowhere.example/'. Did you mean 'https://inspectorate.example/westmere'? "
     "Sources are listed in data/tables/sources.csv."),
    # updates_have_one_subject
    ("updates", 2, {"cause": "northshire-custody-2026-a"},
     "the update is about notice and cause. Fill in exactly one of notice, cause and recommendation."),
    ("updates", 2, {"notice": ""},
     "the update is about nothing. Fill in exactly one of notice, cause and recommendation."),
    # statuses_have_a_basis
    ("updates", 3, {"basis": ""}, "the status 'closed' has no basis. Say what it rests on."),
    ("updates", 2, {"basis": "source"},
     "the basis 'source' has no status. Fill in the status or take the basis out."),
    ("updates", 3, {"kind": "report"},
     "kind 'report' and status 'closed' do not go together. A status has the kind status or cause closed."),
    # statuses_are_of_causes_or_recommendations
    ("updates", 5, {"recommendation": "", "notice": NORTHSHIRE},
     "a notice has no status of its own. Give the status to its causes or recommendations."),
    ("updates", 3, {"status": "superseded"}, "only a recommendation is superseded. Choose another status."),
    ("updates", 3, {"cause": "", "recommendation": "northshire-custody-2026-1"},
     "kind 'cause closed' names no cause. Fill in the cause."),
    # progress_is_of_recommendations
    ("updates", 4, {"kind": "revisit"},
     "kind 'revisit' and progress 'some' do not go together. Fill in both or neither."),
    ("updates", 4, {"recommendation": "", "notice": NORTHSHIRE},
     "progress names no recommendation. Fill in the recommendation."),
    # replies_say_what_they_answer
    ("updates", 2, {"reply": ""},
     "only a policing body response is a reply, and each is formal or a statement. Fill in kind and reply."),
    ("updates", 2, {"answers_notice": ""},
     "the formal reply does not say what it answers. Fill in answers_notice or answers_update."),
    # updates_are_within_their_bounds
    ("updates", 2, {"happened_on": "2026-03", "happened_not_after_on": "2026-02-10"},
     "happened_on 2026-03 is later than happened_not_after_on 2026-02-10. Mend one of them."),
    # nothing_is_later_than_the_record
    ("updates", 2, {"happened_on": "2026-07"},
     "happened_on 2026-07 is later than the record, which ends on 2026-06-30. "
     "Mend the date, or move as_on in data/tables/record.csv."),
    # notices_follow_their_inspection
    ("notices", 2, {"inspected_on": "2026-02"},
     "inspected_on 2026-02 is later than published_on 2026-01-12. Mend one of them."),
    ("notices", 2, {"inspected_until_on": "2025-10"},
     "inspected_until_on 2025-10 is earlier than inspected_on 2025-11. Mend one of them."),
    ("notices", 2, {"inspected_until_on": "2026-07"},
     "inspected_until_on 2026-07 is later than the record, which ends on 2026-06-30. "
     "Mend the date, or move as_on in data/tables/record.csv."),
    # deadlines_follow_their_notice
    ("recommendations", 3, {"due_on": "2025"},
     "due_on 2025 is earlier than the notice, published on 2026-01-12. Mend one of them."),
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
    # causes_agree_with_the_number_stated
    ("notices", 2, {"causes_stated": "1"},
     "northshire-custody-2026 holds 2 causes of concern but states 1. Mend one of them."),
    # recommendations_agree_with_the_number_stated
    ("notices", 2, {"recommendations_stated": "1"},
     "northshire-custody-2026 holds 2 recommendations but states 1. Mend one of them."),
    ("forces", 2, {"website": "ftp://northshire.example"},
     "website 'ftp://northshire.example' is not an address of the web. Write it with https://."),
    ("forces", 2, {"website": "https:///northshire"},
     "website 'https:///northshire' is not an address of the web. Write it with https://."),
    ("forces", 2, {"website": "http://[northshire"},
     "website 'http://[northshire' is not an address of the web. Write it with https://."),
    # publishers_are_hosts
    ("sources", 2, {"publisher": "www.northshire-gazette.example"},
     "publisher 'www.northshire-gazette.example' is not the host of the address. Write 'inspectorate.example'."),
    # dates_of_sources_have_a_basis
    ("sources", 2, {"published_on": "2026"},
     "published_on and published_basis do not go together. Fill in both or neither."),
]  # fmt: skip


@pytest.mark.parametrize(("table", "line", "cells", "message"), BAD_ROWS)
def test_a_row_that_breaks_a_rule_is_named(site, table, line, cells, message):
    amend(site, table, line, **cells)

    assert f"data/tables/{table}.csv:{line}: {message}" in messages(site)


def test_a_force_does_not_enter_the_stage_it_is_in(site):
    append(site, "stages", force="northshire", started_on="2026-03", stage="engage", reason="Again.")

    assert messages(site) == [
        "data/tables/stages.csv:3: northshire was in engage already, since 2026-01. Take one row out."
    ]


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("/notices/northshire-2025/", "the link '/notices/northshire-2025/' leads nowhere."),
        ("../northshire/", "the link '../northshire/' leads nowhere."),
        ("javascript:alert(1)", "the link 'javascript:alert(1)' leads nowhere."),
        ("/databases/", "the link '/databases/' leads nowhere."),
        ("https:///northshire", "the link 'https:///northshire' leads nowhere."),
        ("http://[northshire", "the link 'http://[northshire' leads nowhere."),
        ("</notices/northshire-2025/>", "the link '/notices/northshire-2025/' leads nowhere."),
    ],
)
def test_a_link_leads_to_a_page(site, link, message):
    with (site / "content/pages/about.md").open("a") as file:
        file.write(f"\nSee [this]({link}).\n")

    (found,) = messages(site)
    assert found.startswith(f"content/pages/about.md:8: {message}")


def test_a_link_written_below_the_text_leads_to_a_page(site):
    with (site / "content/pages/about.md").open("a") as file:
        file.write("\nSee [this][1].\n\n[1]: /news/northshire-cell/\n")

    assert messages(site) == [
        "content/pages/about.md:10: the link '/news/northshire-cell/' leads nowhere. "
        "Did you mean '/news/northshire-cells/'? Link to an existing page or to an https:// address."
    ]


def test_a_link_to_what_cannot_be_read_is_not_judged(site):
    (site / "data/tables/forces.csv").write_bytes(b"\xff")

    assert messages(site) == ["data/tables/forces.csv:1: this line is not UTF-8. Save the file as UTF-8."]


@pytest.mark.parametrize("picture", ["![A cell](https://elsewhere.example/cell.png)", "![A cell][1]"])
def test_a_text_shows_no_picture(site, picture):
    with (site / "content/pages/about.md").open("a") as file:
        file.write(f"\n{picture}\n")

    message = "content/pages/about.md:8: a picture stands in the text. Take it out, or write a link to it."
    assert message in messages(site)


def test_a_guide_does_not_take_the_place_of_a_part_of_the_site(site):
    (site / "content/pages/about.md").rename(site / "content/pages/data.md")

    assert "content/pages/data.md:1: /data/ is a part of the site already. Give the file another name." in messages(
        site
    )


def test_the_record_has_one_last_day(site):
    append(site, "record", record="second", as_on="2026-07-31")

    assert messages(site) == ["data/tables/record.csv:3: the record has 2 rows. It has one."]


def test_what_points_to_nothing_is_told_once(site):
    amend(site, "recommendations", 2, cause="northshire-custody-2026-c")

    assert [message for message in messages(site) if "recommendations.csv:2" in message] == [
        "data/tables/recommendations.csv:2: unknown cause 'northshire-custody-2026-c'. "
        "Did you mean 'northshire-custody-2026-b'? Causes of concern are listed in data/tables/causes.csv."
    ]


def test_links_to_pages_data_and_other_sites_are_fine(site):
    with (site / "content/pages/about.md").open("a") as file:
        file.write("\n[a](/forces/westmere/#grades) [b](/data/notices) [c](https://inspectorate.example/) [d](#top)\n")

    assert messages(site) == []


def test_all_faults_are_named_at_once_in_order(site):
    amend(site, "recommendations", 3, due_on="2026-02-30")
    amend(site, "notices", 2, force="northshre")
    (site / "content/pages/about.md").write_text("No front matter.\n")

    assert [problem.path for problem in noticeboard.check(site)] == [
        "content/pages/about.md",
        "data/tables/notices.csv",
        "data/tables/recommendations.csv",
    ]
