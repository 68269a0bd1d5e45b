from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

import pelicanconf
from noticeboard.display import equip

THEME = Path(__file__).parent.parent.parent / "theme"


@pytest.fixture(scope="session")
def environment():
    """The theme's templates as the build reads them, with the title of one named query."""
    environment = Environment(loader=FileSystemLoader(THEME / "templates"), **pelicanconf.JINJA_ENVIRONMENT)
    equip(environment)
    environment.globals["query_titles"] = {"stages_of_force": "Stages of a force"}
    return environment


@pytest.fixture
def render(environment):
    """Render a component: its file, and how a page calls it."""

    def render_call(component, call, **values):
        macro = call.partition("(")[0].split()[-1]
        text = f'{{% from "components/{component}.html" import {macro} %}}{call}'
        return environment.from_string(text).render(**values).strip()

    return render_call
