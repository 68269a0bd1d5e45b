"""Rows → what pages say of themselves to search engines, in the words of schema.org."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from noticeboard.site.atom import Imprint

Described = dict[str, Any]
CONTEXT = {"@context": "https://schema.org/"}
AREA_CODE = "ONS code of the police force area"
KINDS = {"force": "GovernmentOrganization", "notice": "CreativeWork", "topic": "Thing"}
"""What a story may be about, by the kinds of the query subjects_of_story."""


def describe_publisher(name: str, site_url: str) -> Described:
    """Return who publishes this site as an Organization."""
    return {"@type": "Organization", "name": name, "url": f"{site_url}/"}


@dataclass(frozen=True)
class LinkedData:
    """Describes pages; templates call it by the kind of what they show."""

    imprint: Imprint

    def trail(self, trail: Sequence[tuple[str, str]], title: str) -> Described:
        """Return the way to a page, its own title at the end, as a BreadcrumbList."""
        steps = [
            {"@type": "ListItem", "position": position, "name": name, "item": self._whole(url)}
            for position, (url, name) in enumerate(trail, 1)
        ]
        last = {"@type": "ListItem", "position": len(steps) + 1, "name": title}
        return CONTEXT | {"@type": "BreadcrumbList", "itemListElement": [*steps, last]}

    def story(self, story: dict[str, Any], subjects: dict[str, list[dict[str, Any]]]) -> Described:
        """Return a story of ours as a NewsArticle, about its forces, notices and topics."""
        rows = [row for kind in KINDS for row in subjects.get(kind, [])]
        publisher = describe_publisher(self.imprint.name, self.imprint.site_url)
        return CONTEXT | {
            "@type": "NewsArticle",
            "headline": story["title"],
            "description": story["summary"],
            "datePublished": story["date"],
            "dateModified": story["modified"] or story["date"],
            "author": publisher,
            "publisher": publisher,
            "mainEntityOfPage": self._whole(f"/news/{story['story']}/"),
            "inLanguage": "en-GB",
            "isAccessibleForFree": True,
            "about": [
                {"@type": KINDS[row["kind"]], "name": row["name"], "mainEntityOfPage": self._whole(row["url"])}
                for row in rows
            ],
        }

    def force(self, force: dict[str, Any]) -> Described:
        """Return a force as a GovernmentOrganization; the code that it has is its area's, not its own."""
        described = CONTEXT | {
            "@type": "GovernmentOrganization",
            "name": force["name"],
            "alternateName": force["short_name"],
            "mainEntityOfPage": self._whole(f"/forces/{force['force']}/"),
        }
        if force["website"]:
            described["url"] = force["website"]
        if force["ons_code"]:
            code = {"@type": "PropertyValue", "propertyID": AREA_CODE, "value": force["ons_code"]}
            described["areaServed"] = {"@type": "AdministrativeArea", "identifier": code}
        return described

    def _whole(self, url: str) -> str:
        return self.imprint.site_url + url
