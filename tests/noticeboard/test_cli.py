"""The commands say what they did, or every fault at once."""

from click.testing import CliRunner

from noticeboard.cli import main
from tests.factories import amend


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


def test_build_says_how_far_it_is(site):
    result = run("build", "--root", site, "--output", site / "output")

    assert result.exit_code == 0
    assert result.output.startswith("Checking the record\nBuilding the database\nBuilding the pages\n")


def test_build_refuses_to_build_on_a_fault(site):
    amend(site, "notices", 2, force="northshre")

    result = run("build", "--root", site, "--output", site / "output")

    assert (result.exit_code, result.output.splitlines()[-1]) == (1, "1 fault. Nothing was built.")
    assert not (site / "output").exists()
