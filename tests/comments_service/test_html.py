"""A checker that follows the standards finds nothing wrong with the pages of the service and what it puts into others."""

import re

import pytest

from tests.comments_service.conftest import OWN
from tests.comments_service.factories import PAGE, status_path
from tests.html_checker import find_faults

FRAME = '<!doctype html>\n<html lang="en-GB">\n<title>Custody</title>\n<main><h1>Custody</h1>\n{}\n</main>\n</html>\n'


@pytest.fixture
def answers(client, ruth, make_comment):
    """What readers and Ruth are sent, by a name for each."""
    make_comment("Who checked **this**?", state="published")
    comment = make_comment("من تحقق؟ <script>", name="بن")
    thread = client.get(f"/comments/threads/{PAGE}").text
    token = re.search(r'name="token" value="([^"]+)"', thread)[1]
    refused = client.post(f"/comments/threads/{PAGE}", data={"name": "", "text": "", "token": token}, headers=OWN)
    return {
        "thread": FRAME.format(thread),
        "related": FRAME.format(client.get(f"/related/{PAGE}").text),
        "refused": refused.text,
        "status": client.get(status_path(comment)).text,
        "nowhere": client.get("/comments/threads/nowhere").text,
        "sign-in": client.get("/comments/desk/", follow_redirects=True).text,
        "desk": ruth.get("/comments/desk/").text,
        "thread-at-the-desk": ruth.get(f"/comments/desk/threads/{PAGE}").text,
    }


@pytest.mark.timeout(300)
def test_everything_that_is_sent_is_valid(answers, tmp_path):
    for name, text in answers.items():
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")

    assert {name for name, text in answers.items() if "<h1" not in text} == set()
    assert find_faults(tmp_path) == []
