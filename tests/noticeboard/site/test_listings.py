"""A list can be narrowed and sorted by links, each of which says how many rows stand behind it."""

import pytest

from noticeboard.site.listings import NOTICE_ORDERS, Choice, Listing, make_facets


def make_row(notice, **values):
    shared = {"standing": "unknown", "year": "2026", "areas": "custody", "area_names": "Custody", "causes": 1}
    return (
        shared
        | {"notice": notice, "force": "northshire", "force_name": "Northshire Police", "published_to": "2026-01-12"}
        | values
    )


@pytest.fixture
def listing():
    """Three notices of two forces; of one no year is known and no area."""
    rows = [
        make_row(
            "n-2", standing="closed", areas="custody|investigating-crime", area_names="Custody|Investigating crime"
        ),
        make_row("n-1", year="2025", published_to="2025-06-30", causes=3),
        make_row(
            "w-1",
            year=None,
            published_to=None,
            areas=None,
            area_names=None,
            force="westmere",
            force_name="Westmere Police",
        ),
    ]
    return Listing("/notices/", rows, make_facets("standing"), NOTICE_ORDERS)


def choices(listing, title):
    return [(choice.words, choice.count, choice.url) for choice in dict(listing.narrowing)[title]]


def test_a_facet_counts_the_rows_of_each_choice(listing):
    assert choices(listing, "How it stands") == [
        ("Closed", 1, "/notices/by/status/closed/"),
        ("Not known", 2, "/notices/by/status/unknown/"),
    ]


def test_a_row_counts_in_each_of_its_areas(listing):
    assert choices(listing, "Area of policing") == [
        ("Custody", 2, "/notices/by/area/custody/"),
        ("Investigating crime", 1, "/notices/by/area/investigating-crime/"),
    ]


def test_years_stand_newest_first_and_the_unknown_is_one_of_them(listing):
    assert [words for words, _, _ in choices(listing, "Year of the notice")] == ["Not known", "2026", "2025"]


def test_each_choice_leads_to_its_rows(listing):
    found = {choice.url: [row["notice"] for row in rows] for choice, rows in listing.narrowed()}

    assert found["/notices/by/force/westmere/"] == ["w-1"]
    assert found["/notices/by/order/oldest/"] == ["n-1", "n-2", "w-1"]
    assert found["/notices/by/order/causes/"] == ["n-1", "n-2", "w-1"]


def test_the_first_order_is_the_list_itself(listing):
    assert listing.sorting[0] == Choice("/notices/", "Newest first", 3, "order", "newest")
    assert "/notices/by/order/newest/" not in {choice.url for choice, _ in listing.narrowed()}


@pytest.mark.parametrize(
    ("facet", "words", "phrase"),
    [
        ("force", "Northshire Police", "Northshire Police"),
        ("status", "Not known", "not known"),
        ("year", "2026", "2026"),
    ],
)
def test_a_choice_stands_in_a_title_with_a_small_letter_unless_it_is_a_name(facet, words, phrase):
    assert Choice("/", words, 1, facet, "x").phrase == phrase


def test_rows_are_counted_by_how_they_stand(listing):
    assert listing.count_standings(listing.rows[1:]) == {"unknown": 2}
