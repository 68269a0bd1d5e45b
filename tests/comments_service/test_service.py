"""What holds for every address of the service, and what the service does not have at all."""

import ast
import socket
from dataclasses import FrozenInstanceError
from io import BytesIO
from time import process_time

import pytest
from sqlalchemy import select

import comments_service
from comments_service.columns import Base
from comments_service.models import Moderator
from comments_service.security_headers import HEADERS
from comments_service.services import moderation
from tests.comments_service.conftest import OWN, PASSWORD
from tests.comments_service.factories import PAGE, status_path
from tests.comments_service.forms import TOKEN, URL, post, token
from tests.conftest import PROJECT

ELSEWHERE = {
    *"socket ssl http urllib.request urllib3 httpx requests aiohttp asyncio ftplib smtplib email poplib imaplib".split(),
    *"redis celery kombu pymemcache socketserver xmlrpc telnetlib webbrowser".split(),
}
"""Modules that speak to other hosts, or that make mail."""

PROGRAMS = {*"subprocess multiprocessing pty ctypes pickle marshal shelve runpy".split()}
"""Modules that run other code than the service's own."""

FILES = {*"tempfile shutil zipfile tarfile csv PIL".split()}
"""Modules that take files, or make such as other programs would run."""

LAST_WORDS = {*"urlopen urlretrieve import_module __import__ eval exec compile system popen fork spawnv".split()} | {
    *"files save open write_bytes write_text".split()
}
"""The last parts of names by which any of that is reached, whatever the module is called where it is imported."""

HARMLESS = {"re.compile"}

KNOWN = {
    "comments_service/judging/folding.py": {"files"},  # reads Unicode's list out of its package
    "wording/__init__.py": {"path.open"},  # reads a catalogue
}
"""The few places where a name is used for something else."""

EXPORT = "comments_service/transfer.py"
"""What writes a file: the export, which the command line alone reaches."""

OPEN_WORDS = {"kind", "force", "verb"}
"""The parts of addresses that are any word, and are looked up in a set of words."""

FIELDS = {"name": "Ada", "text": "Other words.", "reason": "spam"}


def read_imports(text):
    """Yield the modules that code imports, and each name that it imports from one, with its module."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            yield from (node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names))


def read_names(text):
    """Yield the names that code calls, imports from modules, and looks up in objects, as they are written."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call | ast.Attribute):
            yield ast.unparse(node.func if isinstance(node, ast.Call) else node)
        if isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)


def find_unwanted(text):
    """Return what code uses that no code of the service may."""
    imports = {name for name in read_imports(text) if parents(name) & (ELSEWHERE | PROGRAMS | FILES)}
    return imports | {name for name in read_names(text) if name.rpartition(".")[2] in LAST_WORDS} - HARMLESS


def parents(name):
    """Return a dotted name and everything that it stands in."""
    parts = name.split(".")
    return {".".join(parts[:end]) for end in range(1, len(parts) + 1)}


def test_no_code_of_the_service_speaks_to_other_hosts_starts_programs_or_takes_files():
    paths = [*(PROJECT / "comments_service").rglob("*.py"), *(PROJECT / "wording").rglob("*.py")]

    used = {str(path.relative_to(PROJECT)): find_unwanted(path.read_text(encoding="utf-8")) for path in paths}

    assert len(used) > 50
    assert used.pop(EXPORT)
    assert {path: names for path, names in used.items() if names} == KNOWN


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("import urllib.request", "urllib.request"),
        ("from urllib import request as fetcher", "urllib.request"),
        ("from http import client", "http.client"),
        ("fetcher.urlopen(address)", "fetcher.urlopen"),
        ("import os; os.system(words)", "os.system"),
        ("from os import popen as ask", "popen"),
        ("from importlib import import_module", "import_module"),
        ("for file in request.files.values(): pass", "request.files"),
        ("request.files['a'].save(path)", "request.files['a'].save"),
        ("Path(name).write_bytes(words)", "Path(name).write_bytes"),
        ("open(name)", "open"),
    ],
)
def test_whatever_it_is_called_what_is_unwanted_is_found(code, name):
    assert name in find_unwanted(code)


@pytest.fixture
def asked(monkeypatch):
    """What somebody tries to connect to, or to find the address of, while no other host can be reached."""
    addresses = []

    def refuse(address):
        addresses.append(address)
        raise ConnectionRefusedError(address)

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, lambda _socket, *args: refuse(args))
    for name in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr", "create_connection"):
        monkeypatch.setattr(socket, name, lambda *args, **kwargs: refuse(args))
    return addresses


@pytest.fixture
def linking(make_app):
    """The service where comments are published at once, with as many links as may be."""
    app = make_app(MODE="publish", LINKS="31")
    app.test_client().get(URL)  # connects to the database
    return app


def test_people_read_and_write_when_no_other_host_can_be_reached_and_nobody_tries(linking, asked):
    client = linking.test_client()
    links = "https://a.example/ [b](http://b.example/x) <https://[::1]:1/> <http://127.0.0.1:1/> " + "words " * 12

    sent = post(client, token=token(client), text=links)

    assert "It is published" in client.get(sent.headers["Location"]).text
    assert post(client, token=token(client), url=f"{URL}/preview", text=links).status_code == 200
    assert [client.get(address).status_code for address in (URL, f"{URL}/count", "/comments/feed.atom")] == [200] * 3
    assert asked == []


def test_settings_are_given_once_and_nobody_changes_them(app):
    with pytest.raises(FrozenInstanceError):
        app.extensions["settings"].mode = "publish"


def test_no_table_has_a_place_for_an_address_of_mail_or_of_a_network():
    columns = {f"{table.name}.{column.name}" for table in Base.metadata.sorted_tables for column in table.columns}

    words = ("mail", "phone", "address", "ip_", "host", "agent", "referrer", "url")
    assert {column for column in columns if any(word in column for word in words)} == {
        "address_keys.day",
        "address_keys.key",
    }


def test_what_may_stand_in_an_address_matches_a_pattern(app):
    parts = {
        (name, type(part).__name__) for rule in app.url_map.iter_rules() for name, part in rule._converters.items()
    }

    assert {name for name, part in parts if part not in PATTERNS} <= OPEN_WORDS
    assert [name for name, part in parts if part in {"PathConverter", "AnyConverter"}] == []


PATTERNS = {"PageConverter", "NumberConverter", "TokenConverter", "IntegerConverter"}


@pytest.fixture
def comment(make_comment):
    """A published comment by Ada."""
    return make_comment("First words.", state="published")


@pytest.fixture
def writes(app, client, comment):
    """The addresses at which readers write, each with the token of a form that is good for it."""
    private = status_path(comment)
    forms = {True: TOKEN.search(client.get(private).text)[1], False: token(client)}
    values = {"page": PAGE, "comment_id": comment.id, "kind": "useful", "token": private.rpartition("/")[2]}
    found = {
        fill(app, rule, values): forms[rule.endpoint.startswith("status.")]
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods and not rule.endpoint.startswith("desk.")
    }
    return dict(sorted(found.items()))  # by which a mark comes before its comment is changed and taken back


def fill(app, rule, values):
    with app.test_request_context():
        return app.url_for(rule.endpoint, **{name: values.get(name, 1) for name in rule.arguments})


def read_all(session):
    """Return every row of every table but those that only count, or are browsers."""
    session.rollback()
    counting = {"buckets", "address_keys", "credentials", "desk_sessions"}
    tables = [table for table in Base.metadata.sorted_tables if table.name not in counting]
    return {table.name: session.execute(select(table)).all() for table in tables}


def test_every_way_to_write_is_open_with_its_form_and_its_answer_is_for_one_reader_alone(client, writes):
    answers = [client.post(address, data=FIELDS | {"token": form}, headers=OWN) for address, form in writes.items()]

    assert len(writes) == 7
    assert {(answer.status_code < 400, answer.headers["Cache-Control"]) for answer in answers} == {
        (True, "private, no-store")
    }


@pytest.mark.parametrize("missing", [None, "token", *FIELDS])
def test_no_field_that_a_write_needs_is_ever_guessed(client, session, writes, missing):
    before = read_all(session)
    needed = {"token": set(writes), "reason": {address for address in writes if address.endswith("/report")}}
    needed["text"] = {address for address in writes if address.endswith(("/edit", "/preview", PAGE))}
    needed["name"] = {address for address in writes if address.endswith((f"{PAGE}/preview", PAGE))}

    for address in needed.get(missing, set(writes)):
        fields = FIELDS | {"token": writes[address]} if missing else {}
        fields.pop(missing, None)
        answer = client.post(address, data=fields, headers=OWN)
        assert (address, answer.status_code in {403, 422}) == (address, True)
        assert answer.headers["Cache-Control"] == "private, no-store"

    assert read_all(session) == before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "none"},
    ],
)
@pytest.mark.parametrize("kind", ["form", "json"])
def test_no_write_comes_from_another_site(client, session, writes, headers, kind):
    before = read_all(session)

    for address, form in writes.items():
        fields = {"data" if kind == "form" else "json": FIELDS | {"token": form}}
        assert client.post(address, headers=headers, **fields).status_code == 403

    assert read_all(session) == before


def test_no_write_takes_json_in_plain_text_or_a_file(client, session, writes):
    before = read_all(session)

    for address, form in writes.items():
        fields = FIELDS | {"token": form}
        files = {name: (BytesIO(text.encode()), f"{name}.html", "text/html") for name, text in fields.items()}
        text = str(fields).replace("'", '"')
        assert client.post(address, data=files, headers=OWN).status_code == 403
        assert client.post(address, data=text, content_type="text/plain", headers=OWN).status_code == 403

    assert read_all(session) == before


def test_no_page_has_a_field_for_a_file_or_a_form_that_shows_in_an_address(client, ruth, comment):
    addresses = [URL, status_path(comment), f"{URL}/reply/{comment.id}", f"/comments/comments/{comment.id}/report"]
    pages = [*(client.get(address).text for address in addresses), ruth.get(f"/comments/desk/threads/{PAGE}").text]

    assert [page for page in pages if 'type="file"' in page or "multipart" in page or "<img" in page] == []
    assert [
        form for page in pages[:4] for form in page.split("<form")[1:] if 'method="post"' not in form.split(">")[0]
    ] == []


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_at_any_address_changes_nothing(app, client, session, comment, method):
    before = read_all(session)
    values = {"page": PAGE, "comment_id": comment.id, "kind": "useful", "verb": "publish", "force": "northshire"}
    values["token"] = status_path(comment).rpartition("/")[2]

    for rule in app.url_map.iter_rules():
        answer = client.open(fill(app, rule, values), method=method)
        assert (rule.rule, answer.status_code < 500) == (rule.rule, True)

    assert read_all(session) == before


def test_what_a_shared_cache_may_keep_is_the_same_for_everybody(app, client, ruth, comment):
    post(client, token=token(client))
    values = {"page": PAGE, "comment_id": comment.id, "kind": "useful", "verb": "publish", "force": "northshire"}
    values["token"] = status_path(comment).rpartition("/")[2]

    kept = {}
    for address in {fill(app, rule, values) for rule in app.url_map.iter_rules()}:
        for reader in (app.test_client(), client, ruth):
            answer = reader.get(address)
            if answer.status_code == 200 and not {"private", "no-store"} & {*answer.cache_control}:
                kept.setdefault(address, set()).add((answer.data, answer.headers.get("Set-Cookie")))

    assert len(kept) > 8
    assert [
        address for address, answers in kept.items() if len(answers) > 1 or {made for _, made in answers} != {None}
    ] == []


def test_no_request_makes_a_moderator_not_even_the_first(app, client, session, make_comment):
    values = {"page": PAGE, "comment_id": make_comment(state="published").id, "kind": "useful", "verb": "publish"}
    fields = {"name": "ruth", "password": PASSWORD, "role": "editor", "token": token(client), "is_active": "1"}
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in rule.methods and "token" not in rule.arguments]

    answers = [client.post(fill(app, rule, values), data=fields, headers=OWN) for rule in rules]

    assert len(answers) > 5
    assert session.scalars(select(Moderator)).all() == []


def test_every_answer_carries_each_security_header_once_without_the_front(app, client, comment):
    values = {"page": PAGE, "comment_id": comment.id, "kind": "useful", "verb": "publish", "force": "northshire"}
    values["token"] = status_path(comment).rpartition("/")[2]
    addresses = ["/comments/nowhere", *(fill(app, rule, values) for rule in app.url_map.iter_rules())]

    answers = [client.open(address, method=method) for address in addresses for method in ("GET", "POST")]

    assert {answer.status_code for answer in answers} >= {200, 303, 403, 404, 405}
    for answer in answers:
        is_private_page = answer.request.path.startswith("/comments/status/") and answer.status_code != 405
        expected = HEADERS | ({"referrer-policy": "strict-origin"} if is_private_page else {})
        carried = {name: answer.headers.getlist(name) for name in HEADERS}
        assert (answer.request.path, carried) == (
            answer.request.path,
            {name: [text] for name, text in expected.items()},
        )


def test_line_breaks_in_what_is_sent_reach_no_header(client, writes):
    evil = "x\r\nX-Evil: yes\r\n\r\n"

    for address, form in writes.items():
        answer = client.post(
            f"{address}?next=%0d%0aX-Evil:%20yes", data=dict.fromkeys(FIELDS, evil) | {"token": form}, headers=OWN
        )
        assert answer.status_code < 500
        assert "X-Evil" not in answer.headers
        assert [value for value in answer.headers.values() if "\n" in value or "\r" in value] == []


def test_an_unknown_moderator_takes_as_long_to_refuse_as_a_wrong_password(ruth, client):
    def measure(name):
        start = process_time()
        answer = client.post("/comments/desk/sign-in", data={"name": name, "password": "wrong horse"}, headers=OWN)
        assert answer.status_code == 403
        return process_time() - start

    measure("warm")
    known, unknown = (min(measure(name) for _ in range(3)) for name in ("ruth", "nobody"))

    assert 0.5 < known / unknown < 2


def test_what_was_removed_cannot_be_had_by_any_address(app, client, session, comment):
    moderation.remove(session, comment, by="ruth", reason="names a victim")
    values = {"page": PAGE, "comment_id": comment.id, "force": "northshire"}
    rules = [
        rule for rule in app.url_map.iter_rules() if "GET" in rule.methods and values.keys() >= set(rule.arguments)
    ]

    pages = {rule.rule: client.get(fill(app, rule, values), follow_redirects=True).text for rule in rules}

    assert len(pages) > 10
    assert [rule for rule, page in pages.items() if "First words" in page] == []


def test_a_fault_inside_tells_neither_a_path_nor_a_secret_at_any_address(app, client, environment):
    app.testing = False
    app.extensions["site"]._path = app.extensions["site"]._path / "secret-place"
    values = {
        "page": PAGE,
        "comment_id": 1,
        "force": "northshire",
        "token": "x" * 32,
        "kind": "useful",
        "verb": "publish",
    }

    pages = [client.get(fill(app, rule, values)).text for rule in app.url_map.iter_rules() if "GET" in rule.methods]

    assert "Something went wrong on our side." in str(pages)
    for secret in ("secret-place", environment["COMMENTS_SECRET_KEY"], comments_service.__file__, "Traceback"):
        assert [page for page in pages if secret in page] == []


def test_a_comment_of_a_page_that_is_not_published_any_more_is_seen_and_marked_by_nobody(client, session, make_comment):
    page = "news/westmere-draft"
    comment = make_comment("Gone.", page=page, state="published")
    form = {"token": token(client), "reason": "spam"}

    looked = client.get(f"/comments/comments/{comment.id}/report")
    sent = [
        client.post(f"/comments/comments/{comment.id}/{act}", data=form, headers=OWN)
        for act in ("report", "reactions/useful")
    ]

    assert [answer.status_code for answer in (looked, *sent)] == [404] * 3
    assert client.get(f"/comments/api/counts?pages={page}").json == {"counts": {page: 0}}


def test_an_answer_that_has_not_changed_brings_no_header_again(client):
    first = client.get(URL).headers

    again = client.get(URL, headers={"If-None-Match": first["ETag"]})

    assert "Content-Security-Policy" in first
    assert (again.status_code, "Content-Security-Policy" in again.headers) == (304, False)
