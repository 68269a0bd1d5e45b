import asyncio
from secrets import token_hex

import pytest
from a2wsgi import WSGIMiddleware
from flask import Flask, request

from noticeboard.includes import Fragments, has_includes

STUB = b'<!--# block name="away" --><p>Not just now.</p><!--# endblock -->'
SCOPE = {
    "type": "http",
    "method": "GET",
    "http_version": "1.1",
    "scheme": "http",
    "path": "/",
    "query_string": b"",
    "root_path": "",
    "headers": [(b"host", b"noticeboard.test"), (b"cookie", b"session=ada"), (b"if-none-match", b"*")],
    "client": ("192.0.2.7", 50000),
    "server": ("127.0.0.1", 8000),
}


@pytest.fixture
def service():
    app = Flask("comments")

    @app.get("/comments/threads/<path:page>")
    def thread(page):
        return f"<h2>{page}</h2>"

    @app.get("/related/<path:page>")
    def related(page):
        return f"{request.host} {request.remote_addr} {sorted(name for name, _ in request.headers)} {request.args}"

    @app.get("/comments/empty")
    def empty():
        return ""

    @app.get("/comments/elsewhere")
    def elsewhere():
        return "", 302, {"Location": "/"}

    @app.get("/comments/broken")
    def broken():
        raise ValueError("broken")

    return app


@pytest.fixture
def fill(service):
    def fill_page(page, app=service):
        return asyncio.run(Fragments(WSGIMiddleware(app), seconds=30).fill(page, SCOPE))[0]

    return fill_page


def test_a_fragment_takes_its_place(fill):
    page = b"<main>" + STUB + b'<!--# include virtual="/comments/threads/news/custody" stub="away" --></main>'

    assert fill(page) == b"<main><h2>news/custody</h2></main>"


def test_a_page_may_include_several_fragments(fill):
    page = b'1<!--# include virtual="/comments/threads/a" -->2<!--# include virtual="/comments/threads/b" -->3'

    assert fill(page) == b"1<h2>a</h2>2<h2>b</h2>3"


def test_a_page_without_includes_stays_as_it_is(fill):
    page = b"<p>Custody.</p><!-- # include -->"

    assert fill(page) == page


@pytest.mark.parametrize(
    "address",
    [
        "/comments/nowhere",
        "/comments/empty",
        "/comments/elsewhere",
        "/comments/broken",
        "/data.json",
        "//evil.example/comments/",
        "http://evil.example/comments/",
        "",
    ],
)
def test_the_stub_stands_where_no_fragment_can_be_had(fill, address):
    page = STUB + f'<h1>Custody</h1><!--# include virtual="{address}" stub="away" -->'.encode()

    assert fill(page) == b"<h1>Custody</h1><p>Not just now.</p>"


def test_the_stub_stands_when_the_service_raises(fill):
    def broken(environ, start_response):
        raise ValueError("broken")

    assert fill(STUB + b'<!--# include virtual="/comments/x" stub="away" -->', broken) == b"<p>Not just now.</p>"


def test_the_stub_stands_when_the_service_is_slow():
    async def slow(scope, receive, send):
        await asyncio.sleep(60)

    page = STUB + b'<!--# include virtual="/comments/x" stub="away" -->'

    assert asyncio.run(Fragments(slow, seconds=0.01).fill(page, SCOPE))[0] == b"<p>Not just now.</p>"


def test_without_a_stub_nothing_stands(fill):
    assert fill(b'(<!--# include virtual="/comments/nowhere" stub="none" -->)') == b"()"


def test_what_a_fragment_includes_is_not_carried_out(fill):
    def quoting(environ, start_response):
        start_response("200 OK", [])
        return [b'<!--# include virtual="/comments/x" -->']

    assert fill(b'<!--# include virtual="/comments/x" -->', quoting) == b'<!--# include virtual="/comments/x" -->'


def test_only_the_readers_address_and_the_host_go_along(fill):
    page = b'<!--# include virtual="/related/news/custody?as=list" -->'

    assert fill(page) == b"noticeboard.test 192.0.2.7 ['Host'] ImmutableMultiDict([('as', 'list')])"


@pytest.mark.parametrize(
    ("query", "args"),
    [(b"sort=newest&page=2", "[('sort', 'newest'), ('page', '2')]"), (b"", "[]"), (b"page=" + b"2" * 200, "[]")],
)
def test_what_a_page_is_asked_with_reaches_a_fragment_that_wants_it(service, query, args):
    page = b'<!--# include virtual="/related/news/custody?$args" -->'

    filled = asyncio.run(Fragments(WSGIMiddleware(service)).fill(page, {**SCOPE, "query_string": query}))[0]

    assert filled.decode().endswith(f"ImmutableMultiDict({args})")


def test_includes_can_be_seen():
    assert has_includes(b'<!--# include virtual="/comments/x" -->')
    assert not has_includes(STUB)


def test_a_page_is_the_same_while_its_fragments_tags_are(service):
    service.add_url_rule("/comments/form", "form", lambda: (token_hex(), 200, {"ETag": 'W/"unchanged"'}))
    fragments = Fragments(WSGIMiddleware(service), seconds=30)
    page = b'<!--# include virtual="/comments/form" -->'

    (one, tag), (other, same) = (asyncio.run(fragments.fill(page, SCOPE)) for _ in range(2))

    assert one != other
    assert tag == same == b'W/"unchanged"'
