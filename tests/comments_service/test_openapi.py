"""Programs are told what can be asked of the comments, and every answer is as they were told."""

import re

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

from tests.comments_service.conftest import OWN
from tests.comments_service.factories import PAGE
from tests.comments_service.forms import token

PROGRAM = {**OWN, "Accept": "application/json"}
ADDRESS = "/comments/api/openapi.json"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def operations(app, make_comment):
    comment = make_comment(state="published")
    make_comment("Quite so.", answers=comment, state="published")
    schema = schemathesis.openapi.from_wsgi(ADDRESS, app)
    return [result.ok() for result in schema.get_all_operations()]


def try_examples(operation, mode, count, **about):
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
        for name, value in about.items():
            setattr(case, name, {**(getattr(case, name) or {}), **value})
        case.call_and_validate(checks=CHECKS)

    answer_as_described()


@pytest.mark.parametrize("mode", GenerationMode)
def test_every_answer_is_as_described(operations, mode):
    for operation in operations:
        try_examples(operation, mode, 15, headers=PROGRAM)


def test_every_answer_about_what_is_there_is_as_described(client, operations):
    form = token(client)
    for operation in operations:
        known = {"page": PAGE, "comment_id": 1, "kind": "useful"}
        path = {name: known[name] for name in re.findall(r"{(\w+)}", operation.path)}
        try_examples(operation, GenerationMode.POSITIVE, 15, headers=PROGRAM, path_parameters=path)
        if operation.method == "post":
            body = {"token": form, "name": "Ada", "text": "Well said.", "reason": "spam"}
            fields = operation.body[0].definition["schema"]["properties"]
            answer = client.post(
                operation.path.format(**known),
                data={name: value for name, value in body.items() if name in fields},
                headers=PROGRAM,
            )
            assert answer.status_code < 300, (operation.path, answer.text)
            operation.validate_response(answer)


def test_every_address_for_programs_is_described(app, client):
    described = {re.sub("{.*?}", "*", path) for path in client.get(ADDRESS).json["paths"]}

    rules = {re.sub("<.*?>", "*", rule.rule) for rule in app.url_map.iter_rules()}
    for_programs = {rule for rule in rules if rule.startswith("/comments/api/")} - {ADDRESS, "/comments/api/"}
    assert for_programs <= described <= rules


def test_the_description_is_the_same_each_time(client):
    assert client.get(ADDRESS).data == client.get(ADDRESS).data


def test_the_api_s_own_address_leads_to_its_description(client):
    assert client.get("/comments/api/").headers["Location"] == ADDRESS
