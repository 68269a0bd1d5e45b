"""Each rule finds its bad example and says how to mend it; the example site is the good one for all of them."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import noticeboard
from noticeboard import checks
from noticeboard.problems import Problem
from tests.factories import amend
from tests.noticeboard.checks.faults import messages


def test_the_example_site_has_no_fault(site):
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


def test_every_rule_is_kept():
    modules = [
        importlib.import_module(f"noticeboard.checks.{found.name}") for found in pkgutil.iter_modules(checks.__path__)
    ]
    rules = {
        function
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and inspect.signature(function).return_annotation == Iterator[Problem]
    }

    assert rules == set(checks.CHECKS)
