"""Pages → sitemap.xml, for search engines: each page that they are to list, and the last day of which it is known to tell."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from xml.sax.saxutils import escape

from noticeboard.site.pages import Page, Site

AS_ON = ("/", "/areas/", "/coverage/", "/downloads/", "/forces/", "/notices/", "/overdue/", "/recommendations/")
AS_ON_BELOW = ("/areas/", "/forces/", "/notices/by/", "/recommendations/by/")
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


def find_days(site: Site, pages: Iterable[Page]) -> dict[str, str]:
    """Return the last day of which each page tells, by address; a page of which no such day is known is left out.

    - A story: the day of its last change, else the day on which it was written.
    - A notice: the newest entry of its timeline that is known to the day. A recommendation: its notice's publication, or the
      newest update on it or on its cause.
    - A force, an area, a list of notices or recommendations, and all else that counts how things stand: the record's last day.
    - A topic, an inspector, a month, a year of press items, the list of stories: the newest day among what it lists.
    - A release: the day on which it was released.
    - Any of these: the day of a correction on it, or of a story that it lists, where that is later.

    A date that is known to a month or year alone, or inferred, counts for nothing here; nor does the day of a build.
    """
    told = [(row["url"], row["day"]) for row in site.ask("days_of_pages")]
    as_on = site.numbers["as_on"]
    dated = ((page.address, as_on) for page in pages if page.address in AS_ON or page.address.startswith(AS_ON_BELOW))
    days: dict[str, str] = {}
    for url, day in chain(told, dated):
        days[url] = max(day, days.get(url, ""))
    return days


def write_sitemap(pages: Iterable[Page], days: dict[str, str], folder: Path, site_url: str) -> None:
    """Write the sitemap of the pages that search engines are to list, in the order of their addresses."""
    listed = sorted(page.address for page in pages if page.is_listed)
    text = "".join(list_entries(listed, days, site_url))
    (folder / "sitemap.xml").write_text(f"{HEAD}{text}</urlset>\n", encoding="utf-8")


def list_entries(addresses: Iterable[str], days: dict[str, str], site_url: str) -> Iterator[str]:
    """Yield a line of the sitemap for each address."""
    for address in addresses:
        lastmod = f"<lastmod>{days[address]}</lastmod>" if address in days else ""
        yield f"<url><loc>{escape(site_url + address)}</loc>{lastmod}</url>\n"
