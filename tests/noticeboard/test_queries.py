"""Named queries are files with a header; each runs with its example, with nothing and with hostile values."""

import pytest

from noticeboard.problems import BuildError
from noticeboard.queries import Parameter, Queries, parse_query
from tests.conftest import PROJECT

QUERIES = Queries(PROJECT / "data/queries")
OF_RELEASES = {"all_releases", "changes_between", "changes_of_version"}
HOSTILE = ["'", '" or 1=1 --', "x" * 1_000_000, "\x00", "%", "né; drop table notices"]


def test_a_query_says_what_it_asks():
    query = parse_query(
        "notices_of_force",
        "-- title: Notices\n-- description: All of a force.\n"
        "-- param force: a force's id (example: northshire)\nselect 1\nfrom notices where force = :force;\n",
    )

    assert (query.title, query.description) == ("Notices", "All of a force.")
    assert query.parameters == (Parameter("force", "a force's id", "northshire"),)
    assert query.sql == "select 1\nfrom notices where force = :force"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("select 1", "1: the query has no title or no description. Begin the file with -- title: and -- description: lines."),
        ("-- title: A\n-- description: B\nselect :force",
         "3: the parameter :force is not declared. Add a line -- param force: its meaning (example: a value)."),
        ("-- title: A\n-- description: B\n-- param force: C (example: d)\nselect ':force'",
         "3: the parameter 'force' is declared but not used. Take its line out."),
        ("-- title: A\n-- description: B\n-- group: forcs\nselect 1",
         "3: the group 'forcs' is not known. Write one of: forces, notices, recommendations, time, grades, sources."),
        ("-- title: A\n-- description: B\ndrop table notices",
         "1: the file holds no question. Write one statement that begins with select or with."),
        ("-- title: A\n-- description: \udce9\nselect 1", "2: this line is not UTF-8. Save the file as UTF-8."),
    ],
)  # fmt: skip
def test_a_faulty_query_is_named(tmp_path, text, message):
    (tmp_path / "faulty.sql").write_text(text, encoding="utf-8", errors="surrogateescape")

    with pytest.raises(BuildError) as error:
        Queries(tmp_path)

    assert str(error.value) == f"data/queries/faulty.sql:{message}"


@pytest.mark.parametrize("name", QUERIES.by_name)
def test_each_query_runs_with_its_example(record_db, name):
    rows = QUERIES.run(record_db, name, **QUERIES.by_name[name].example)

    assert rows or name in {"all_aliases", "all_tombstones", "service_banner", "corrections_log"} or name in OF_RELEASES


@pytest.mark.parametrize("name", QUERIES.by_name)
def test_each_query_gives_everything_without_values(record_db, name):
    empty = dict.fromkeys(QUERIES.by_name[name].example, "")

    everything = QUERIES.run(record_db, name, **empty)

    if "on" in empty:  # a day left out is the record's last, not all days
        empty["on"] = record_db.execute("select as_on from record").fetchone()[0]
        assert everything == QUERIES.run(record_db, name, **empty)
        return
    if name == "search":  # no words find nothing
        assert everything == []
        return
    assert len(everything) >= len(QUERIES.run(record_db, name, **QUERIES.by_name[name].example))


@pytest.mark.parametrize(
    "name", [name for name, query in QUERIES.by_name.items() if query.parameters and name != "custody_causes"]
)
def test_hostile_values_find_nothing(record_db, name):
    for value in HOSTILE:
        assert QUERIES.run(record_db, name, **dict.fromkeys(QUERIES.by_name[name].example, value)) == []


@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_words_find_only_what_holds_them(record_db, value):
    rows = QUERIES.run(record_db, "custody_causes", theme=value)

    assert all(value in row["summary"] for row in rows)


@pytest.mark.parametrize(
    "words",
    ["custody risk", "risks CUSTODY", '"custody" (risk)', "custody - risk", "custod* ris", "\n custody\trisk "],
)
def test_a_search_forgives_order_endings_and_punctuation(record_db, words):
    found = {row["url"] for row in QUERIES.run(record_db, "search", q=words)}

    assert "/notices/north-wales-2022-04/" in found


@pytest.mark.parametrize("words", ["", " ", "-", '"', "\x00", "*", "AND", "NEAR(", "title:", "^custody AND"])
def test_no_punctuation_or_operator_breaks_a_search(record_db, words):
    QUERIES.run(record_db, "search", q=words)


def test_a_search_looks_at_everything_and_puts_the_best_first(record_db):
    rows = QUERIES.run(record_db, "search", q="metropolitan") + QUERIES.run(record_db, "search", q="custody")

    assert {row["kind"] for row in rows} == {"notice", "recommendation", "cause", "story", "press", "force"}
    assert rows[0]["kind"] == "force"
    assert all(row["title"] and row["url"] for row in rows)
