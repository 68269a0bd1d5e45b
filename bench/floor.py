"""The least that serving bytes by Flask costs here: one route, no database, behind the same server."""

import sys
from pathlib import Path

import uvicorn
from a2wsgi import WSGIMiddleware
from flask import Flask


def main(file: str, port: str) -> None:
    """Serve the bytes of a file at every path."""
    app = Flask(__name__)
    body = Path(file).read_bytes()

    @app.get("/")
    @app.get("/<path:_path>")
    def answer(_path: str = "") -> bytes:
        return body

    uvicorn.run(WSGIMiddleware(app), port=int(port), log_level="warning", access_log=False)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(*sys.argv[1:])
