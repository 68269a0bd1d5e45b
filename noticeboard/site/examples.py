"""theme/examples/*.yaml → how each component of the theme is called, and the HTML that it gives."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from noticeboard.descriptor import parse_yaml
from noticeboard.files import read_text

IDS = re.compile(r'\b(id|for|aria-labelledby|aria-describedby)="([^"]+)"')
REFERENCES = re.compile(r'((?:href="|url\()#[^")]+)')


@dataclass(frozen=True)
class Example:
    """One call of a component: its file, the call as a page writes it, the values that it names, and what it gives."""

    component: str
    call: str
    html: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def macro(self) -> str:
        """The name of the macro that is called."""
        return self.call.partition("(")[0].split()[-1]


def read_examples(theme: Path) -> Iterator[Example]:
    """Yield the examples of every component, in the order of the components' names."""
    for path in sorted((theme / "examples").glob("*.yaml")):
        name = path.relative_to(theme.parent).as_posix()
        for example in parse_yaml(read_text(path, name), name)[1]:
            yield Example(path.stem, **example)


def show_example(environment: Environment, example: Example) -> Markup:
    """Return the HTML that an example gives."""
    text = f'{{% from "components/{example.component}.html" import {example.macro} %}}{example.call}'
    return Markup(environment.from_string(text).render(example.values).strip())  # noqa: S704 - our own template's


def show_apart(environment: Environment, example: Example, end: str) -> Markup:
    """Return what an example gives with an end to each id, so that many of them can stand on one page."""
    html = IDS.sub(lambda found: f'{found[1]}="{_with_end(found[2], end)}"', show_example(environment, example))
    return Markup(REFERENCES.sub(rf"\1{end}", html))  # noqa: S704 - our own template's


def _with_end(ids: str, end: str) -> str:
    return " ".join(name + end for name in ids.split())


def group_examples(theme: Path) -> dict[str, list[Example]]:
    """Return the examples by the name of their component."""
    groups: dict[str, list[Example]] = defaultdict(list)
    for example in read_examples(theme):
        groups[example.component].append(example)
    return dict(groups)
