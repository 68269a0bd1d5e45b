"""What Lighthouse says of a page, as a middling phone on a slow line has it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.table import Aim, Line, Reading, Section

NODE = Path(sys.prefix) / "bin/node"
LIGHTHOUSE = Path(sys.prefix) / "tools/node_modules/lighthouse/cli/index.js"
CATEGORIES = {"performance": "performance", "accessibility": "accessibility", "best-practices": "best practices", "seo": "SEO"}  # fmt: skip
OPTIONS = [
    f"--only-categories={','.join(CATEGORIES)}",
    "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    "--output=json",
    "--quiet",
    "--no-enable-error-reporting",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PAGES = {
    "The front page": "/",
    "A notice": "/notices/staffordshire-2022-03/",
    "A force": "/forces/staffordshire/",
    "A story": "/news/staffordshire-early-warning/",
}
AIM, LEAST = 100, 98
WAIT = 180


def judge_pages(site: str, pages: dict[str, str] = PAGES) -> Section:
    """Return what Lighthouse thinks of pages, by default one of each kind that readers arrive at."""
    about = (
        "Lighthouse's scores, on the phone and the slow line that it takes by default. "
        f"We aim for {AIM} each; {LEAST} is the least that will do."
    )
    lines = (line for what, path in pages.items() for line in judge(what, f"{site}{path}"))
    return Section("Pages, as Lighthouse judges them", about, lines)


def judge(what: str, address: str) -> Iterator[Line]:
    """Have Lighthouse load a page, and yield its score in each category with the audits that cost it points."""
    report = run_lighthouse(address)
    for key, name in CATEGORIES.items():
        category = report["categories"][key]
        score = Reading(round(category["score"] * 100), unit=f"of {AIM}")
        costs = "".join(f"; {audit}" for audit in find_costs(category, report["audits"]) if score.p50 < AIM)
        yield Line(f"{what}: {name}", score, aim=Aim(f"{AIM}, {LEAST} will do{costs}", score.p50 >= LEAST))


def find_costs(category: dict[str, Any], audits: dict[str, Any]) -> Iterator[str]:
    """Yield the audits that count in a category and were not passed in full."""
    for audit in category["auditRefs"]:
        score = audits[audit["id"]]["score"]
        if audit["weight"] and score is not None and score < 1:
            yield audit["id"]


def run_lighthouse(address: str) -> dict[str, Any]:
    """Return Lighthouse's whole report of an address."""
    browser = next(filter(None, map(shutil.which, BROWSERS)))
    command = [str(NODE), str(LIGHTHOUSE), address, *OPTIONS]
    done = subprocess.run(
        command, check=True, capture_output=True, timeout=WAIT, env=os.environ | {"CHROME_PATH": browser}
    )
    report: dict[str, Any] = json.loads(done.stdout)
    return report
