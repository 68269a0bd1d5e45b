"""What the real record must hold: the counts, the awkward cases and the corrections made when it was first put together."""

import pytest

from comments_service.related import Item
from noticeboard.queries import Queries
from noticeboard.site.pages import Site
from tests.conftest import PROJECT


def count(db, sql):
    return db.execute(sql).fetchone()[0]


@pytest.mark.parametrize(
    ("what", "sql", "number"),
    [
        ("forces", "select count(*) from forces", 44),
        ("confirmed notices", "select count(*) from notices where is_confirmed", 44),
        ("unconfirmed notices", "select count(*) from notices where not is_confirmed", 3),
        ("causes of confirmed notices", "select count(*) from causes_now where is_confirmed", 102),
        ("causes of unconfirmed notices", "select count(*) from causes_now where not is_confirmed", 4),
        ("recommendations", "select count(*) from recommendations", 90),
        ("grades", "select count(*) from grades", 413),
        ("grades reached by elimination", "select count(*) from grades where basis = 'elimination'", 29),
        ("grades without a date", "select count(*) from grades where published_on is null", 166),
        ("areas", "select count(*) from areas", 13),
        ("force area officers in 2019", "select count(*) from figures where measure = 'officers' and counted_on = '2019-09-30'", 44),
        ("press items", "select count(*) from press", 194),
        ("press dates shown as about", """
            select count(*) from press join sources using (source)
            where published_basis = 'inferred' and length(published_on) = 10""", 18),
    ],
)  # fmt: skip
def test_the_record_holds(record_db, what, sql, number):
    assert count(record_db, sql) == number


def test_the_timeline_holds_every_kind_of_event(record_db):
    kinds = record_db.execute("select kind, count(*) from timeline where kind <> 'status' group by kind").fetchall()

    assert dict(kinds) == {
        "published": 47,
        "inspection": 38,
        "stage": 25,
        "cause closed": 13,
        "force response": 18,
        "policing body response": 13,
        "revisit": 13,
        "progress letter": 12,
        "report": 8,
        "other": 8,
        "oversight meeting": 4,
        "progress": 7,
    }


def test_recommendations_stand_as_their_sources_say(record_db):
    standings = record_db.execute("select status, count(*) from recommendations_now group by status").fetchall()

    assert dict(standings) == {"closed": 50, "open": 2, "superseded": 9, "unknown": 29}


def test_only_lincolnshire_is_in_engage_when_the_record_ends(record_db):
    rows = record_db.execute("select force, stage_since_on from forces_now where stage = 'engage'").fetchall()

    assert rows == [("lincolnshire", "2024-12-06")]


def test_wiltshires_recommendations_were_closed_no_later_than_a_day(record_db):
    rows = record_db.execute("""
        select distinct status, status_basis, status_on, status_not_after_on
        from recommendations_now where notice = 'wiltshire-2022-07'""").fetchall()

    assert rows == [("closed", "cause-closed", None, "2024-05-21")]


def test_four_recommendations_to_the_met_are_not_settled_by_the_closing_of_the_cause(record_db):
    rows = record_db.execute("select status from recommendations_now where notice = 'metropolitan-2024-02'").fetchall()

    assert rows == [("unknown",)] * 4


def test_clevelands_causes_of_2023_have_no_stated_closing(record_db):
    rows = record_db.execute("select distinct status from causes_now where notice = 'cleveland-2023-03'").fetchall()

    assert rows == [("unknown",)]


def test_a_notice_known_to_the_year_lies_between_its_bounds(record_db):
    rows = record_db.execute("""
        select published_on, published_from, published_to
        from notices_dated where notice = 'metropolitan-2023-child-exploitation'""").fetchall()

    assert rows == [("2023", "2023-09-01", "2023-12-31")]


def test_only_four_replies_are_formal(record_db):
    rows = record_db.execute("""
        select notice, coalesce(answers_notice, answers_update) from updates where reply = 'formal' order by notice""").fetchall()

    assert rows == [
        ("surrey-2022-02", "surrey-2022-02"),
        ("warwickshire-2022-02", "warwickshire-2022-02"),
        ("west-mercia-2022-04-peel", "west-mercia-2022-04-peel-u2"),
        ("west-mercia-2024-05", "west-mercia-2024-05"),
    ]


def test_nothing_in_the_record_is_later_than_its_last_day(record_db):
    late = record_db.execute("""
        select entry from timeline where coalesce(happened_from, happened_to) > (select as_on from record)
        union all
        select source from sources_dated where published_from > (select as_on from record)""").fetchall()

    assert late == []


def test_in_other_news_of_the_early_warning_is_near_to_it(record_db):
    site = Site(record_db, Queries(PROJECT / "data/queries"))
    (row,) = site.of("pages_with_threads", "page", "news/staffordshire-early-warning")
    story = Item.from_page(row)

    items = site.related("news/staffordshire-early-warning").in_other_news

    sharing = [item.title for item in items if item.forces & story.forces or item.topics & story.topics]
    assert len(items) == 8
    assert len(sharing) >= 6, sharing
