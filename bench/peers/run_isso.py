"""Serve Isso with one thread: python run_isso.py FOLDER COMMENTS PORT."""

import sys
from pathlib import Path

from gunicorn.app.base import BaseApplication
from isso import config, make_app
from isso.db import SQLite3

TEXT = "Detainees waited **too long** for a nurse.\n\nWhat became of recommendation 3, and who looked?"
SETTINGS = """
[general]
dbpath = {folder}/isso.db
host = http://127.0.0.1:{port}
[guard]
enabled = false
[server]
listen = http://127.0.0.1:{port}
"""


class Server(BaseApplication):
    """Gunicorn with one worker."""

    def __init__(self, app, port):
        self.app, self.port = app, port
        super().__init__()

    def load_config(self):
        """Set what a measurement needs."""
        self.cfg.set("bind", f"127.0.0.1:{self.port}")
        self.cfg.set("loglevel", "error")

    def load(self):
        """Return the application."""
        return self.app


def main(folder, comments, port):
    """Fill the thread, then serve it."""
    settings = Path(folder) / "isso.cfg"
    settings.write_text(SETTINGS.format(folder=folder, port=port))
    loaded = config.load(config.default_file(), settings)
    db = SQLite3(loaded.get("general", "dbpath"), loaded)
    db.threads.new("/thread/", "A thread")
    for number in range(int(comments)):
        comment = {"text": TEXT, "author": f"Reader {number}", "email": None, "website": None, "mode": 1}
        db.comments.add("/thread/", comment | {"remote_addr": "127.0.0.0", "parent": None, "notification": 0})
    Server(make_app(loaded), port).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
