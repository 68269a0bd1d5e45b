"""What pages weigh as they travel, and what Lighthouse says of them."""

import http.client
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bench.builds import Builds
from bench.clients import get
from bench.lighthouse import judge_pages
from bench.served import Served, serving_build
from bench.table import Line, Reading, Section, below

ABOUT = (
    "Bytes as they travel, compressed; a page is weighed with the stylesheet, which is all that is needed to read it."
)
STYLE = "theme/css/site.css"


def measure(builds: Builds) -> Iterator[Section]:
    """Yield the tables of weights and of Lighthouse's scores."""
    build = builds.real
    with serving_build(build) as served:
        yield Section("Pages, by weight", ABOUT, measure_weights(served, build.output / "site"))
        yield judge_pages(f"http://127.0.0.1:{served.port}")


def measure_weights(served: Served, site: Path) -> Iterator[Line]:
    """Yield the weights of the front page, the heaviest page of each kind, the stylesheet and all scripts."""
    style = weigh(served, STYLE)
    for what, kind, most in (
        ("The front page", "index.html", None),
        ("The heaviest notice", "notices/*-[0-9]*/index.html", 25),
        ("The heaviest force", "forces/*/index.html", None),
        ("The heaviest story", "news/*/index.html", None),
    ):
        yield weigh_line(what, style + max(weigh(served, page) for page in list_pages(site, kind)), most)
    yield weigh_line("The stylesheet", style, 10)
    scripts = {script.stem: weigh(served, str(script.relative_to(site))) for script in site.glob("theme/js/*.js")}
    yield weigh_line("The script of the moderators' desk", scripts.pop("desk"), None)
    yield weigh_line("All other scripts, of which a page needs none", sum(scripts.values()), 8)


def list_pages(site: Path, pattern: str) -> list[str]:
    """Return the addresses of pages whose files match a pattern, without the slash that they begin with."""
    return [page.relative_to(site).as_posix().removesuffix("index.html") for page in site.glob(pattern)]


def weigh_line(what: str, bytes_: int, most: float | None) -> Line:
    """Return the line of a weight in KB."""
    weight = Reading(bytes_ / 1024, unit="KB")
    return Line(what, weight, aim=below(weight, most) if most else None)


def weigh(served: Served, path: str) -> int:
    """Return the bytes of an answer as it travels to a browser."""
    with closing(http.client.HTTPConnection("127.0.0.1", served.port)) as connection:
        return len(get(connection, f"/{path}", {"accept-encoding": "gzip"})[0])
