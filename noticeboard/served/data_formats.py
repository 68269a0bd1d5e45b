"""The forms in which Datasette and its plugins write rows, each kept to rows that it can write well, and soon."""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from typing import Any

from datasette import Response
from datasette.renderer import json_renderer
from datasette.utils.asgi import BadRequest, NotFound

from noticeboard.served.data_faults import NO_ROWS
from noticeboard.served.sql_gate import ASKED, TooMuch, count_characters
from wording import gettext, gettext_noop, show_number

Renderer = dict[str, Any]
Render = Callable[..., Any]

SHAPES = ("arrays", "arrayfirst", "array", "objects", "object")

ATOM = "application/atom+xml; charset=utf-8"
ENTRY = ("atom_id", "atom_title", "atom_updated")
MOST_ENTRIES = 200
LONGEST_FEED = 200_000

MOST_COPIED = 20_000
# One long cell makes its column as wide in every row.
WIDEST_COPY = 4_000_000

NO_ENTRIES = gettext_noop("There is nothing to make a feed of.")
NO_HTML = gettext_noop("A feed has no atom_content_html here. Give the words as plain text, in atom_content.")
TOO_WIDE = gettext_noop("These rows are too many or too wide to copy. Ask for fewer rows or columns, or take CSV.")
TOO_LONG = gettext_noop("A feed has at most %(entries)s entries and %(characters)s characters. Ask for fewer rows.")


def refine(found: Iterable[Renderer | list[Renderer]]) -> list[Renderer]:
    """Return what plugins write rows with, kept within bounds, and our own way to write JSON."""
    renderers = [each for one in found for each in (one if isinstance(one, list) else [one])]
    return [{"extension": "json", "render": render_json}, *map(_refine_one, renderers)]


def _refine_one(renderer: Renderer) -> Renderer:
    refinement = REFINEMENTS.get(renderer["extension"])
    return renderer | {"render": refinement(renderer["render"])} if refinement else renderer


def render_json(args: Any, data: dict[str, Any], view_name: str) -> Response:
    """Write JSON as Datasette does, but for the time that it took, which would make each answer another one."""
    if data.get("error"):
        raise_failure()
    refuse_shape(args.get("_shape", SHAPES[0]), data)
    data.pop("query_ms", None)
    return json_renderer(args, data, view_name)


def refuse_shape(shape: str, data: Mapping[str, Any]) -> None:
    """Raise BadRequest for a shape that there is not, or not of such rows."""
    if shape not in SHAPES:
        raise BadRequest(f"There is no _shape of that name. Choose one of {', '.join(SHAPES)}.")
    if shape == "object" and not data.get("primary_keys"):
        raise BadRequest("_shape=object needs a table with a key.")
    if shape not in ("arrays", "objects", "object") and "rows" not in data:
        raise BadRequest(NO_ROWS)


def copy_within_bounds(render: Render) -> Render:
    """Return datasette-copyable's way to write rows, for as many and as wide ones as it soon pads."""

    @wraps(render)
    def render_copy(*args: Any) -> Any:
        values = name_arguments(render, args)
        refuse_no_columns(values["columns"])
        refuse_wide(values["rows"])
        return render(**values)

    return render_copy


def feed_within_bounds(render: Render) -> Render:
    """Return datasette-atom's way to write rows, for plain text, with whole links, under the right media type."""

    @wraps(render)
    def render_feed(*args: Any) -> Response:
        values = name_arguments(render, args)
        refuse_no_columns(values["columns"])
        refuse_no_feed(values["columns"], values["rows"])
        response = render(**values | {"rows": [with_whole_link(row, values) for row in values["rows"]]})
        response.content_type = ATOM
        return response

    return render_feed


REFINEMENTS = {"atom": feed_within_bounds, "copyable": copy_within_bounds}


def name_arguments(render: Render, args: Sequence[Any]) -> dict[str, Any]:
    """Return by name what Datasette hands over in the order in which a renderer names it."""
    return dict(inspect.signature(render).bind(*args).arguments)


def raise_failure() -> None:
    """Raise the error of a statement that failed, to be answered as a fault."""
    if (asked := ASKED.get()) and asked.error:
        raise asked.error


def refuse_no_columns(columns: Sequence[str]) -> None:
    """Raise what made a query fail, or that nothing was asked for, where there is nothing to write."""
    if not columns:
        raise_failure()
        raise BadRequest(NO_ROWS)


def refuse_wide(rows: Sequence[Any]) -> None:
    """Raise TooMuch for rows that are slow to pad, or become much longer by it."""
    widths = [max(len(str(cell)) for cell in column) for column in zip(*rows, strict=True)]
    if len(rows) * len(widths) > MOST_COPIED or len(rows) * sum(widths) > WIDEST_COPY:
        raise TooMuch(TOO_WIDE)


def refuse_no_feed(columns: Sequence[str], rows: Sequence[Any]) -> None:
    """Raise what keeps rows from being entries of a feed."""
    if missing := [name for name in ENTRY if name not in columns]:
        raise BadRequest(f"A feed needs the columns {', '.join(ENTRY)}; there is no {missing[0]}.")
    if "atom_content_html" in columns:
        raise BadRequest(NO_HTML)  # to clean it takes longer by the square of its length
    if not rows:
        raise NotFound(NO_ENTRIES)
    if len(rows) > MOST_ENTRIES or count_characters(list(rows)) > LONGEST_FEED:
        raise TooMuch(gettext(TOO_LONG, entries=MOST_ENTRIES, characters=show_number(LONGEST_FEED)))


def with_whole_link(row: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return an entry whose link to a page of the site names the site."""
    entry = dict(zip(row.keys(), tuple(row), strict=True))
    link = str(entry.get("atom_link") or "")
    return entry | (
        {"atom_link": values["datasette"].absolute_url(values["request"], link)} if link.startswith("/") else {}
    )
