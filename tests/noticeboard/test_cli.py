"""The commands say what they did, or every fault at once."""

import json

from click.testing import CliRunner

from noticeboard.cli import main
from tests.factories import amend, append
from wording import LOCALE


def run(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_check_says_that_all_is_well(site):
    result = run("check", "--root", site)

    assert (result.exit_code, result.output) == (0, "No faults.\n")


def test_check_names_every_fault_and_fails(site):
    amend(site, "notices", 2, force="northshre")
    amend(site, "recommendations", 3, due_on="2026-02-30")

    result = run("check", "--root", site)

    assert result.exit_code == 1
    assert result.output == (
        "data/tables/notices.csv:2: unknown force 'northshre'. Did you mean 'northshire'? "
        "Forces are listed in data/tables/forces.csv.\n"
        "data/tables/recommendations.csv:3: due_on '2026-02-30' is not a date. Write 2022, 2022-03 or 2022-03-29.\n"
        "2 faults.\n"
    )


def test_check_tells_machines_of_every_fault(site):
    amend(site, "notices", 2, force="northshre")

    result = run("check", "--root", site, "--format", "json")

    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {
            "path": "data/tables/notices.csv",
            "line": 2,
            "message": "unknown force 'northshre'. Did you mean 'northshire'? Forces are listed in data/tables/forces.csv.",
        }
    ]


def test_check_tells_machines_that_all_is_well(site):
    result = run("check", "--root", site, "--format", "json")

    assert (result.exit_code, result.output) == (0, "[]\n")


def test_ids_enters_what_is_new_once(site):
    append(site, "areas", area="roads", name="Roads")

    first, second = run("ids", "--root", site), run("ids", "--root", site)

    assert (first.exit_code, first.output) == (0, "Entered areas roads\n")
    assert (second.exit_code, second.output) == (0, "No new ids.\n")


def test_ids_enters_nothing_in_a_faulty_ledger(site):
    (site / "data/ids.csv").write_text("table_name,id\nareas\n")

    result = run("ids", "--root", site)

    assert (result.exit_code, result.output) == (
        1,
        "data/ids.csv:2: the row has 1 cells instead of 2. Put a cell that holds a comma in double quotes.\n"
        "1 fault. Nothing was entered.\n",
    )


def test_build_says_how_far_it_is(site):
    result = run("build", "--root", site, "--output", site / "output")

    assert result.exit_code == 0
    assert result.output.startswith("Checking the record\nBuilding the database\nBuilding the pages\n")


def test_build_refuses_to_build_on_a_fault(site):
    amend(site, "notices", 2, force="northshre")

    result = run("build", "--root", site, "--output", site / "output")

    assert (result.exit_code, result.output.splitlines()[-1]) == (1, "1 fault. Nothing was built.")
    assert not (site / "output").exists()


def test_a_language_without_a_catalogue_is_refused(site, monkeypatch):
    monkeypatch.setenv("NOTICEBOARD_LANGUAGE", "qqq")

    result = run("check", "--root", site)

    assert result.exit_code == 1
    assert result.output == (
        f"Error: NOTICEBOARD_LANGUAGE='qqq' is wrong: there is no catalogue {LOCALE}/qqq/LC_MESSAGES/messages.po. Use en-GB.\n"
    )
