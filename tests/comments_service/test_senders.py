"""Senders: a browser by its cookie, a network by a hash that nobody can undo."""

from datetime import timedelta

import pytest
from flask import Response, request
from sqlalchemy import select, update

from comments_service import senders
from comments_service.db import begin_write
from comments_service.models import AddressKey, Credential
from comments_service.senders import Sender


def cookie_of(app, sender):
    with app.test_request_context():
        return senders.give_cookie(Response(), sender).headers["Set-Cookie"]


def read(app, cookie=""):
    with app.test_request_context(headers={"Cookie": cookie}, environ_base={"REMOTE_ADDR": "192.0.2.7"}):
        return senders.read_sender(request)


def test_a_browser_comes_back_as_the_same_sender(app):
    sender = read(app)

    assert read(app, cookie_of(app, sender).partition(";")[0]) == sender


def test_a_browser_without_a_good_cookie_is_somebody_new(app):
    sender = read(app)
    cookie = cookie_of(app, sender).partition(";")[0]

    assert len({read(app).secret, read(app).secret, read(app, cookie[:-1]).secret, sender.secret}) == 4


def test_the_cookie_is_for_the_comment_service_alone_and_out_of_reach_of_scripts(app):
    parts = cookie_of(app, read(app)).split("; ")[1:]

    assert sorted(part for part in parts if not part.startswith("Expires")) == [
        "HttpOnly",
        "Max-Age=15552000",
        "Path=/comments",
        "SameSite=Lax",
        "Secure",
    ]


def test_a_browser_is_kept_once_and_its_secret_never(session):
    sender = Sender("a secret", "192.0.2.7")

    connection = begin_write(session)
    kept = [senders.keep_credential(connection, sender).id for _ in range(2)]
    session.commit()

    assert kept[0] == kept[1]
    assert session.scalars(select(Credential.digest)).all() == [sender.digest] != [sender.secret]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.0/24"),
        ("192.0.2.250", "192.0.2.0/24"),
        ("::ffff:192.0.2.7", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", "none"),
        ("unix:", "none"),
        ("fe80::1%eth0", "fe80::/64"),
    ],
)
def test_a_network_is_a_24_of_old_addresses_and_a_64_of_new_ones(address, network):
    assert senders.name_network(address) == network


def test_a_network_has_one_hash_on_one_day_and_another_one_on_the_next(session):
    connection = begin_write(session)
    first = [senders.hash_network(connection, address) for address in ("192.0.2.7", "192.0.2.8", "198.51.100.1")]
    session.execute(update(AddressKey).values(day=AddressKey.day - timedelta(days=1)))
    second = senders.hash_network(connection, "192.0.2.7")

    assert first[0] == first[1] != first[2]
    assert second != first[0]
    assert "192.0.2" not in first[0]


def test_yesterdays_key_is_gone_with_the_day(session):
    connection = begin_write(session)
    senders.hash_network(connection, "192.0.2.7")
    session.execute(update(AddressKey).values(day=AddressKey.day - timedelta(days=1)))
    senders.hash_network(connection, "192.0.2.7")

    assert len(session.scalars(select(AddressKey)).all()) == 1
