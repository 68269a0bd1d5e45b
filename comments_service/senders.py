"""Who sends: a browser by its signed cookie, set only when somebody writes, and a network by a hash that nobody can undo."""

import hashlib
import hmac
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple, TypeVar

from flask import Request, current_app
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.sql.dml import ReturningInsert
from werkzeug.wrappers import Response

from comments_service.columns import now
from comments_service.db import make_insert
from comments_service.models import AddressKey, Credential

Kind = TypeVar("Kind", bound=Response)

COOKIE = "reader"
COOKIE_AGE = timedelta(days=180)
PREFIXES = {4: 24, 6: 64}
"""How many bits of an address tell networks apart: a person has a whole /64 of addresses, and neighbours share a /24."""


CREDENTIALS = Credential.__table__.c
KNOWN = select(CREDENTIALS.id, CREDENTIALS.banned_until).where(CREDENTIALS.digest == bindparam("digest"))
ADDRESS_KEYS = AddressKey.__table__.c
KEY_OF_DAY = select(ADDRESS_KEYS.key).where(ADDRESS_KEYS.day == bindparam("day"))


class Known(NamedTuple):
    """What is asked of a credential: its number, and until when it is banned."""

    id: int
    banned_until: datetime | None


@dataclass(frozen=True)
class Sender:
    """A browser, by the secret that its cookie holds, and the address that it asks from."""

    secret: str
    address: str

    @property
    def digest(self) -> str:
        """Return what is kept of the browser's secret."""
        return hashlib.sha256(self.secret.encode()).hexdigest()


def read_sender(request: Request) -> Sender:
    """Return who sends a request; a browser without a good cookie of ours gets a new secret."""
    return Sender(_read_secret(request) or secrets.token_urlsafe(24), request.remote_addr or "")


def _read_secret(request: Request) -> str | None:
    try:
        secret = _serializer().loads(request.cookies.get(COOKIE, ""))
    except BadSignature:
        return None
    return secret if isinstance(secret, str) else None


def give_cookie(response: Kind, sender: Sender) -> Kind:
    """Let a browser keep its secret, for the comment service alone and out of the reach of scripts."""
    response.set_cookie(
        COOKIE,
        _serializer().dumps(sender.secret),
        max_age=COOKIE_AGE,
        path="/comments",
        secure=current_app.extensions["settings"].base_url.startswith("https://"),
        httponly=True,
        samesite="Lax",
    )
    return response


def _serializer() -> URLSafeSerializer:
    return _make_serializer(current_app.config["SECRET_KEY"])


@cache
def _make_serializer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="reader")


def keep_credential(connection: Connection, sender: Sender) -> Known:
    """Return the credential of a browser, made when it first writes; it belongs into a transaction that writes."""
    known = connection.execute(KNOWN, {"digest": sender.digest}).one_or_none()
    return Known(*known) if known else make_credential(connection, sender)


def make_credential(connection: Connection, sender: Sender) -> Known:
    """Return the credential of a browser that had none, whoever made it in this very moment."""
    values = {"digest": sender.digest, "created_at": now()}
    made = connection.execute(_make_adding(connection.dialect.name), values).one_or_none()
    return Known(*(made or connection.execute(KNOWN, {"digest": sender.digest}).one()))


@cache
def _make_adding(engine: str) -> ReturningInsert[int, datetime | None]:
    """Return the statement that makes a credential, and gives it unless another process made it in this very moment."""
    return make_insert(engine, Credential).on_conflict_do_nothing().returning(CREDENTIALS.id, CREDENTIALS.banned_until)


def hash_network(connection: Connection, address: str, key: str | None = None) -> str:
    """Return a hash of the network that an address is in, by a key that is gone tomorrow; for a transaction that writes.

    Whoever has asked for today's key already gives it; None where there was none yet.
    """
    return hash_of_today(connection, name_network(address), key)


def hash_of_today(connection: Connection, text: str, key: str | None = None) -> str:
    """Return a hash of a text by a key that is gone tomorrow; the same as in `hash_network` holds for that."""
    key = key or _key_of_today(connection)
    return hmac.digest(key.encode(), text.encode(), "sha256").hex()


def name_network(address: str) -> str:
    """Return the network of an address; what is no address, such as a local socket's, is a network of its own."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "none"
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return str(ipaddress.ip_network((ip, PREFIXES[ip.version]), strict=False))


def _key_of_today(connection: Connection) -> str:
    today = datetime.now(UTC).date()
    key = connection.scalar(KEY_OF_DAY, {"day": today})
    if key is None:
        forget_past_keys(connection)
        values = {"day": today, "key": secrets.token_hex(32)}
        connection.execute(make_insert(connection.dialect.name, AddressKey).values(values).on_conflict_do_nothing())
        key = connection.scalars(KEY_OF_DAY, {"day": today}).one()
    return str(key)


def forget_past_keys(connection: Connection) -> None:
    """Throw away the keys of past days, in UTC; for a transaction that writes."""
    connection.execute(delete(AddressKey).where(AddressKey.day < datetime.now(UTC).date()))
