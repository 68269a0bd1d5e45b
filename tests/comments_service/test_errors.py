"""One shape for every error."""

import pytest

from tests.comments_service.forms import URL


def test_errors_have_one_shape_and_are_kept_by_nobody(client):
    response = client.get("/comments/nothing.json")

    assert response.json == {"error": {"code": "not-found", "message": "There is nothing at this address."}}
    assert response.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("application/json", "application/json"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
    ],
)
def test_an_error_is_data_for_programs_and_a_page_for_people(client, accept, content_type):
    response = client.get("/comments/nothing", headers={"Accept": accept})

    assert (response.status_code, response.content_type) == (404, content_type)


def test_a_fault_of_ours_tells_nothing_of_the_inside(app, client, environment):
    app.testing = False
    app.extensions["site"]._path = app.extensions["site"]._path / "secret-place"

    response = client.get(URL)

    assert response.status_code == 500
    assert "Something went wrong on our side. Please try again later." in response.text
    assert "secret-place" not in response.text
