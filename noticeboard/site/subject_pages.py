"""Pages by what the record is about: areas of policing, topics, years, months, inspectors, and what others published."""

from collections.abc import Iterator

from noticeboard.site.display import show_partial
from noticeboard.site.pages import Page, Site, group_rows
from wording import gettext


def subject_pages(site: Site) -> Iterator[Page]:
    """Yield every page that gathers rows by a subject."""
    yield from area_pages(site)
    yield from topic_pages(site)
    yield from year_pages(site)
    yield from update_pages(site)
    yield from inspector_pages(site)
    yield from press_pages(site)
    yield Page("search/index.html", "search.html", {"title": gettext("Search")}, is_indexed=False)


def area_pages(site: Site) -> Iterator[Page]:
    """Yield the list of areas of policing and a page for each: its causes of concern, and how long closing took."""
    areas = site.ask("causes_by_area")
    yield Page("areas/index.html", "areas.html", {"title": gettext("Areas of policing"), "areas": areas})
    for area in areas:
        key = area["area"]
        context = {
            "title": area["name"],
            "area": area,
            "causes": site.of("causes_of_area", "area", key),
            "times": site.of("time_to_close_by_area", "area", key),
        }
        yield Page(f"areas/{key}/index.html", "area.html", context)


def topic_pages(site: Site) -> Iterator[Page]:
    """Yield the list of topics and a page for each: our stories, and what others published."""
    topics = site.ask("all_topics")
    yield Page("topics/index.html", "topics.html", {"title": gettext("Topics"), "topics": topics})
    for topic in topics:
        key = topic["topic"]
        context = {
            "title": topic["name"],
            "topic": topic,
            "stories": site.of("stories_of_topic", "topic", key),
            "press": site.of("press_of_topic", "topic", key),
        }
        yield Page(f"topics/{key}/index.html", "topic.html", context)


def year_pages(site: Site) -> Iterator[Page]:
    """Yield the list of years and a page for each: its notices and what happened, month by month."""
    years = site.ask("notices_by_year")
    notices = group_rows(site.ask("confirmed_notices"), "year")
    months = group_rows((row for row in site.ask("all_updates") if row["month"]), "month")
    yield Page("years/index.html", "years.html", {"title": gettext("Years"), "years": years})
    for row in years:
        year = row["year"]
        happened = {month: len(rows) for month, rows in sorted(months.items()) if month.startswith(year)}
        context = {
            "title": gettext("The year %(year)s", year=year),
            "year": row,
            "notices": notices.get(year, []),
            "months": happened,
        }
        yield Page(f"years/{year}/index.html", "year.html", context)


def update_pages(site: Site) -> Iterator[Page]:
    """Yield the list of months in which something happened and a page for each, the newest first."""
    updates = site.ask("all_updates")
    months = group_rows((row for row in updates if row["month"]), "month")
    vague = [row for row in updates if not row["month"]]
    years: dict[str, dict[str, int]] = {}
    for month, rows in months.items():
        years.setdefault(month[:4], {})[month] = len(rows)
    listed = {"years": years, "vague": vague}
    yield Page("updates/index.html", "updates.html", {"title": gettext("What happened, month by month")} | listed)
    for month, rows in months.items():
        context = {
            "title": gettext("What happened in %(month)s", month=show_partial(month)),
            "month": month,
            "updates": rows,
        }
        yield Page(f"updates/{month}/index.html", "month.html", context)


def inspector_pages(site: Site) -> Iterator[Page]:
    """Yield the list of inspectors who signed notices and a page for each."""
    inspectors = group_rows(site.ask("notices_by_inspector"), "inspector")
    yield Page("inspectors/index.html", "inspectors.html", {"title": gettext("Inspectors"), "inspectors": inspectors})
    for key, notices in inspectors.items():
        context = {"title": notices[0]["name"], "notices": notices, "inspector": key}
        yield Page(f"inspectors/{key}/index.html", "inspector.html", context)


def press_pages(site: Site) -> Iterator[Page]:
    """Yield the list of years from which press items are held and a page for each."""
    years = group_rows(site.ask("all_press"), "year")
    counts = {year or "undated": len(rows) for year, rows in years.items()}
    yield Page("press/index.html", "press.html", {"title": gettext("What others published"), "years": counts})
    for year, rows in years.items():
        title = gettext("What others published, undated")
        if year:
            title = gettext("What others published in %(year)s", year=year)
        yield Page(
            f"press/{year or 'undated'}/index.html", "press_year.html", {"title": title, "press": rows, "year": year}
        )
