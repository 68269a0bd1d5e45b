"""Whatever is written into a field, the pages that show it are made of the same elements and attributes as with plain words."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from comments_service.columns import now
from comments_service.models import Comment
from comments_service.rendering import render
from comments_service.senders import Sender
from comments_service.services import revising
from comments_service.services.drafts import Draft
from tests.comments_service.conftest import FREE, OWN
from tests.comments_service.factories import PAGE, SETTINGS, make_flag, status_path
from tests.comments_service.forms import TOKEN, URL, post, token
from tests.comments_service.markup import list_shapes

PLAIN = "7 x 7, in plain words"
HOSTILE = '7 x 7 "\'><b onclick=x>y</b> </bdi></p></textarea></title><script>1</script>" onfocus=x %(by)s %'
SHOWN = "onclick=x"
NO_SIGNS = str.maketrans("<>", "  ")
DESK = "/comments/desk/"
FIELDS = {}


def field(write):
    """Enter a function that writes words into one field and returns the pages on which they are shown."""
    FIELDS[write.__name__.replace("_", " ")] = write
    return write


class Place:
    """A reader, an editor at the desk, and comments."""

    def __init__(self, app, edith, session, make_comment):
        self.reader, self.edith = app.test_client(), edith
        self.session, self.make_comment = session, make_comment
        self.form, self.own = token(self.reader), token(edith, f"{DESK}find")

    def send(self, url=URL, **fields):
        return post(self.reader, url=url, **{"token": self.form, **fields}).text

    def look(self, *addresses):
        return [self.reader.get(address).text for address in addresses]

    def do(self, address, **fields):
        return self.edith.post(DESK + address, data={"token": self.own, **fields}, headers=OWN).text

    def see(self, *addresses, **query):
        return [self.edith.get(DESK + address, query_string=query or None).text for address in addresses]

    def newest(self):
        self.session.rollback()
        return self.session.scalars(select(Comment).order_by(Comment.id.desc())).first()


@field
def name_of_a_refused_form(place, words):
    return [place.send(name=words, token="forged")]


@field
def text_of_a_refused_form(place, words):
    return [place.send(text=words, token="forged")]


@field
def parent_of_a_refused_form(place, words):
    return [place.send(parent=words, token="forged")]


@field
def website_of_a_refused_form(place, words):
    return [place.send(website=words, token="forged")]


@field
def parent_of_a_preview(place, words):
    return [place.send(f"{URL}/preview", parent=words)]


@field
def website_of_a_preview(place, words):
    return [place.send(f"{URL}/preview", website=words)]


@field
def name_of_a_preview(place, words):
    return [place.send(f"{URL}/preview", name=words.translate(NO_SIGNS)[:60])]


@field
def text_of_a_preview(place, words):
    return [place.send(f"{URL}/preview", text=words)]


@field
def name_and_text_of_a_comment(place, words):
    first = place.make_comment(words, name=words, state="published")
    answer = place.make_comment(words, name=words, state="published", answers=first)
    place.make_comment(words, name=words, state="published", answers=answer)
    readers = place.look(URL, status_path(first), f"{URL}/reply/{first.id}", f"/comments/comments/{first.id}/report")
    return readers + place.see(f"comments/{answer.id}", f"threads/{PAGE}", "acts", "find?words=7")


@field
def words_before_a_change(place, words):
    comment = place.make_comment(words)
    draft = Draft("Ada", "Other words.", render("Other words."))
    revising.edit(place.session, comment, draft, Sender("browser", "192.0.2.1"), SETTINGS)
    return place.see(f"comments/{comment.id}")


@field
def text_of_a_refused_change(place, words):
    path = status_path(place.make_comment())
    form = TOKEN.search(place.look(path)[0])[1]
    return [post(place.reader, url=f"{path}/edit", token=form, text=words + "x" * 4001).text]


@field
def text_of_a_change_that_is_looked_at(place, words):
    path = status_path(place.make_comment())
    form = TOKEN.search(place.look(path)[0])[1]
    return [post(place.reader, url=f"{path}/preview", token=form, text=words).text]


@field
def words_of_a_refused_report(place, words):
    number = place.make_comment(state="published").id
    return [place.send(f"/comments/comments/{number}/report", words=words, reason=words)]


@field
def words_of_a_report(place, words):
    comment = place.make_comment(state="published")
    make_flag(place.session, comment, words=words)
    return place.see("reported", f"comments/{comment.id}")


@field
def what_the_trap_holds(place, words):
    place.send(website=words, text=words)
    return place.see("", f"comments/{place.newest().id}") + place.look(status_path(place.newest()))


@field
def name_like_a_moderator(place, words):
    place.send(name=f"Admin {words.translate(NO_SIGNS)}"[:60])
    return place.see("", f"comments/{place.newest().id}")


@field
def name_at_the_sign_in(place, words):
    return [place.reader.post(f"{DESK}sign-in", data={"name": words, "password": "x"}, headers=OWN).text]


@field
def words_that_are_looked_for(place, words):
    return place.see("find", words=words)


@field
def name_that_is_looked_for(place, words):
    return place.see("find", name=words)


@field
def reason_of_the_end_of_a_page_s_comments(place, words):
    place.do(f"threads/{PAGE}/close", reason=words)
    pages = [place.send(), *place.look(URL), *place.see(f"threads/{PAGE}", "acts")]
    place.do(f"threads/{PAGE}/reopen", reason=words)
    return [*pages, *place.see("acts")]


@field
def reason_of_a_mode(place, words):
    for mode in ("publish", "site"):
        place.do(f"threads/{PAGE}/mode", mode=mode, reason=words)
    return place.see("acts")


@field
def reason_of_the_brake(place, words):
    place.do("brake", hours="1", reason=words)
    pages = place.see("", "readers", "acts")
    place.do("release", reason=words)
    return [*pages, *place.see("acts")]


@field
def reason_of_a_ban(place, words):
    place.send(text=words)
    comment = place.newest()
    place.do(f"comments/{comment.id}/ban", until=(now() + timedelta(days=7)).date().isoformat(), reason=words)
    pages = place.see("readers", "acts", f"comments/{comment.id}")
    place.do("lift", browser=comment.credential_id, reason=words)
    return [*pages, *place.see("acts")]


@field
def words_against_a_comment(place, words):
    comments = place.make_comment(), place.make_comment(state="published")
    for comment, verb in zip(comments, ("reject", "remove"), strict=True):
        place.do(f"comments/{comment.id}/{verb}", reason="other", words=words, revision="1", flag="9")
    return place.look(*map(status_path, comments)) + place.see("acts", *(f"comments/{one.id}" for one in comments))


@field
def words_against_many(place, words):
    comment = place.make_comment()
    fields = {"choice": "reject other", "words-reject": words, "comment": f"{comment.id}.1.9"}
    return [place.do("many", **fields), *place.look(status_path(comment))]


@field
def words_of_a_moderator(place, words):
    place.do(f"threads/{PAGE}/answer", text=words)
    return place.look(URL) + place.see(f"comments/{place.newest().id}")


@pytest.fixture
def place(make_app, edith, session, make_comment):
    return Place(make_app(SIGN_IN_LIMIT="100", **FREE), edith, session, make_comment)


@pytest.mark.parametrize("part", [0, 1, 2])
def test_hostile_words_bring_no_element_and_no_attribute(place, part):
    faults = {}

    for name, write in list(FIELDS.items())[part::3]:
        known = gather_shapes(write(place, PLAIN) + write(place, f"{PLAIN} again"))
        pages = write(place, HOSTILE)
        assert (name, [page for page in pages if SHOWN not in page]) == (name, [])
        faults[name] = gather_shapes(pages) - known

    assert {name: shapes for name, shapes in faults.items() if shapes} == {}


def gather_shapes(pages):
    return set().union(*map(list_shapes, pages))
