"""data.db → what each page shows: one function a kind of page, all of it asked of the named queries."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from comments_service.related import Item, RelatedLists, RelatedNews, split
from noticeboard.queries import GROUPS, NamedQuery, Queries
from noticeboard.site.charts import Step, StepChart, TimeAxis, count_steps, lay_stages, lay_steps, lay_tiles
from noticeboard.site.listings import NOTICE_ORDERS, RECOMMENDATION_ORDERS, Listing, make_facets
from wording import gettext

Row = dict[str, Any]
NEWEST = 6
NEIGHBOURS = 10
"""How many recommendations of the same notice a recommendation's page shows before it and after it."""
CHART_WIDTH, CHART_HEIGHT = 336, 120
"""The size of a chart in units of its drawing, which fills its column."""


@dataclass(frozen=True)
class Page:
    """One page: its path below the site, the template that fills it, and what the template shows.

    Search engines are to keep it, unless it is not to be indexed or the same stands at another address.
    """

    path: str
    template: str
    context: dict[str, Any]
    is_indexed: bool = True
    same_as: str = ""

    @property
    def address(self) -> str:
        """Where it stands on the site."""
        return "/" + self.path.removesuffix("index.html")

    @property
    def is_listed(self) -> bool:
        """Whether the sitemap lists it."""
        return self.is_indexed and not self.same_as


def group_rows(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """Return rows by what they have in a column, in their own order."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return dict(groups)


class Site:
    """Everything that pages ask of the database, each question asked once for all pages and then grouped."""

    def __init__(self, db: sqlite3.Connection, queries: Queries) -> None:
        self._db = db
        self._queries = queries
        self._grouped: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def ask(self, name: str) -> list[Row]:
        """Return all rows of a named query, its parameters left empty."""
        values = {parameter.name: "" for parameter in self._queries.by_name[name].parameters}
        return self._queries.run(self._db, name, **values)

    def of(self, name: str, key: str, value: str) -> list[Row]:
        """Return a named query's rows in which the column `key` has this value, asking the database only once."""
        if (name, key) not in self._grouped:
            self._grouped[name, key] = group_rows(self.ask(name), key)
        return self._grouped[name, key].get(value, [])

    @property
    def query_titles(self) -> dict[str, str]:
        """The title of each named query, by its name."""
        return {name: query.title for name, query in self._queries.by_name.items()}

    @property
    def questions(self) -> dict[str, list[NamedQuery]]:
        """The named queries that readers are shown, by the words of their group and in the order of their titles."""
        queries = sorted(self._queries.by_name.values(), key=lambda query: query.title)
        return {gettext(words): [query for query in queries if query.group == group] for group, words in GROUPS.items()}

    @cached_property
    def coverage(self) -> dict[str, Row]:
        """What the record expects and holds, by the kind of fact."""
        return {row["fact"]: row for row in self.ask("coverage")}

    @cached_property
    def days(self) -> list[str]:
        """The days on which pages offer to look at the record, the record's last at the end."""
        return [row["on_day"] for row in self.ask("days_to_ask")]

    @cached_property
    def numbers(self) -> Row:
        """The record in numbers, its last day among them."""
        return self.ask("record_numbers")[0]

    @cached_property
    def axis(self) -> TimeAxis:
        """The days that charts over time reach, the record's last at the end."""
        return TimeAxis(self.numbers["charts_begin_on"], self.numbers["as_on"], CHART_WIDTH)

    @cached_property
    def banner(self) -> Row | None:
        """The service banner, or None where no editor has switched it on."""
        return next(iter(self.ask("service_banner")), None)

    @cached_property
    def related_news(self) -> RelatedNews:
        """The ranking of our stories and the press items, ready to be asked for any page."""
        return RelatedNews([Item.from_row(row) for row in self.ask("related_candidates")])

    def related(self, page: str) -> RelatedLists:
        """Return "In Other News" and "More News" for a page, as at build time."""
        (row,) = self.of("pages_with_threads", "page", page)
        return split(self.related_news.rank(Item.from_page(row)))


def all_pages(site: Site) -> Iterator[Page]:
    """Yield every page of the site."""
    yield Page("404.html", "not_found.html", {"title": gettext("Page not found")}, is_indexed=False)
    yield Page("500.html", "failed.html", {"title": gettext("Something went wrong")}, is_indexed=False)
    yield home_page(site)
    yield from notice_pages(site)
    yield from recommendation_pages(site)
    yield from force_pages(site)
    yield from news_pages(site)
    yield from guide_pages(site)
    yield coverage_page(site)
    yield overdue_page(site)
    yield as_it_stood_page(site)


def home_page(site: Site) -> Page:
    """Return the front page: forces in engage, the newest notices and stories, the record in numbers."""
    context = {
        "title": None,
        "engaged": site.ask("forces_in_engage"),
        "map": lay_tiles(site.ask("all_forces")),
        "notices": site.ask("confirmed_notices")[:NEWEST],
        "stories": site.ask("all_stories")[:NEWEST],
        "updates": site.ask("all_updates")[:NEWEST],
    }
    return Page("index.html", "home.html", context)


def list_pages(site: Site, title: str, listing: Listing) -> Iterator[Page]:
    """Yield a list whole, and once more for each way to narrow or sort it."""
    kind = listing.url.strip("/")
    shared = {"listing": listing, "coverage": site.coverage}
    everything = {"title": title, kind: listing.rows, "standings": listing.count_standings(listing.rows)}
    yield Page(f"{kind}/index.html", f"{kind}.html", shared | everything)
    for choice, rows in listing.narrowed():
        whole = gettext("%(title)s: %(narrowed)s", title=title, narrowed=choice.phrase)
        some = {"title": whole, "narrowed": choice.phrase, kind: rows, "standings": listing.count_standings(rows)}
        same_as = listing.url if choice.facet == "order" else ""
        yield Page(f"{choice.url[1:]}index.html", f"{kind}.html", shared | some, same_as=same_as)


def notice_pages(site: Site) -> Iterator[Page]:
    """Yield the list of notices and a page for each notice."""
    notices = Listing("/notices/", site.ask("confirmed_notices"), make_facets("standing"), NOTICE_ORDERS)
    yield from list_pages(site, gettext("Notices"), notices)
    for notice in site.ask("notice_details"):
        key = notice["notice"]
        recommendations = group_rows(site.of("recommendations_of_notice", "notice", key), "cause")
        context = {
            "title": notice["title"]
            if notice["is_confirmed"]
            else gettext("%(title)s (not confirmed)", title=notice["title"]),
            "notice": notice,
            "causes": site.of("causes_of_notice", "notice", key),
            "recommendations": recommendations,
            "has_deadlines": any(row["due_on"] for rows in recommendations.values() for row in rows),
            "timeline": site.of("timeline_of_notice", "notice", key),
            "press": site.of("press_of_notice", "notice", key),
            "sources": site.of("sources_of_notice", "notice", key),
            "disagreements": site.of("disagreements_of_notice", "notice", key),
            "replies": site.of("replies_of_policing_bodies", "notice", key),
            "days": [day for day in site.days if day >= (notice["published_from"] or "")],
        }
        yield _thread_page(site, f"notices/{key}", "notice.html", context)


def recommendation_pages(site: Site) -> Iterator[Page]:
    """Yield the list of recommendations and a page for each recommendation."""
    rows = site.ask("confirmed_recommendations")
    listing = Listing("/recommendations/", rows, make_facets("status"), RECOMMENDATION_ORDERS)
    yield from list_pages(site, gettext("Recommendations"), listing)
    causes = {row["cause"]: row for row in site.ask("causes_of_notice")}
    for row in site.ask("recommendations_of_notice"):
        key = row["recommendation"]
        asked = site.of("recommendations_of_notice", "notice", row["notice"])
        context = {
            "title": gettext("Recommendation %(number)s: %(title)s", number=row["number"], title=row["notice_title"]),
            "recommendation": row,
            "cause": causes[row["cause"]],
            "updates": site.of("updates_of_recommendation", "recommendation", key),
            "siblings": [sibling for sibling in asked if 0 < abs(sibling["number"] - row["number"]) <= NEIGHBOURS],
            "asked": len(asked),
        }
        yield _thread_page(site, f"recommendations/{key}", "recommendation.html", context)


def force_pages(site: Site) -> Iterator[Page]:
    """Yield the list of forces and a page for each force."""
    forces = site.ask("all_forces")
    listed = {"title": gettext("Forces"), "forces": forces, "coverage": site.coverage}
    yield Page("forces/index.html", "forces.html", listed)
    for force in forces:
        key = force["force"]
        happened = site.of("recommendations_over_time", "force", key)
        steps = count_steps(row for row in happened if row["on_day"])
        context = {
            "title": force["name"],
            "force": force,
            **tell_stages(site, key),
            "steps": steps,
            "step_chart": chart_steps(steps, site.axis),
            "undated": next((row for row in happened if not row["on_day"]), None),
            "notices": site.of("confirmed_notices", "force", key),
            "cycles": group_rows(site.of("grades_of_force", "force", key), "cycle_name"),
            "grades_by_question": group_rows(site.of("grades_by_question", "force", key), "question_name"),
            "grade_counts": site.of("grade_counts_of_force", "force", key),
            "unknowns": group_rows(site.of("unknowns_of_force", "force", key), "subject"),
            "figures": site.of("figures_of_force", "force", key),
            "stories": site.of("stories_of_force", "force", key),
            "press": site.of("press_of_force", "force", key),
            "sources": site.of("sources_of_force", "force", key),
            "days": site.days,
        }
        yield _thread_page(site, f"forces/{key}", "force.html", context)


def chart_steps(steps: list[Step], axis: TimeAxis) -> StepChart | None:
    """Return the chart of recommendations over time, or None where there is none to draw."""
    return lay_steps(steps, axis, CHART_HEIGHT) if steps else None


def news_pages(site: Site) -> Iterator[Page]:
    """Yield the list of our stories and a page for each story."""
    stories = site.ask("all_stories")
    listed = {"title": gettext("News"), "stories": stories, "coverage": site.coverage}
    yield Page("news/index.html", "news.html", listed)
    for story in stories:
        key = story["story"]
        subjects = group_rows(site.of("subjects_of_story", "story", key), "kind")
        context = {
            "title": story["title"],
            "story": story,
            "subjects": subjects,
            "sources": site.of("sources_of_story", "story", key),
            **tell_figures(site, subjects),
        }
        yield _thread_page(site, f"news/{key}", "story.html", context)


def tell_figures(site: Site, subjects: dict[str, list[Row]]) -> Row:
    """Return the figures of a story: its notices and how they stand, and the stages of its force where it is about one alone."""
    told = {row["id"] for row in subjects.get("notice", ())}
    forces = [row["id"] for row in subjects.get("force", ())]
    figures: Row = {"notices": [row for row in site.ask("confirmed_notices") if row["notice"] in told]}
    return figures | (tell_stages(site, forces[0]) if len(forces) == 1 else {"stages": []})


def tell_stages(site: Site, force: str) -> Row:
    """Return the stages of a force, as a chart and as rows with their sources."""
    stages = site.of("stages_of_force", "force", force)
    return {
        "stages": stages,
        "axis": site.axis,
        "stage_spans": lay_stages(stages, site.axis),
        "stage_sources": group_rows(site.of("sources_of_stages", "force", force), "started_on"),
    }


def guide_pages(site: Site) -> Iterator[Page]:
    """Yield the standing pages; the page of corrections carries their log."""
    for guide in site.ask("all_guides"):
        corrections = site.ask("corrections_log") if guide["guide"] == "corrections" else None
        context = {"title": guide["title"], "guide": guide, "corrections": corrections}
        yield Page(f"{guide['guide']}/index.html", "guide.html", context)


def coverage_page(site: Site) -> Page:
    """Return the page of what the record expects, holds and does not know."""
    context = {
        "title": gettext("What the record holds and does not know"),
        "coverage": site.ask("coverage"),
        "cycles": group_rows(site.ask("forces_without_grades"), "cycle"),
        "notices": site.ask("notices_without_recommendations"),
        "doubts": site.ask("doubts"),
    }
    return Page("coverage/index.html", "coverage.html", context)


def overdue_page(site: Site) -> Page:
    """Return the page of recommendations past their deadline on the record's last day, by force."""
    forces = group_rows(sorted(site.ask("overdue_recommendations"), key=lambda row: str(row["force_name"])), "force")
    listed = {"title": gettext("Past their deadline"), "forces": forces, "coverage": site.coverage}
    return Page("overdue/index.html", "overdue.html", listed)


def as_it_stood_page(site: Site) -> Page:
    """Return the page that asks how a force or a notice stood on a day."""
    context = {
        "title": gettext("As it stood on a day"),
        "forces": site.ask("all_forces"),
        "notices": site.ask("confirmed_notices"),
        "days": site.days,
    }
    return Page("as-it-stood/index.html", "as_it_stood.html", context)


def _thread_page(site: Site, page: str, template: str, context: dict[str, Any]) -> Page:
    corrected = site.of("corrections_log", "page", page)
    shared = {"page": page, "related": site.related(page), "corrected": corrected}
    return Page(f"{page}/index.html", template, context | shared)
