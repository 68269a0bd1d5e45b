"""What is wrong with a request for data → a status and a sentence, as a page, as JSON or as text."""

import errno
import logging
import re
import sqlite3
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from datasette import Response
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, Request
from datasette.views.base import DatasetteError

from wording import gettext, gettext_noop

if TYPE_CHECKING:
    from datasette.app import Datasette

LOG = logging.getLogger(__name__)

TOO_SLOW = gettext_noop("The question takes too long to answer. Ask for less at once, or download the whole database.")
NOT_UNDERSTOOD = gettext_noop("A value in the address cannot be understood.")
NO_ROWS = gettext_noop("A whole database has no rows to list. Ask for a table, or for a query with ?sql=.")
OUR_FAULT = gettext_noop("Something went wrong on our side. Please try again later.")
NO_ROW = gettext_noop("There is no such row.")
NO_PAGE = gettext_noop("There is no such page.")

# What SQLite says of the file or the machine is our own fault; all else is about the statement or its values.
OF_THE_FILE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_INTERNAL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_PROTOCOL,
}
# Datasette's views read parameters without a second look, and these come of it.
OF_PARAMETERS = (ArithmeticError, AssertionError, LookupError, RecursionError, TypeError, ValueError, re.error)

CODES = {
    400: "bad-request",
    404: "not-found",
    405: "wrong-method",
    414: "too-long",
    429: "busy",
    500: "failed",
}
"""The word for each status, for programs."""


@dataclass(frozen=True)
class Fault:
    """What is wrong with a request, and the headers that say more."""

    status: int
    sentence: str
    headers: dict[str, str] = field(default_factory=dict)


def find_fault(request: Request, exception: Exception) -> Fault:
    """Find what is wrong with a request; a fault of our own is one that has no reason in the request."""
    if is_about_file(exception) or is_about_file(exception.__context__):
        return find_own_fault(request, exception)
    if isinstance(exception, OSError) and exception.errno == errno.ENAMETOOLONG:
        return Fault(404, NO_PAGE)
    if isinstance(exception, Base400):
        return Fault(exception.status, as_sentence(str(exception.args[0] if exception.args else "")))
    if isinstance(exception, QueryInterrupted):
        return Fault(400, TOO_SLOW)
    if isinstance(exception, DatasetteError):
        return find_told_fault(request, exception)
    return find_plain_fault(request, exception)


def find_told_fault(request: Request, error: DatasetteError) -> Fault:
    """Find what is wrong with a request of which Datasette itself says so; it gives most of these the status 500."""
    if "pks" in request.url_vars and not error.message_is_html:
        return Fault(404, NO_ROW)
    sentence = TOO_SLOW if error.message_is_html else as_sentence(error.message)
    return Fault(error.status if error.status < 500 else 400, sentence)


def find_plain_fault(request: Request, exception: Exception) -> Fault:
    """Find what is wrong with a request on which Datasette or SQLite stumbled unprepared."""
    if not isinstance(exception, (sqlite3.Error, *OF_PARAMETERS)):
        return find_own_fault(request, exception)
    if "pks" in request.url_vars:
        return Fault(404, NO_ROW)
    if isinstance(exception, KeyError) and request.path.endswith(".csv") and "table" not in request.url_vars:
        return Fault(400, NO_ROWS)
    if isinstance(exception, sqlite3.Error):
        return Fault(400, as_sentence(str(exception)))
    return Fault(400, NOT_UNDERSTOOD) if request.query_string else find_own_fault(request, exception)


def find_own_fault(request: Request, exception: Exception) -> Fault:
    """Log a fault of our own, and say no more of it than that it is ours."""
    LOG.error("fault in %s", request.path[:200], exc_info=exception)
    return Fault(500, OUR_FAULT)


def is_about_file(exception: BaseException | None) -> bool:
    """Tell whether SQLite complains of the file or the machine; what it says of a binding carries no code at all."""
    code = getattr(exception, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return isinstance(exception, sqlite3.Error) and code & 0xFF in OF_THE_FILE


def as_sentence(message: str) -> str:
    """Return a message as a sentence, without what a reader cannot use."""
    message = " ".join(message.split())[:300]
    if message in ("", "404"):
        return NO_PAGE
    return message if message.endswith((".", "…")) else f"{message[0].upper()}{message[1:]}."


async def write_fault(datasette: "Datasette", path: str, fault: Fault) -> Response:
    """Write a fault in the form that the address asks for."""
    headers = {"cache-control": "no-store"} | fault.headers
    sentence = gettext(fault.sentence)
    if path.endswith(".json"):
        body = {"error": {"code": CODES.get(fault.status, CODES[400]), "message": sentence}}
        return Response.json(body, status=fault.status, headers=headers)
    if re.search(r"\.\w+$", path):
        return Response.text(sentence + "\n", status=fault.status, headers=headers)
    page = await write_page(datasette, fault.status, sentence)
    return Response.html(page, status=fault.status, headers=headers)


async def write_page(datasette: "Datasette", status: int, sentence: str) -> str:
    """Write a fault as a page."""
    await datasette.invoke_startup()  # a request that never reaches Datasette may be the first of all
    template = datasette.jinja_env.select_template([f"{status}.html", "error.html"])
    page: str = await template.render_async(
        status=status,
        error=sentence,
        urls=datasette.urls,
        app_css_hash=datasette.app_css_hash(),
        menu_links=list,
    )
    return page
