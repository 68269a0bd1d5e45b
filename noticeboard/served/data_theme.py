"""The look of our Datasette: its templates, its files, and what templates are given."""

import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment

from noticeboard.served.data_links import find_page
from noticeboard.site.display import show_size
from wording import install, show_number

THEME = Path(__file__).parent.parent.parent / "theme/datasette"
TEMPLATES = THEME / "templates"
STATIC = THEME / "static"
STATIC_URL = "-/static-plugins/noticeboard"


def furnish(env: Environment) -> None:
    """Give templates the reader's language, the way numbers are shown, and the way from a row to the page about it."""
    install(env)
    env.filters.update(number=show_number, size=show_size)
    env.globals.update(find_page=find_page, theme_version=read_theme_version()[:8])


@cache
def read_theme_version() -> str:
    """Return a hash of our templates and of our own code."""
    files = [*sorted(path for path in THEME.rglob("*") if path.is_file()), *sorted(Path(__file__).parent.glob("*.py"))]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()
