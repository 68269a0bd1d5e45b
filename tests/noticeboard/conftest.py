import asyncio
import shutil
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from threading import Thread

import pytest
import uvicorn
from flask import Flask
from starlette.datastructures import Headers

import noticeboard
from noticeboard.build import describe_database
from noticeboard.datasette_config import make_datasette
from noticeboard.front import create_front
from noticeboard.queries import Queries
from noticeboard.schema import read_schema
from noticeboard.served.bounded_http import BoundedHttp
from noticeboard.server import listen, make_config
from tests.conftest import EXAMPLE, PROJECT, copy_site
from tests.reading import read_pages


@dataclass
class Answer:
    status: int
    headers: Headers
    body: bytes


async def call(app, scope):
    messages = []
    requests = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive():
        return next(requests, None) or await asyncio.Future()  # the reader stays and sends nothing more

    async def send(message):
        messages.append(message)

    with suppress(ValueError):  # a server answers before it logs what an app raised
        await app(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in messages[1:])
    return Answer(messages[0]["status"], Headers(raw=messages[0]["headers"]), body)


@pytest.fixture
def ask():
    """Ask an ASGI app for a path, as it stands after decoding, with headers as keywords."""

    def ask_app(app, path, method="GET", query="", raw_path=None, **headers):
        sent = {"host": "noticeboard.test"} | {name.replace("_", "-"): value for name, value in headers.items()}
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": (raw_path or path).encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
            "client": ("192.0.2.7", 50000),
            "server": ("127.0.0.1", 8000),
        }
        return asyncio.run(call(app, scope))

    return ask_app


@contextmanager
def run_server(app, listener, **bounds):
    """Serve an ASGI app as we serve all of ours, but for the bounds of a connection."""
    config = make_config(app, lifespan="off")
    config.http = type("OtherwiseBoundedHttp", (BoundedHttp,), bounds)
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, args=[[listener]])
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def listening():
    """Serve an ASGI app on a port, which is returned, until the test ends."""
    with ExitStack() as stack:

        def serve(app, **bounds):
            listener = listen("127.0.0.1", 0)
            stack.enter_context(run_server(app, listener, **bounds))
            return listener.getsockname()[1]

        yield serve


@pytest.fixture(scope="session")
def output(record_path, tmp_path_factory):
    """What a build of the real record leaves for the data."""
    folder = tmp_path_factory.mktemp("output")
    shutil.copy(record_path, folder / "data.db")
    schema = read_schema(PROJECT / "data/datapackage.yaml")
    describe_database(folder, PROJECT, schema, Queries(PROJECT / "data/queries").by_name)
    (folder / "site").mkdir()
    (folder / "site/404.html").write_text("Not here.")
    return folder


@pytest.fixture
def datasette(output):
    """Our Datasette on the real record."""
    datasette = make_datasette(output)
    yield datasette
    datasette.executor.shutdown()
    for database in datasette.databases.values():
        database.close()


@pytest.fixture
def get(datasette, output, ask):
    """Ask the whole front for an address of the data; starts Datasette on the way."""
    front = create_front(output / "site", Flask("comments"), datasette.app())
    return lambda path, query="", **options: ask(front, path, query=query, **options)


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """The real record's pages and downloads, as files."""
    output = tmp_path_factory.mktemp("built") / "output"
    noticeboard.build(PROJECT, output)
    return output / "site"


@pytest.fixture(scope="session")
def pages(built):
    """The real record's pages, read."""
    return read_pages(built)


@pytest.fixture(scope="session")
def example(tmp_path_factory):
    """The example site's pages, as files."""
    root = copy_site(EXAMPLE, tmp_path_factory.mktemp("example") / "root")
    noticeboard.build(root, root / "output")
    return root / "output/site"
