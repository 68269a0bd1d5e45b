"""What pages say of themselves to search engines agrees with what readers see, and has what each kind must have."""

import json
import re
from collections import Counter

import pytest

from noticeboard.site.atom import Imprint
from noticeboard.site.linked_data import LinkedData

SITE_URL = "http://127.0.0.1:8000"
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
TRAIL = re.compile(r'<ol class="breadcrumbs__list">(.*?)</ol>', re.DOTALL)
REQUIRED = {
    "NewsArticle": {
        "headline",
        "description",
        "datePublished",
        "dateModified",
        "author",
        "publisher",
        "mainEntityOfPage",
    },
    "BreadcrumbList": {"itemListElement"},
    "GovernmentOrganization": {"name", "alternateName", "mainEntityOfPage"},
    "Dataset": {"name", "description", "url", "license", "creator", "distribution"},
}
LINKED = LinkedData(Imprint("Noticeboard", "https://noticeboard.example", "", "2026-06-30"))
STORY = {"story": "cells", "title": "Cells", "summary": "Nobody counted.", "date": "2026-07-01", "modified": None}
FORCE = {
    "force": "northshire",
    "name": "Northshire Police",
    "short_name": "Northshire",
    "website": None,
    "ons_code": None,
}


@pytest.fixture(scope="module")
def described(published):
    """What each page that search engines are to keep says of itself, by its address."""
    pages = {"/" + path.relative_to(published).as_posix().removesuffix("index.html"): path.read_text()
             for path in sorted(published.rglob("*.html"))}  # fmt: skip
    return {
        address: [json.loads(found) for found in SCRIPT.findall(text)]
        for address, text in pages.items()
        if 'content="noindex"' not in text
    }


def find(described, kind):
    return {page: thing for page, things in described.items() for thing in things if thing["@type"] == kind}


def test_every_kind_of_page_that_has_one_is_described(described):
    kinds = Counter(thing["@type"] for things in described.values() for thing in things)

    assert kinds == {
        "NewsArticle": 11,
        "GovernmentOrganization": 44,
        "Dataset": 1,
        "BreadcrumbList": len(described) - 1,
    }


def test_each_description_has_the_parts_that_its_kind_must_have(described):
    things = [thing for things in described.values() for thing in things]

    assert [thing for thing in things if not thing.keys() >= REQUIRED[thing["@type"]]] == []
    assert {thing["@context"] for thing in things} == {"https://schema.org/"}
    assert [thing for thing in things if None in thing.values() or "" in thing.values()] == []


def test_the_way_to_a_page_is_the_one_that_it_shows(described, published):
    for page, thing in find(described, "BreadcrumbList").items():
        text = (published / page.lstrip("/") / "index.html").read_text()
        shown = re.findall(r'<a href="([^"]+)">', TRAIL.search(text)[1])
        *steps, last = thing["itemListElement"]

        assert [step["item"] for step in steps] == [SITE_URL + url for url in shown], page
        assert [step["position"] for step in thing["itemListElement"]] == list(range(1, len(shown) + 2))
        assert last["name"]
        assert "item" not in last


def test_a_story_tells_its_days_its_maker_and_what_it_is_about(described):
    thing = find(described, "NewsArticle")["/news/staffordshire-early-warning/"]

    assert (thing["headline"], thing["datePublished"], thing["mainEntityOfPage"]) == (
        "Inspectors sound an early warning over Staffordshire Police",
        "2026-11-23",
        f"{SITE_URL}/news/staffordshire-early-warning/",
    )
    assert (
        thing["author"] == thing["publisher"] == {"@type": "Organization", "name": "Noticeboard", "url": f"{SITE_URL}/"}
    )
    assert {"@type": "GovernmentOrganization", "name": "Staffordshire Police",
            "mainEntityOfPage": f"{SITE_URL}/forces/staffordshire/"} in thing["about"]  # fmt: skip


def test_a_force_has_its_own_site_and_the_code_of_its_area(described):
    forces = find(described, "GovernmentOrganization")

    assert forces["/forces/btp/"]["url"] == "https://www.btp.police.uk/"
    assert "areaServed" not in forces["/forces/btp/"]
    assert forces["/forces/bedfordshire/"]["areaServed"] == {
        "@type": "AdministrativeArea",
        "identifier": {
            "@type": "PropertyValue",
            "propertyID": "ONS code of the police force area",
            "value": "E23000026",
        },
    }


def test_what_is_not_known_of_a_force_is_not_there():
    assert LINKED.force(FORCE) == {
        "@context": "https://schema.org/",
        "@type": "GovernmentOrganization",
        "name": "Northshire Police",
        "alternateName": "Northshire",
        "mainEntityOfPage": "https://noticeboard.example/forces/northshire/",
    }


@pytest.mark.parametrize(("modified", "day"), [(None, "2026-07-01"), ("2026-07-03", "2026-07-03")])
def test_a_story_that_was_changed_says_when(modified, day):
    thing = LINKED.story(STORY | {"modified": modified}, {})

    assert (thing["datePublished"], thing["dateModified"], thing["about"]) == ("2026-07-01", day, [])
