"""Runs axe, which knows the rules of WCAG, on a page that a browser shows."""

import sys
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

SCRIPT = Path(sys.prefix) / "tools/node_modules/axe-core/axe.min.js"
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "elementRef": False,
    "preload": False,  # stylesheets are read by no rule of these
}
RUN = """async options => {
  const { violations } = await axe.run(document, options);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}"""


def bring_axe(context: BrowserContext) -> None:
    """Have axe at hand on every page that is opened from now on; no policy of a page keeps it out."""
    context.add_init_script(path=SCRIPT)


def find_faults(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands: the rule, the element, how to mend it."""
    # An evaluation would wait for ever; this has the page's time limit.
    return page.wait_for_function(RUN, arg=OPTIONS).json_value()
