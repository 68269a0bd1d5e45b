from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

import pelicanconf
from noticeboard.site.display import equip

THEME = Path(__file__).parent.parent.parent / "theme"


@pytest.fixture(scope="session")
def environment():
    """The theme's templates as the build reads them, with the title of one named query and the version of a site."""
    environment = Environment(loader=FileSystemLoader(THEME / "templates"), **pelicanconf.JINJA_ENVIRONMENT)
    equip(environment)
    environment.globals["query_titles"] = {"stages_of_force": "Stages of a force"}
    environment.globals |= {
        "as_on": "2026-06-30",
        "site_url": "https://noticeboard.example",
        "version": "2026-06-30-1f2e3d4c",
    }
    return environment
