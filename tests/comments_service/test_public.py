"""What the public may be told, named whole: whatever else the database keeps, no address of the service shows it."""

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from comments_service.columns import Base, now
from comments_service.models import (
    Brake,
    Comment,
    CommentState,
    Credential,
    DeskSession,
    FlagReason,
    Moderator,
    ReactionKind,
)
from comments_service.rendering import render
from comments_service.senders import Sender
from comments_service.services import flags, moderation, moderators, posting, reactions, revising
from comments_service.services.drafts import Draft, Submission
from tests.comments_service.conftest import OWN, PASSWORD
from tests.comments_service.factories import PAGE, SECRET_KEY, SETTINGS, status_path
from tests.comments_service.forms import API, URL, token

HIDDEN = "undisclosed"
"""Stands in every text that readers are not to see."""

DIGEST = re.compile(r"[0-9a-f]{64}|\$argon2.*")

CREDENTIAL = 770_770_000
"""The browsers in this file are numbered from here, so that no other number is one of theirs."""

OPEN = {
    *"threads.page comments.name comments.text comments.html comments.state reactions.kind".split(),
    *"revisions.name revisions.text revisions.html".split(),  # the words that were put back stand in a revision as well
    *"flags.reason verdicts.rule verdicts.evidence moderators.role".split(),
    *"moderation_actions.verb moderation_actions.by moderation_actions.before moderation_actions.after".split(),
}
"""The columns with words that readers may see, or that are the service's own, or numbers; in this file all others are hidden or a digest."""

REACTIONS = {f"reactions.{kind}" for kind in ("useful", "agree", "disagree", "question")}
COMMENT = REACTIONS | set("id state parent branch name html created_at edited_at is_pick is_staff reactions".split())
KEYS = {
    "/comments/api/threads/<page:page>": {
        *"page count sort number last closed_reason comments".split(),
        *(f"comments.{key}" for key in COMMENT),
    },
    "/comments/api/comments/<page:page>/<number:comment_id>": COMMENT | {"error", "error.code", "error.message"},
    "/comments/api/counts": {"counts", f"counts.{PAGE}", "counts.forces/westmere"},
    "/comments/health": {"state"},
}
ELEMENTS = {
    "a": {"class", "href", "rel"},
    "article": {"class", "id", "aria-labelledby"},
    "bdi": set(),
    "button": {"class", "form", "formaction", "type"},
    "details": {"class", "open"},
    "div": {"class", "dir"},
    "em": set(),
    "form": {"class", "id", "method", "action", "data-away", "data-previewed", "data-sending", "data-wait"},
    "h2": {"class", "id"},
    "h3": {"class", "id"},
    "header": {"class"},
    "input": {"class", "id", "name", "type", "value", "autocomplete", "required", "aria-describedby", "tabindex"},
    "label": {"for"},
    "li": set(),
    "nav": {"class", "aria-label"},
    "p": {"class", "hidden"},
    "section": {"class", "hidden", "id", "lang", "aria-labelledby", "data-thread", "data-shown"},
    "span": {"class", "id", "role", "aria-label"},
    "strong": {"aria-current"},
    "summary": {"class"},
    "textarea": {"class", "id", "name", "rows", "required", "data-limit", "aria-describedby"},
    "time": {"datetime"},
    "ul": {"class"},
}
FEED = {
    "feed": {"lang"},
    "link": {"href", "rel"},
    "summary": {"type"},
    **{name: set() for name in ("author", "entry", "id", "name", "published", "subtitle", "title", "updated")},
}


@pytest.fixture
def house(session):
    """A database with something in every table, and a comment in every state; returns the comments by their states."""
    moderators.add(session, f"{HIDDEN}-ruth", PASSWORD)
    people = [Sender(f"{HIDDEN} browser {number}", f"203.0.113.{number}") for number in range(8)]
    for number, sender in enumerate(people):
        session.add(Credential(id=CREDENTIAL + number, digest=sender.digest, created_at=now(), banned_until=None))
    session.add(DeskSession(digest=f"{77:064}", moderator_id=1, begun_at=now()))
    session.add(Brake(begun_at=now(), until_at=now() + timedelta(hours=1), by=HIDDEN, reason=HIDDEN))
    session.commit()
    comments = {state: send(session, people.pop(), state) for state in CommentState}
    settle(session, comments, people)
    return comments


def send(session, sender, state, answers=None):
    is_public = state is CommentState.PUBLISHED
    name, text = ("Ada", "*Said* openly.") if is_public else (f"{HIDDEN} {state}", f"*{HIDDEN}* {state}")
    submission = Submission(
        PAGE,
        Draft(name, text, render(text)),
        sender,
        posting.hash_status_token(f"{state} {answers}"),
        answers,
        60.0,
        HIDDEN,
    )
    return session.get_one(Comment, posting.post(session, submission, SETTINGS).id)


def settle(session, comments, people):
    """Bring each comment into its state, with an answer below each that was public once, and marks and flags."""
    why = {"by": f"{HIDDEN}-ruth", "reason": HIDDEN}
    for state in (CommentState.PUBLISHED, CommentState.REMOVED, CommentState.WITHDRAWN):
        moderation.publish(session, comments[state], **why)
        moderation.publish(session, send(session, people[0], CommentState.PUBLISHED, comments[state].id), **why)
    published = comments[CommentState.PUBLISHED]
    moderation.remove(session, comments[CommentState.REMOVED], **why)
    moderation.reject(session, comments[CommentState.REJECTED], **why)
    revising.withdraw(session, comments[CommentState.WITHDRAWN])
    change(session, published, f"First {HIDDEN}.", people[0])
    change(session, published, "*Said* openly.", people[0])
    moderation.publish(session, published, **why)
    reactions.react(session, published, ReactionKind.USEFUL, people[0], SETTINGS, is_on=True)
    flags.flag(session, published, FlagReason.LEGAL, HIDDEN, people[0], SETTINGS)


def change(session, comment, text, sender):
    revising.edit(session, comment, Draft(comment.name, text, render(text)), sender, SETTINGS)


@pytest.fixture
def answers(app, client, house):
    """Whatever can be read without a sign-in or a private link, by the rule and the address that it is read at."""
    return {
        (rule.rule, address): client.get(address)
        for rule in app.url_map.iter_rules()
        if "GET" in rule.methods and not rule.endpoint.startswith(("desk.", "status."))
        for comment in house.values()
        for page in (PAGE, "forces/westmere")
        for address in [fill(app, rule, page=page, comment_id=comment.id, force="northshire")]
    }


def fill(app, rule, **values):
    with app.test_request_context():
        address = app.url_for(rule.endpoint, **{name: values[name] for name in rule.arguments})
    return address + {"api.read_counts": f"?pages={PAGE},forces/westmere"}.get(rule.endpoint, "")


def test_every_table_has_rows_whose_words_are_open_or_hidden(house, session):
    rows = {table.name: session.execute(select(table)).mappings().all() for table in Base.metadata.sorted_tables}

    assert [name for name, some in rows.items() if not some] == []
    assert {
        f"{name}.{column}"
        for name, some in rows.items()
        for row in some
        for column, value in row.items()
        if isinstance(value, str) and HIDDEN not in value and not DIGEST.fullmatch(value)
    } == OPEN


def test_no_answer_tells_what_only_moderators_and_authors_know(answers):
    assert [address for address, answer in answers.items() if HIDDEN in answer.text] == []
    assert sum("openly" in answer.text for answer in answers.values()) >= 8


def test_no_answer_holds_a_digest_a_hash_or_a_key_that_the_database_keeps(answers, session):
    secrets = {
        value
        for table in Base.metadata.sorted_tables
        for row in session.execute(select(table)).mappings()
        for column, value in row.items()
        if isinstance(value, str) and DIGEST.fullmatch(value)
    }

    assert len(secrets) > 20
    assert [address for address, answer in answers.items() if find(answer.text, secrets)] == []


def find(text, secrets):
    return [secret for secret in secrets if secret in text]


def test_no_answer_tells_which_browser_wrote_or_where_the_private_page_of_a_comment_is(answers, house):
    secrets = {
        str(CREDENTIAL // 100),
        "status/",
        *(status_path(comment).rpartition("/")[2] for comment in house.values()),
    }
    described = "/comments/api/openapi.json"  # says that there are such addresses, and none of them

    told = {(rule, secret) for (rule, _), answer in answers.items() for secret in find(answer.text, secrets)}
    assert told - {(described, "status/")} == set()


def test_no_answer_tells_a_setting_that_is_not_for_readers(answers, environment):
    secrets = {SECRET_KEY, environment["COMMENTS_DATABASE_URL"], environment["COMMENTS_SITE_DB"]}

    assert [address for address, answer in answers.items() if find(answer.text, secrets)] == []


def test_what_programs_are_told_is_this_and_nothing_else(answers):
    told = {}
    for (rule, _), answer in answers.items():
        if answer.mimetype == "application/json" and rule.startswith("/comments/") and "openapi" not in rule:
            told.setdefault(rule, set()).update(read_keys(answer.json))

    assert told == KEYS


def read_keys(value, above=""):
    """Yield the path of each key within a JSON value; the members of a list share one."""
    for member in value if isinstance(value, list) else [value]:
        for key, inner in member.items() if isinstance(member, dict) else ():
            yield above + key
            yield from read_keys(inner, f"{above}{key}.")


def test_the_health_of_the_service_is_all_that_it_says_of_itself(client):
    assert client.get("/comments/health").json == {"state": "ok"}


def test_whoever_writes_is_told_this_and_nothing_else(client, house):
    program, published = {**OWN, "Accept": "application/json"}, house[CommentState.PUBLISHED]
    fields = {"name": "Ben", "text": "Quite so.", "reason": "spam", "token": token(client)}
    of_comment = f"/comments/comments/{published.id}"
    addresses = [URL, f"{URL}/preview", f"{of_comment}/reactions/useful", f"{of_comment}/report", API]

    answers = [client.post(address, data=fields, headers=program).json for address in addresses]

    assert [set(read_keys(answer)) for answer in answers] == [
        {"state", "status", "message", "more", "comment"},
        {"html"},
        {"kind", "is_on", "count"},
        {"message"},
        {"error", "error.code", "error.message"},
    ]


def test_the_fragment_is_made_of_this_and_nothing_else(client, house):
    elements = {}
    for query in ("", "?sort=newest", f"?comment={house[CommentState.PUBLISHED].id}"):
        for tag in BeautifulSoup(client.get(URL + query).text, "html.parser").find_all(True):
            elements.setdefault(tag.name, set()).update(tag.attrs)

    assert elements == ELEMENTS


def test_a_feed_is_made_of_this_and_nothing_else(client, house):
    elements = {}
    for element in ElementTree.fromstring(client.get("/comments/feed.atom").data).iter():
        names = [name.rpartition("}")[2] for name in (element.tag, *element.attrib)]
        elements.setdefault(names[0], set()).update(names[1:])

    assert elements == FEED


def test_nothing_of_a_moderator_is_public_but_that_it_is_one(client, session, house):
    comment = house[CommentState.PUBLISHED]
    comment.moderator_id = session.scalars(select(Moderator.id)).one()
    session.commit()

    assert client.get(f"/comments/api/comments/{PAGE}/{comment.id}").json["is_staff"] is True
    assert '<span class="comment__badge">Moderator</span>' in client.get(f"{URL}?sort=newest").text
    assert HIDDEN not in client.get(URL).text
