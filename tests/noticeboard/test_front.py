import asyncio
import gzip
import json
import sqlite3
from datetime import date

import pytest
from datasette.app import Datasette
from datasette.plugins import pm as plugins
from flask import Flask, request

from comments_service import security_headers
from comments_service.security_headers import HEADERS
from noticeboard.front import create_front, today_in_utc

LONG = "<p>Detainees waited too long for a nurse, and nobody kept count.</p>" * 20


@pytest.fixture
def site(tmp_path):
    for path, text in {
        "index.html": LONG,
        "404.html": "Not here.",
        "500.html": "Our fault.",
        "notices/northshire-2026-03/index.html": "Custody.",
    }.items():
        file = tmp_path / "site" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "site"


@pytest.fixture
def comments():
    app = Flask("comments")

    @app.get("/comments/who")
    def who():
        forwarded = sorted(name for name, _ in request.headers if name.startswith("X-"))
        return {"address": request.remote_addr, "scheme": request.scheme, "forwarded": forwarded}

    @app.get("/related/<path:page>")
    def related(page):
        return page, {"Referrer-Policy": "no-referrer", "Date": "Mon, 23 Nov 2026 08:39:24 GMT"}

    @app.post("/comments/threads/<path:page>")
    def post(page):
        return f"{page}: {request.get_data(as_text=True)}"

    return app


@pytest.fixture
def data(tmp_path):
    with sqlite3.connect(tmp_path / "data.db") as db:
        db.execute("create table forces (force text primary key, name text) strict")
        db.execute("insert into forces values ('northshire', 'Northshire Police')")
    db.close()
    return Datasette(immutables=[str(tmp_path / "data.db")], settings={"suggest_facets": False})


@pytest.fixture
def front(site, comments, data):
    return create_front(site, comments, data.app(), today=lambda: date(2026, 11, 23))


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", b"a nurse"),
        ("/notices/northshire-2026-03/", b"Custody."),
        ("/comments/who", b"192.0.2.7"),
        ("/related/notices/northshire-2026-03", b"notices/northshire-2026-03"),
        ("/data", b"forces"),
        ("/data.json", b"forces"),
        ("/data/forces", b"Northshire Police"),
        ("/data/forces/northshire.json", b"Northshire Police"),
        ("/-/static/app.css", b"body"),
    ],
)
def test_each_part_answers_at_its_address(front, ask, path, words):
    answer = ask(front, path)

    assert (answer.status, words in answer.body) == (200, True)


@pytest.mark.parametrize(
    "path",
    ["/-/", "/-/databases", "/-/static/", "/-/actor.json", "/database", "/commentsx", "/related-news", "/forces"],
)
def test_nothing_answers_elsewhere(front, ask, path):
    answer = ask(front, path)

    assert (answer.status, answer.body) == (404, b"Not here.")


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "//evil.example/data/",
        "/\\evil.example/",
        "/notices//northshire-2026-03",
        "/data//evil.example/",
        "/data/\\evil.example/",
        "/notices/../../data.db",
        "/data/..",
        "/comments/\r\nSet-Cookie: a=b",
        "/\x00",
        "http://evil.example/",
        "*",
    ],
)
def test_a_path_that_could_lead_elsewhere_leads_nowhere(front, ask, path):
    answer = ask(front, path)

    assert (answer.status, answer.headers.get("location")) == (404, None)


@pytest.mark.parametrize("start", ["/", "/notices/", "/comments/", "/data/"])
@pytest.mark.parametrize(("length", "status"), [(300, 404), (4_000, 404), (1_000_000, 414)])
def test_an_address_may_be_long_and_not_endless(front, ask, start, length, status):
    assert ask(front, start + "x" * length).status == status


@pytest.mark.parametrize("path", ["/", "/nowhere", "/comments/who", "/data/nowhere", "/-/static/app.css", "//"])
def test_every_answer_carries_each_security_header_once(front, ask, path):
    headers = ask(front, path).headers

    assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'self'")
    assert {name: headers.getlist(name) for name in HEADERS} == {
        "content-security-policy": [headers["content-security-policy"]],
        "cross-origin-opener-policy": ["same-origin"],
        "permissions-policy": ["camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
        "referrer-policy": ["same-origin"],
        "x-content-type-options": ["nosniff"],
    }


def test_headers_that_the_service_sets_itself_are_not_doubled(comments, front, ask):
    security_headers.init_app(comments)

    headers = ask(front, "/comments/who").headers

    assert {name: headers.getlist(name) for name in HEADERS} == {name: [text] for name, text in HEADERS.items()}


@pytest.mark.parametrize("path", ["/", "/comments/who", "/data"])
def test_no_page_may_run_inline_scripts(front, ask, path):
    assert "unsafe-inline" not in ask(front, path).headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/related/news/custody", "/data/forces"])
def test_a_stricter_referrer_policy_of_a_part_stands_alone(front, ask, path):
    assert ask(front, path).headers.getlist("referrer-policy") == ["no-referrer"]


def test_the_date_is_left_to_the_server(front, ask):
    assert "date" not in ask(front, "/related/news/custody").headers


@pytest.fixture
def failing(site, data):
    """A front whose comment service raises what nobody expects."""

    def broken(environ, start_response):
        raise ValueError("broken")

    app = Flask("comments")
    app.wsgi_app = broken
    return create_front(site, app, data.app())


def test_a_fault_inside_a_part_is_a_500_with_the_security_headers(failing, ask):
    answer = ask(failing, "/comments/who")

    assert (answer.status, answer.headers["x-content-type-options"]) == (500, "nosniff")


def test_a_fault_is_told_to_readers_of_pages_in_the_sites_own_words(failing, ask):
    answer = ask(failing, "/comments/who", accept="text/html,application/xhtml+xml")

    assert (answer.status, answer.body) == (500, b"Our fault.")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("accept", ["application/json", "*/*"])
def test_a_fault_is_told_to_programs_in_the_shape_of_every_error(failing, ask, accept):
    answer = ask(failing, "/comments/who", accept=accept)

    assert json.loads(answer.body) == {
        "error": {"code": "failed", "message": "Something went wrong on our side. Please try again later."}
    }


def test_a_site_without_a_page_for_faults_tells_them_in_that_shape(failing, site, ask):
    (site / "500.html").unlink()

    assert ask(failing, "/comments/who", accept="text/html").headers["content-type"] == "application/json"


def test_forwarding_headers_of_a_stranger_are_not_believed(front, ask):
    answer = ask(
        front,
        "/comments/who",
        x_forwarded_for="203.0.113.9",
        x_forwarded_proto="https",
        x_forwarded_host="evil.example",
    )

    assert answer.body == b'{"address":"192.0.2.7","forwarded":[],"scheme":"http"}\n'


@pytest.mark.parametrize(
    ("forwarded", "address"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 2001:db8::1", "2001:db8::1"),
        ("unknown", "192.0.2.7"),
        ("", "192.0.2.7"),
    ],
)
def test_our_own_proxy_is_believed_about_who_asks(site, comments, data, ask, forwarded, address):
    front = create_front(site, comments, data.app(), proxies=1)

    answer = ask(front, "/comments/who", x_forwarded_for=forwarded, x_forwarded_proto="https")

    assert answer.body.decode() == f'{{"address":"{address}","forwarded":[],"scheme":"https"}}\n'


def test_a_comment_can_be_posted(front, ask):
    assert ask(front, "/comments/threads/news/custody", method="POST").body == b"news/custody: "


def test_answers_are_compressed_for_those_who_accept_it(front, ask):
    plain = ask(front, "/")

    answer = ask(front, "/", accept_encoding="gzip")

    assert gzip.decompress(answer.body) == plain.body == LONG.encode()
    assert answer.headers["vary"] == "Accept-Encoding"


def test_a_compressed_answer_has_a_strong_tag_of_its_own(front, ask):
    plain = ask(front, "/").headers["etag"]

    packed = ask(front, "/", accept_encoding="gzip").headers["etag"]

    assert packed == plain.removesuffix('"') + '-gzip"'


def test_a_reader_who_has_the_compressed_answer_gets_a_304(front, ask):
    packed = ask(front, "/", accept_encoding="gzip").headers["etag"]

    answer = ask(front, "/", accept_encoding="gzip", if_none_match=packed)

    assert (answer.status, answer.body, answer.headers["etag"]) == (304, b"", packed)


@pytest.mark.parametrize("path", ["/data/nowhere", "/data/forces/nobody", "/data/forces/nobody.json"])
def test_datasette_prints_nothing_about_what_is_not_there(front, ask, path, capfd):
    answer = ask(front, path)

    assert (answer.status, capfd.readouterr()) == (404, ("", ""))


def test_datasette_prints_its_own_faults_without_the_values_of_variables(front, ask, capfd):
    ask(front, "/data/forces", query="_sort=nowhere")

    assert "locals" not in "".join(capfd.readouterr())
    assert plugins.get_plugin("datasette.handle_exception").rich is None


def test_datasette_starts_with_the_front(front, data):
    async def start():
        messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
        sent = []

        async def receive():
            return messages.pop(0)

        async def send(message):
            sent.append(message["type"])

        await front({"type": "lifespan", "asgi": {"version": "3.0"}}, receive, send)
        return sent

    assert asyncio.run(start()) == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    assert data._startup_invoked


def test_today_is_a_day():
    assert isinstance(today_in_utc(), date)
