"""The least that an answer costs here: the same bytes at every path, no database, behind the same server."""

import sys
from pathlib import Path

import uvicorn
from a2wsgi import WSGIMiddleware
from flask import Flask
from starlette.responses import Response
from starlette.types import ASGIApp


def make_flask(body: bytes) -> ASGIApp:
    """Return a Flask application of one route."""
    app = Flask(__name__)

    @app.get("/")
    @app.get("/<path:_path>")
    def answer(_path: str = "") -> bytes:
        return body

    return WSGIMiddleware(app)  # type: ignore[arg-type, return-value]


def main(kind: str, file: str, port: str) -> None:
    """Serve the bytes of a file, by bare ASGI or by Flask."""
    body = Path(file).read_bytes()
    app = make_flask(body) if kind == "flask" else Response(body)
    uvicorn.run(app, port=int(port), log_level="warning", access_log=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
