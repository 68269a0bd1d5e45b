"""A checker that follows the standards reads the pages of the data: our templates, and Datasette's own behind them."""

import pytest

from tests.html_checker import find_faults

PAGES = {
    "database": ("/data", "", 200),
    "sql": ("/data", "sql=select+name,+country+from+forces", 200),
    "refused-sql": ("/data", "sql=select+nope", 400),
    "table": ("/data/notices", "_facet=inspector&kind=cause+of+concern&_sort_desc=published_on", 200),
    "empty-table": ("/data/notices", "force=nobody", 200),
    "view": ("/data/recommendations_now", "", 200),
    "row": ("/data/forces/staffordshire", "", 200),
    "query": ("/data/stages_of_force", "force=staffordshire", 200),
    "search": ("/data/search", "q=custody", 200),
    "copyable": ("/data/forces.copyable", "", 200),
    "nowhere": ("/data/nowhere", "", 404),
}


@pytest.mark.timeout(300)
def test_the_pages_of_the_data_are_valid(get, tmp_path):
    answers = {name: get(path, query) for name, (path, query, _) in PAGES.items()}
    for name, answer in answers.items():
        (tmp_path / f"{name}.html").write_bytes(answer.body)

    assert {name: answer.status for name, answer in answers.items()} == {name: page[2] for name, page in PAGES.items()}
    assert find_faults(tmp_path) == []
