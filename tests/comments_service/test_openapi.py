"""Programs are told what can be asked of the comments, and every answer is as they were told."""

import re
from itertools import count

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.comments_service.conftest import FREE, OWN
from tests.comments_service.factories import PAGE
from tests.comments_service.forms import token

PROGRAM = {**OWN, "Accept": "application/json"}
ADDRESS = "/comments/api/openapi.json"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def open_app(make_app, make_comment):
    """The service where one writes as much as one likes, with a comment and an answer to it."""
    comment = make_comment(state="published")
    make_comment("Quite so.", answers=comment, state="published")
    return make_app(MODE="publish", FLAGS_TO_HOLD="100000", **FREE)


@pytest.fixture
def operations(open_app):
    schema = schemathesis.openapi.from_wsgi(ADDRESS, open_app)
    return [result.ok() for result in schema.get_all_operations()]


@pytest.fixture
def known(open_app):
    """What makes a request one about what is there, with a form that is good for it."""
    return {"page": PAGE, "comment_id": 1, "kind": "useful", "token": token(open_app.test_client()), "parent": "1"}


def try_examples(operation, mode, count, fill_in=lambda case: None):
    """Ask in as many ways as one likes, see that each answer is as described, and return the statuses."""
    statuses = []

    @settings(
        max_examples=count,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def answer_as_described(case):
        case.headers = {**(case.headers or {}), **PROGRAM}
        fill_in(case)
        statuses.append(case.call_and_validate(checks=CHECKS).status_code)

    answer_as_described()
    return statuses


@pytest.mark.parametrize("mode", GenerationMode)
def test_every_answer_is_as_described(operations, mode):
    for operation in operations:
        try_examples(operation, mode, 15)


def test_every_answer_about_what_is_there_is_as_described_and_most_are_good(operations, known):
    numbers = count()

    def fill_in(case):
        """Put what is known in the place of what was made up, but for one part of it in each fifth case."""
        number = next(numbers)
        parts = sorted(known)
        left_out = {parts[number // 5 % len(parts)]} if number % 5 == 4 else set()
        given = {name: value for name, value in known.items() if name not in left_out}
        case.path_parameters = {name: given.get(name, value) for name, value in case.path_parameters.items()}
        if isinstance(case.body, dict):
            case.body = {name: given.get(name, value) for name, value in case.body.items()}

    answered = {
        f"{operation.method} {operation.path}": try_examples(operation, GenerationMode.POSITIVE, 25, fill_in)
        for operation in operations
    }

    assert len(answered) == 7
    assert [place for place, statuses in answered.items() if sum(status < 300 for status in statuses) < 5] == []


def test_every_address_for_programs_is_described(app, client):
    described = {re.sub("{.*?}", "*", path) for path in client.get(ADDRESS).json["paths"]}

    rules = {re.sub("<.*?>", "*", rule.rule) for rule in app.url_map.iter_rules()}
    for_programs = {rule for rule in rules if rule.startswith("/comments/api/")} - {ADDRESS, "/comments/api/"}
    assert for_programs <= described <= rules


def test_the_description_is_the_same_each_time(client):
    assert client.get(ADDRESS).data == client.get(ADDRESS).data


def test_the_api_s_own_address_leads_to_its_description(client):
    assert client.get("/comments/api/").headers["Location"] == ADDRESS
