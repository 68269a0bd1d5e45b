"""A checker that follows the standards finds nothing wrong with the pages of the service and what it puts into others."""

import re
from datetime import timedelta

import pytest

from comments_service.columns import now
from comments_service.services import leading
from tests.comments_service.conftest import OWN
from tests.comments_service.factories import PAGE, make_flag, status_path
from tests.comments_service.forms import TOKEN
from tests.html_checker import find_faults

FRAME = '<!doctype html>\n<html lang="en-GB">\n<title>Custody</title>\n<main><h1>Custody</h1>\n{}\n</main>\n</html>\n'


@pytest.fixture
def answers(client, edith, session, make_comment):
    """What readers and Edith are sent, by a name for each."""
    published = make_comment("Who checked **this**?", state="published")
    make_flag(session, published, words="See <b>.")
    leading.ban(session, published.credential_id, now() + timedelta(days=7), by="edith", reason="so it is")
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
        "desk": edith.get("/comments/desk/").text,
        "desk-reported": edith.get("/comments/desk/reported?done=1").text,
        "desk-thread": edith.get(f"/comments/desk/threads/{PAGE}").text,
        "desk-comment": edith.get(f"/comments/desk/comments/{published.id}").text,
        "desk-find": edith.get("/comments/desk/find?words=who&name=a&browser=1").text,
        "desk-acts": edith.get("/comments/desk/acts").text,
        "desk-readers": edith.get("/comments/desk/readers").text,
        "desk-nowhere": edith.get("/comments/desk/comments/999").text,
        "desk-results": send_many(edith, [published.id, comment.id]).text,
    }


def send_many(client, numbers):
    """Publish comments at once."""
    form = TOKEN.search(client.get("/comments/desk/").text)[1]
    fields = {"token": form, "choice": "publish within-rules", "comment": [f"{number}.1.9" for number in numbers]}
    return client.post("/comments/desk/many", data=fields, headers=OWN)


@pytest.mark.timeout(300)
def test_everything_that_is_sent_is_valid(answers, tmp_path):
    for name, text in answers.items():
        (tmp_path / f"{name}.html").write_text(text, encoding="utf-8")

    assert {name for name, text in answers.items() if "<h1" not in text} == set()
    assert find_faults(tmp_path) == []
