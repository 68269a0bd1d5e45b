"""Which pages of the real record the browser looks at."""

from pathlib import Path

from tests.browser.conftest import Site

KINDS = {
    "area": "/areas/custody/",
    "areas": "/areas/",
    "as_it_stood": "/as-it-stood/",
    "changes": "/changes/",
    "components": "/components/",
    "coverage": "/coverage/",
    "data": "/downloads/",
    "dictionary": "/downloads/dictionary/",
    "failed": "/500.html",
    "files": "/downloads/latest/",
    "force": "/forces/staffordshire/",
    "forces": "/forces/",
    "guide": "/method/",
    "home": "/",
    "inspector": "/inspectors/wendy-williams/",
    "inspectors": "/inspectors/",
    "month": "/updates/2022-01/",
    "news": "/news/",
    "not_found": "/404.html",
    "notice": "/notices/staffordshire-2022-03/",
    "notices": "/notices/",
    "overdue": "/overdue/",
    "press": "/press/",
    "press_year": "/press/2022/",
    "questions": "/questions/",
    "recommendation": "/recommendations/cleveland-2019-09-1/",
    "recommendations": "/recommendations/by/area/custody/",
    "search": "/search/",
    "story": "/news/staffordshire-early-warning/",
    "topic": "/topics/custody/",
    "topics": "/topics/",
    "updates": "/updates/",
    "year": "/years/2022/",
    "years": "/years/",
}
"""A page that each template makes, by the template's name."""

DATA = {
    "data, front": "/data",
    "data, table": "/data/recommendations?_facet=wording",
    "data, row": "/data/notices/staffordshire-2022-03",
    "data, query": "/data/all_forces",
    "data, search": "/data/search?q=custody",
    "data, own SQL": "/data?sql=select+*+from+forces",
    "data, not found": "/data/no_such_table",
}
"""A page of each kind that Datasette makes."""


def all_addresses(site: Site) -> list[str]:
    """Return the address of every page that was built."""
    return [address_of(path, site) for path in sorted(built(site).rglob("*.html"))]


def longest_and_emptiest(site: Site) -> list[str]:
    """Return the addresses of the page with most bytes and of the one with fewest."""
    by_size = sorted(built(site).rglob("*.html"), key=lambda path: (path.stat().st_size, path))
    return [address_of(path, site) for path in (by_size[-1], by_size[0])]


def built(site: Site) -> Path:
    """Return the folder of the built pages."""
    return site.root / "output/site"


def address_of(path: Path, site: Site) -> str:
    """Return where a built page stands."""
    return "/" + path.relative_to(built(site)).as_posix().removesuffix("index.html")
