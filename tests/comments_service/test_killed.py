"""A service that is killed in the midst of posts, again and again, has lost nothing of what it acknowledged, and keeps nothing twice."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlalchemy import select

from comments_service.models import Comment
from comments_service.services.posting import hash_status_token
from tests.comments_service.conftest import BASE_URL, FREE, only_on_postgresql
from tests.comments_service.forms import TOKEN, URL
from tests.conftest import PROJECT

ONE = """
import sys, uvicorn
from a2wsgi import WSGIMiddleware
from comments_service import create_app
uvicorn.run(WSGIMiddleware(create_app()), port=int(sys.argv[1]), log_level="error", timeout_graceful_shutdown=3)
"""
ONE_PROCESS = [sys.executable, "-c", ONE]
TWO_WORKERS = [
    *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--workers", "2", "--no-log"),
    *("comments_service:create_app", "--port"),
]
CLIENTS = 8
ROUNDS = {1: 0.0, 3: 0.003, 6: 0.001}
"""When each round ends: after how many answers to each client, and how many seconds later."""

PATIENCE = 30
HOW = {"timeout": 5, "verify": ssl.create_default_context()}  # made once, for it takes longer than a request


@pytest.fixture
def start(environment):
    """Start the service by a command, and wait until it answers; returns its address, and what kills all of it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    settings = os.environ | environment | {f"COMMENTS_{name}": rate for name, rate in FREE.items()}
    started = []

    def start_service(command):
        process = subprocess.Popen([*command, str(port)], cwd=PROJECT, env=settings, start_new_session=True)
        started.append(process)
        wait_for(f"http://127.0.0.1:{port}/comments/health")
        return f"http://127.0.0.1:{port}", lambda: kill(process)

    yield start_service
    for process in started:
        kill(process)


def kill(process):
    """Kill a process that leads a group with all of its workers, unless that was done."""
    if process.returncode is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(address):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            return httpx.get(address, **HOW).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError(f"{address} does not answer")


def send(address, form, text):
    """Send one comment, and return its private link, or nothing where no answer came; any other answer is a fault."""
    fields = {"name": "Ada", "text": text, "token": form}
    headers = {"Origin": BASE_URL, "Accept": "application/json"}
    try:
        answer = httpx.post(address + URL, data=fields, headers=headers, **HOW)
    except httpx.TransportError:
        return None
    assert answer.status_code == 201, answer.text
    return answer.json()["status"]


def read_form(address):
    return TOKEN.search(httpx.get(address + URL, **HOW).text)[1]


def send_until_killed(address, kill, forms, answered, later):
    """Let all clients send at once, and kill the service in their midst; returns the link of each form that was answered."""
    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = {form: clients.submit(send, address, *form) for form in forms}
        while sum(answer.done() for answer in answers.values()) < CLIENTS * answered:
            time.sleep(0.001)
        time.sleep(later)
        kill()
    return {form: answer.result() for form, answer in answers.items() if answer.result()}


def count_kept(session):
    """Return how many comments stand in the database for each private link, by what is kept of it, and for each text."""
    rows = session.execute(select(Comment.status_digest, Comment.text)).all()
    session.rollback()
    return Counter(digest for digest, _ in rows), Counter(text for _, text in rows)


def name_digests(links):
    return [hash_status_token(link.rpartition("/")[2]) for link in links]


def kill_again_and_again(start, session, command):
    """Kill a service round after round, look each time before it starts again, and send everything once more in the end."""
    acknowledged, forms = {}, []
    for number, (answered, later) in enumerate(ROUNDS.items()):
        address, kill = start(command)
        fresh = [(read_form(address), f"Comment {number}.{part}.") for part in range(CLIENTS * 8)]
        answers = send_until_killed(address, kill, fresh, answered, later)
        forms, acknowledged = [*forms, *fresh], acknowledged | answers
        digests, texts = count_kept(session)
        assert CLIENTS * answered <= len(answers) < len(fresh)
        assert [digest for digest in name_digests(acknowledged.values()) if digests[digest] != 1] == []
        assert [text for text, times in texts.items() if times > 1] == []

    address, _ = start(command)
    with ThreadPoolExecutor(CLIENTS) as clients:
        again = dict(zip(forms, clients.map(lambda form: send(address, *form), forms), strict=True))
    assert again | acknowledged == again
    return again


def test_what_was_acknowledged_before_each_kill_is_there_once(start, session):
    links = kill_again_and_again(start, session, ONE_PROCESS)

    digests, texts = count_kept(session)
    assert texts == Counter(text for _, text in links)
    assert digests == Counter(name_digests(links.values()))


@only_on_postgresql
def test_what_one_of_several_workers_acknowledged_before_each_kill_is_there_once(start, session):
    links = kill_again_and_again(start, session, TWO_WORKERS)

    digests, texts = count_kept(session)
    assert texts == Counter(text for _, text in links)
    assert digests == Counter(name_digests(links.values()))
