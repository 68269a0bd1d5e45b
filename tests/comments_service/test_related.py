"""Related news: what shares a force or a topic, rare words or the time comes first."""

import os
import re
import subprocess
import sys
from time import process_time

import pytest
from flask import render_template

from comments_service.related import Item, RelatedNews, Score, split
from tests.conftest import PROJECT


def make_item(key, title="", forces="", topics="", on="2026-01-12", kind="press"):
    return Item.from_row(
        {
            "item": key,
            "kind": kind,
            "url": f"/{key}/",
            "title": title,
            "publisher": "Northshire Gazette",
            "published_on": on,
            "about_on": on,
            "published_basis": "stated",
            "summary": "",
            "forces": forces,
            "topics": topics,
        }
    )


def order(page, *items):
    return [item.id for item in RelatedNews(items).for_page(page, 10)]


PAGE = make_item("page", "Nurses in the cells of Northshire", "northshire", "custody")


def test_force_and_topic_come_before_one_of_them_and_before_neither():
    neither = make_item("a", forces="westmere", topics="leadership")
    topic = make_item("b", topics="custody")
    force = make_item("c", forces="northshire")
    both = make_item("d", forces="northshire", topics="custody")

    assert order(PAGE, neither, topic, force, both) == ["d", "c", "b", "a"]


def test_what_happened_at_the_time_comes_first():
    assert order(PAGE, make_item("a", on="2019"), make_item("b", on="2025-12"), make_item("c", on="")) == [
        "b",
        "a",
        "c",
    ]


def test_rare_words_count():
    items = [make_item(f"x{n}", "Report on policing") for n in range(5)]

    assert order(PAGE, *items, make_item("y", "More nurses for cells"), make_item("z", "Nurses wanted"))[:2] == [
        "y",
        "z",
    ]


def test_a_page_is_not_related_to_itself():
    assert order(PAGE, PAGE, make_item("a")) == ["a"]


def test_the_order_does_not_depend_on_the_order_of_the_items():
    items = [make_item(key, forces="northshire") for key in "cab"]

    assert order(PAGE, *items) == order(PAGE, *reversed(items)) == ["a", "b", "c"]


def test_each_place_can_be_explained():
    item = make_item("a", "More nurses", "northshire", "custody")
    news = RelatedNews([item, make_item("b", "Nurses wanted")])

    score = news.explain(PAGE, item)

    assert score == Score(forces=4.0, topics=2.0, words=score.words, nearness=1.5)
    assert (0 < score.words < 1.5, score.total) == (True, sum(score))


MANY_WORDS = """
from comments_service.related import Item, RelatedNews

def make_item(key, title):
    row = dict.fromkeys(["kind", "url", "publisher", "published_on", "about_on", "published_basis", "summary", "forces", "topics"], "")
    return Item.from_row({**row, "item": key, "title": title})

words = [f"word{chr(97 + number // 26)}{chr(97 + number % 26)}" for number in range(200)]
items = [make_item(str(number), " ".join(words[number % 7 :: 1 + number % 5])) for number in range(30)]
print([RelatedNews(items).explain(item, items[0]).words.hex() for item in items])
"""


def test_the_score_does_not_depend_on_the_order_of_a_set():
    outputs = {
        subprocess.run(
            [sys.executable, "-c", MANY_WORDS],
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=PROJECT,
            capture_output=True,
        ).stdout
        for seed in "12"
    }

    assert len(outputs) == 1


def test_thousands_of_items_are_ranked_in_milliseconds():
    items = [make_item(f"i{n}", f"nurses word{n % 300}", f"f{n % 44}", f"t{n % 12}") for n in range(2_000)]
    news = RelatedNews(items)
    start = process_time()

    for item in items[:20]:
        news.rank(item)

    assert (process_time() - start) / 20 < 0.02


def test_a_fragment_names_the_publisher_and_the_date_at_its_precision(client):
    page = client.get("/related/notices/northshire-custody-2026").text

    assert "Local paper on the cells of Northshire" in page
    assert "Northshire Gazette, about 13 January 2026" in page
    assert "In Other News" in page


def test_a_fragment_is_the_same_as_data(client):
    answer = client.get("/related/news/northshire-cells.json").json

    assert answer["page"] == "news/northshire-cells"
    assert [item["title"] for item in answer["in_other_news"]] == ["Local paper on the cells of Northshire"]
    assert set(answer["in_other_news"][0]["score"]) == {"forces", "topics", "words", "nearness"}


def test_press_items_are_marked_as_leading_away(client):
    page = client.get("/related/notices/northshire-custody-2026").text

    assert ' rel="external">Local paper on the cells of Northshire</a>' in page


def test_no_page_no_related_news(client):
    assert client.get("/related/news/none.json").status_code == 404


def test_more_news_goes_on_page_by_page_while_the_first_list_stays():
    ranked = [make_item(f"i{number:02}") for number in range(8 + 12 + 5)]

    first, second, beyond = (split(ranked, number) for number in (1, 2, 9))

    assert [item.id for item in first.in_other_news] == [f"i{number:02}" for number in range(8)]
    assert [item.id for item in first.more_news] == [f"i{number:02}" for number in range(8, 20)]
    assert [item.id for item in second.more_news] == [f"i{number:02}" for number in range(20, 25)]
    assert (first.number, first.last, second == beyond) == (1, 2, True)


def test_a_fragment_leads_to_the_pages_beside_it(app):
    ranked = [make_item(f"i{number:02}", f"Item {number}") for number in range(8 + 3 * 12)]

    with app.test_request_context():
        page = render_template("related.html", page="news/northshire-cells", related=split(ranked, 2))

    assert re.findall(r'href="(/news/northshire-cells/[^"]*)">([^<]*)</a>', page) == [
        ("/news/northshire-cells/?news=1#related-more", "Earlier page of news"),
        ("/news/northshire-cells/?news=3#related-more", "Next page of news"),
    ]
    assert "Page 2 of 3" in page


@pytest.mark.parametrize("number", ["0", "-1", "two", "", "99999999999", "²"])
def test_a_number_that_is_none_gives_the_first_page(client, number):
    assert client.get(f"/related/news/northshire-cells.json?news={number}").json["number"] == 1
