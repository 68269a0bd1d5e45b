"""noticeboard new lays down what is asked for, or changes nothing and says why."""

import click
import pytest
from click.testing import CliRunner

from noticeboard.cli import main
from noticeboard.editing.commands import new
from noticeboard.editing.kinds import KINDS
from noticeboard.schema import read_schema
from tests.conftest import PROJECT
from tests.factories import amend, append, bury

SCHEMA = read_schema(PROJECT / "data/datapackage.yaml")
LETTER = "https://inspectorate.example/northshire-letter"
REFUSALS = [
    (["notice", "northshre", "2026-06"],
     "unknown force 'northshre'. Did you mean 'northshire'? Forces are listed in data/tables/forces.csv."),
    (["notice", "northshire", "2026-06-31"],
     "published_on '2026-06-31' is not a date. Write 2022, 2022-03 or 2022-03-29."),
    (["notice", "northshire", "June"],
     "published_on 'June' is not a date. Write 2022, 2022-03 or 2022-03-29."),
    (["notice", "westmere", "2026-03"],
     "notice 'westmere-2026-03' is there already, at data/tables/notices.csv:3. Mend it there, or choose another."),
    (["cause", ""],
     "notice is empty. Say it."),
    (["notice", "northshire"],
     "the notice has no id. Say when it was published, or give its id with --notice."),
    (["notice", "northshire", "--notice", "northshire-June"],
     "notice 'northshire-June' is not of the form [a-z0-9]+(-[a-z0-9]+)*. Write it so."),
    (["notice", "northshire", "--notice", "westmere-2026-06"],
     "notice 'westmere-2026-06' does not begin with its force, 'northshire'. "
     "Mend the force, or the id here and in the file's name."),
    (["notice", "northshire", "2026-06", "--kind", "cause for concern"],
     "unknown kind 'cause for concern'. Did you mean 'cause of concern'? "
     "It is one of: cause of concern, accelerated cause of concern."),
    (["notice", "northshire", "2026-06", "--is-confirmed", "yes"],
     "is_confirmed 'yes' is neither true nor false. Write one of the two."),
    (["notice", "northshire", "2026-06", "--title", "Two\nlines"],
     "title 'Two\\nlines' is of more than one line. Write it on one."),
    (["notice", "northshire", "2026-06", "--title", " Prevention"],
     "title begins or ends with a space: ' Prevention'. Take the space out."),
    (["notice", "northshire", "2026-06", "--title", "Pre\u200bvention"],
     "title holds a character that cannot be seen, '\\u200b'. Take it out."),
    (["notice", "northshire", "2026-06", "--causes-stated", "two"],
     "causes_stated 'two' is not a whole number. Write digits only."),
    (["notice", "northshire", "2026-06", "--source", "inspectorate.example/june"],
     "source 'inspectorate.example/june' is not an address of the web. Write it with https://."),
    (["notice", "northshire", "2026-06", "--cause-area", "custdy"],
     "unknown area 'custdy'. Did you mean 'custody'? Areas are listed in data/tables/areas.csv."),
    (["notice", "northshire", "2026-06", "--inspector", "jo-exmple"],
     "unknown inspector 'jo-exmple'. Did you mean 'jo-example'? Inspectors are listed in data/tables/inspectors.csv."),
    (["cause", "westmere-2026-04"],
     "unknown notice 'westmere-2026-04'. Did you mean 'westmere-2026-05'? "
     "Notices are listed in data/tables/notices.csv."),
    (["recommendation", "westmere-2026-03-b"],
     "unknown cause 'westmere-2026-03-b'. Did you mean 'westmere-2026-03-a'? "
     "Causes of concern are listed in data/tables/causes.csv."),
    (["update", "westmere-2026-3"],
     "no notice, cause or recommendation is called 'westmere-2026-3'. Did you mean 'westmere-2026-03'? Write its id."),
    (["update", "westmere-2026-03", "--answers-update", "northshire-custody-2026-u9"],
     "unknown answers_update 'northshire-custody-2026-u9'. Did you mean 'northshire-custody-2026-u4'? "
     "Updates are listed in data/tables/updates.csv."),
    (["stage", "northshire", "2026-01"],
     "force and started_on 'northshire 2026-01' is there already, at data/tables/stages.csv:2. "
     "Mend it there, or choose another."),
    (["stage", "northshire", "soon", "--source", LETTER],
     "started_on 'soon' is not a date. Write 2022, 2022-03 or 2022-03-29."),
    (["stage", "northshire", "2026-06", "--stage", "scann"],
     "unknown stage 'scann'. Did you mean 'scan'? It is one of: scan, engage."),
    (["stage", "northshire", "2026-06", "--notice", "northshire-custody-2025"],
     "unknown notice 'northshire-custody-2025'. Did you mean 'northshire-custody-2026'? "
     "Notices are listed in data/tables/notices.csv."),
    (["story", "westmere-draft"],
     "story 'westmere-draft' is there already, at content/news/westmere-draft.md:1. Mend it there, or choose another."),
    (["story", "Westmere"],
     "story 'Westmere' is not of the form [a-z0-9]+(-[a-z0-9]+)*. Write it so."),
    (["story", "westmere", "--date", "2026-06"],
     "date '2026-06' is not a day. Write it as 2022-03-29."),
    (["story", "westmere", "--topic", "custdy"],
     "unknown topic 'custdy'. Did you mean 'custody'? Topics are listed in data/tables/topics.csv."),
    (["source", LETTER],
     f"source '{LETTER}' is there already, at data/tables/sources.csv:3. Mend it there, or choose another."),
    (["source", "letter"],
     "source 'letter' is not an address of the web. Write it with https://."),
    (["correction", "westmere-month"],
     "correction 'westmere-month' is there already, at data/tables/corrections.csv:2. "
     "Mend it there, or choose another."),
]  # fmt: skip


def run(site, *args):
    result = CliRunner().invoke(main, ["new", "--root", str(site), *args])
    return result.exit_code, result.output


def rows_of(site, table):
    return (site / f"data/tables/{table}.csv").read_text().splitlines()


@pytest.fixture
def refuse(site):
    """Run a command that is refused and return what it says; fails where anything was written."""

    def run_and_compare(*args, fault_count=1):
        before = {path: path.read_bytes() for path in site.rglob("*") if path.is_file()}
        code, output = run(site, *args)
        assert {path: path.read_bytes() for path in site.rglob("*") if path.is_file()} == before
        count = f"{fault_count} fault{'s' if fault_count > 1 else ''}. Nothing was written.\n"
        assert (code, output[-len(count) :]) == (1, count)
        return output.removesuffix(count)

    return run_and_compare


@pytest.mark.parametrize(("args", "message"), REFUSALS)
def test_what_is_not_sound_is_refused(refuse, args, message):
    assert refuse(*args) == f"{message}\n"


def test_every_fault_is_told_at_once(refuse):
    said = refuse(
        "update", "westmere-2026-03", "--kind", "report", "--happened-on", "now", "--source", "x", fault_count=2
    )

    assert said == (
        "happened_on 'now' is not a date. Write 2022, 2022-03 or 2022-03-29.\n"
        "source 'x' is not an address of the web. Write it with https://.\n"
    )


def test_an_id_that_was_taken_out_is_refused(site, refuse):
    bury(site, "corrections", 2, "westmere-month")

    assert refuse("correction", "westmere-month") == (
        "correction 'westmere-month' was in the record before, and no id is used twice. Choose another.\n"
    )


def test_a_cause_after_z_is_refused(site, refuse):
    append(site, "causes", cause="westmere-2026-05-z", notice="westmere-2026-05")

    assert refuse("cause", "westmere-2026-05") == (
        "after westmere-2026-05-z there is no letter left. Make a second notice.\n"
    )


def test_a_row_that_cannot_be_read_is_named_and_stays(site, refuse):
    path = site / "data/tables/updates.csv"
    path.write_text(path.read_text() + 'northshire-custody-2026-u5,"broken\n')

    assert refuse("notice", "northshire", "2026-06") == (
        "data/tables/updates.csv:6: the row is broken: unexpected end of data. "
        "Look at its quotes; a quote within a cell is written twice.\n"
    )


def test_a_row_of_another_length_is_named_and_stays(site, refuse):
    path = site / "data/tables/areas.csv"
    path.write_text(path.read_text() + "roads,Roads\n")

    assert refuse("story", "northshire-roads") == (
        "data/tables/areas.csv:4: the row has 2 cells instead of 4. Put a cell that holds a comma in double quotes.\n"
    )


def test_a_ledger_that_cannot_be_read_is_named_and_stays(site, refuse):
    (site / "data/ids.csv").write_text("table,id\n")

    assert refuse("notice", "northshire", "2026-06", fault_count=2) == (
        "data/ids.csv:1: the column 'table_name' is missing. The header is 'table_name,id'.\n"
        "data/ids.csv:1: unknown column 'table'. Did you mean 'table_name'? "
        "Columns are listed in data/datapackage.yaml.\n"
    )


def test_a_table_that_is_missing_is_named(site, refuse):
    (site / "data/tables/inspectors.csv").unlink()

    assert refuse("notice", "northshire", "2026-06") == (
        "data/tables/inspectors.csv:1: the file is missing. Add it with the header 'inspector,name'.\n"
    )


def test_a_file_that_is_not_utf_8_is_named_and_stays(site, refuse):
    path = site / "content/notices/westmere-2026-03.md"
    path.write_bytes(path.read_bytes() + b"\xff\n")

    assert refuse("cause", "westmere-2026-03") == (
        "content/notices/westmere-2026-03.md:8: this line is not UTF-8. Save the file as UTF-8.\n"
    )


def test_a_file_without_its_row_is_not_written_over(site, refuse):
    (site / "content/notices/northshire-2026-06.md").write_text(
        "---\nnotice: northshire-2026-06\ntitle: Ours\nsummary: Half done.\n---\n\nHalf done.\n"
    )

    assert refuse("notice", "northshire", "2026-06") == (
        "content/notices/northshire-2026-06.md:1: notice 'northshire-2026-06' has no row. "
        "Did you mean 'northshire-custody-2026'? Add one to data/tables/notices.csv.\n"
    )


def test_a_folder_that_takes_no_file_is_named(site, refuse):
    for path in (site / "content/news").iterdir():
        path.unlink()
    (site / "content/news").rmdir()
    (site / "content/news").write_text("Not a folder.")

    assert refuse("story", "northshire-roads", "--force", "northshire") == (
        "content/news/northshire-roads.md cannot be written: File exists. Look at its folder.\n"
    )


def test_a_descriptor_that_is_missing_is_named(tmp_path):
    assert run(tmp_path, "notice", "northshire", "2026-06") == (
        1,
        "data/datapackage.yaml:1: the file is missing. "
        "Run the command in the folder that holds data/, or name that folder as --root.\n"
        "1 fault. Nothing was written.\n",
    )


def test_what_cannot_be_added_is_refused(site):
    code, output = run(site, "force", "eastmere")

    assert (code, output.splitlines()[-1]) == (2, "Error: No such command 'force'.")


def test_a_notice_comes_with_its_file_its_sources_and_its_first_cause(site):
    code, output = run(site, "notice", "westmere", "2026-04", "--source", LETTER, "--cause-area", "custody")

    assert (code, output) == (0, (
        "Wrote content/notices/westmere-2026-04.md\n"
        "Wrote data/ids.csv:7\n"
        "Wrote data/ids.csv:18\n"
        "Wrote data/tables/causes.csv:5\n"
        "Wrote data/tables/notices.csv:4\n"
        "Wrote data/tables/notices_sources.csv:5\n"
        "Still to do:\n"
        "content/notices/westmere-2026-04.md:3: title is empty. Fill it in.\n"
        "content/notices/westmere-2026-04.md:4: summary is empty. Fill it in.\n"
        "content/notices/westmere-2026-04.md:8: body is empty. Fill it in.\n"
        "data/tables/causes.csv:5: subject_basis is empty. Fill it in.\n"
        "data/tables/causes.csv:5: summary is empty. Fill it in.\n"
        "data/tables/notices.csv:4: inspection is empty. Fill it in.\n"
        "data/tables/notices.csv:4: is_confirmed is empty. Fill it in.\n"
        "data/tables/notices.csv:4: kind is empty. Fill it in.\n"
        "data/tables/notices.csv:4: published_summary is empty. Fill it in.\n"
    ))  # fmt: skip
    assert (site / "content/notices/westmere-2026-04.md").read_text() == (
        "---\nnotice: westmere-2026-04\ntitle:\nsummary:\n---\n\n"
    )
    assert rows_of(site, "notices")[3] == f"westmere-2026-04,westmere,,,,,,,,,2026-04,,,,{LETTER},,,,,"
    assert rows_of(site, "causes")[4] == "westmere-2026-04-a,westmere-2026-04,custody,,,,"
    assert rows_of(site, "notices_sources")[4] == f"westmere-2026-04,1,{LETTER}"


def test_what_is_still_to_fill_in_does_not_keep_an_editor_from_going_on(site):
    run(site, "notice", "westmere", "2026-04")

    code, _ = run(site, "cause", "westmere-2026-04")
    again, _ = run(site, "recommendation", "westmere-2026-04-b")

    assert (code, again) == (0, 0)
    assert rows_of(site, "causes")[5] == "westmere-2026-04-b,westmere-2026-04,,,,,"
    assert rows_of(site, "recommendations")[4] == "westmere-2026-04-1,westmere-2026-04-b,1,,,,,,"


def test_a_notice_of_which_no_date_is_known_has_the_id_that_it_is_given(site):
    run(site, "notice", "westmere", "--notice", "westmere-custody-undated")

    assert rows_of(site, "notices")[-1] == "westmere-custody-undated,westmere,,,,,,,,,,,,,,,,,,"


@pytest.mark.parametrize(
    ("subject", "row"),
    [
        ("northshire-custody-2026", "northshire-custody-2026-u5,northshire-custody-2026,,,,,,,,,,,,,,"),
        ("northshire-custody-2026-b", "northshire-custody-2026-u5,,northshire-custody-2026-b,,,,,,,,,,,,,"),
        ("northshire-custody-2026-2", "northshire-custody-2026-u5,,,northshire-custody-2026-2,,,,,,,,,,,,"),
    ],
)
def test_an_update_says_which_of_the_three_it_is_about(site, subject, row):
    run(site, "update", subject)

    assert rows_of(site, "updates")[5] == row


def test_a_page_that_the_record_does_not_know_is_entered_with_its_publisher(site):
    page = "https://www.westmere-post.example/prevention"

    code, output = run(site, "stage", "westmere", "2026-06", "--stage", "engage", "--reason", "A cause.", "--source", page,
                       "--source", LETTER, "--source", page)  # fmt: skip

    assert code == 0
    assert rows_of(site, "sources")[-1] == f"{page},www.westmere-post.example,,,,,"
    assert rows_of(site, "publishers")[-1] == "www.westmere-post.example,,,"
    assert rows_of(site, "stages_sources")[2:] == [f"westmere,2026-06,1,{page}", f"westmere,2026-06,2,{LETTER}"]
    assert output.endswith(
        "Still to do:\n"
        "data/tables/publishers.csv:4: kind is empty. Fill it in.\n"
        "data/tables/publishers.csv:4: name is empty. Fill it in.\n"
    )


def test_a_source_has_the_publisher_of_its_host(site):
    run(site, "publisher", "www.westmere-post.example", "--name", "Westmere Post", "--kind", "press")
    run(site, "source", "https://www.westmere-post.example/a", "--title", "A page", "--accessed-on", "2026-06-30")

    assert rows_of(site, "publishers")[-1] == "www.westmere-post.example,Westmere Post,press,"
    assert rows_of(site, "sources")[-1] == (
        "https://www.westmere-post.example/a,www.westmere-post.example,A page,,,2026-06-30,"
    )


def test_a_draft_says_so_and_has_no_id_yet(site):
    ledger = (site / "data/ids.csv").read_bytes()

    run(site, "story", "westmere-roads", "--draft", "--title", "Roads: a story", "--force", "westmere")

    assert (site / "content/news/westmere-roads.md").read_text() == (
        "---\ntitle: Roads: a story\ndate:\nevent_on:\nsummary:\nstatus: draft\n---\n\n"
    )
    assert rows_of(site, "stories_forces")[-1] == "westmere-roads,westmere"
    assert (site / "data/ids.csv").read_bytes() == ledger


def test_a_press_item_comes_with_what_it_is_about(site):
    code, _ = run(site, "press", "post-on-roads", "--source", LETTER, "--label", "Roads", "--summary", "On roads.",
                  "--force", "westmere", "--force", "northshire", "--topic", "custody")  # fmt: skip

    assert code == 0
    assert rows_of(site, "press")[-1] == f"post-on-roads,{LETTER},Roads,,On roads.,"
    assert rows_of(site, "press_forces")[-2:] == ["post-on-roads,northshire", "post-on-roads,westmere"]
    assert rows_of(site, "press_topics")[-1] == "post-on-roads,custody"


def test_an_inspector_is_entered_in_the_ledger(site):
    assert run(site, "inspector", "ruth-example", "--name", "Ruth Example") == (
        0,
        "Wrote data/ids.csv:14\nWrote data/tables/inspectors.csv:3\n"
        "No faults.\n",
    )  # fmt: skip
    assert (site / "data/ids.csv").read_text().splitlines()[13] == "inspectors,ruth-example"


def test_a_fault_elsewhere_is_told_and_does_not_stand_in_the_way(site):
    amend(site, "recommendations", 3, due_on="2026-02-30")

    code, output = run(
        site, "correction", "northshire-month", "--summary", "A month was wrong.", "--corrected-on", "2026-06-03"
    )

    assert (code, output) == (0, (
        "Wrote data/ids.csv:8\n"
        "Wrote data/tables/corrections.csv:2\n"
        "Still to do:\n"
        "data/tables/recommendations.csv:3: due_on '2026-02-30' is not a date. Write 2022, 2022-03 or 2022-03-29.\n"
    ))  # fmt: skip


def commands():
    group = click.Context(new, info_name="new")
    group.params["root"] = PROJECT
    return {name: new.get_command(group, name) for name in new.list_commands(group)}


def test_every_option_of_a_command_has_a_name_of_its_own():
    for command in commands().values():
        names = [parameter.name for parameter in command.params]

        assert len(names) == len(set(names))


def test_every_field_that_must_be_filled_in_can_be_said_or_follows():
    for name, command in commands().items():
        kind = KINDS[name]
        required = {field.name for field in SCHEMA.tables[kind.table].fields if field.required} - {"body"}

        assert required <= {parameter.name for parameter in command.params} | set(kind.derived)


def test_help_offers_the_words_of_a_vocabulary():
    output = CliRunner().invoke(main, ["new", "--root", str(PROJECT), "stage", "--help"]).output

    assert "--stage [scan|engage]" in output
    assert "Usage: main new stage [OPTIONS] FORCE STARTED_ON" in output
