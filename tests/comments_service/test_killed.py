"""A service that is killed in the midst of posts has lost nothing of what it acknowledged, and keeps nothing twice."""

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlalchemy import func, select

from comments_service.models import Comment
from tests.comments_service.conftest import BASE_URL
from tests.comments_service.forms import TOKEN, URL
from tests.conftest import PROJECT

SERVE = """
import sys, uvicorn
from a2wsgi import WSGIMiddleware
from comments_service import create_app
uvicorn.run(WSGIMiddleware(create_app()), port=int(sys.argv[1]), log_level="error", timeout_graceful_shutdown=3)
"""
CLIENTS = 8
PATIENCE = 30
HOW = {"timeout": 5, "verify": ssl.create_default_context()}  # made once, for it takes longer than a request


@pytest.fixture
def start(environment):
    """Start the service as a process of its own, and wait until it answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    rate = {f"COMMENTS_POSTS_{whose}": "100000/1" for whose in ("BY_NETWORK", "BY_BROWSER", "IN_THREAD")}
    started = []

    def start_service():
        command = [sys.executable, "-c", SERVE, str(port)]
        process = subprocess.Popen(command, cwd=PROJECT, env=os.environ | environment | rate)
        started.append(process)
        wait_for(f"http://127.0.0.1:{port}/comments/health")
        return process, f"http://127.0.0.1:{port}"

    yield start_service
    for process in started:
        process.kill()
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
    """Send one comment, and return its private link, or nothing where no answer came."""
    fields = {"name": "Ada", "text": text, "token": form}
    headers = {"Origin": BASE_URL, "Accept": "application/json"}
    try:
        answer = httpx.post(address + URL, data=fields, headers=headers, **HOW)
    except httpx.TransportError:
        return None
    return answer.json()["status"] if answer.status_code == 201 else None


def read_form(address):
    return TOKEN.search(httpx.get(address + URL, **HOW).text)[1]


def test_what_was_acknowledged_before_a_kill_is_there_once(start, session):
    process, address = start()
    forms = [(read_form(address), f"Comment {number}.") for number in range(CLIENTS * 25)]

    with ThreadPoolExecutor(CLIENTS) as clients:
        answers = [clients.submit(send, address, *form) for form in forms]
        while sum(answer.done() for answer in answers) < CLIENTS * 3:
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
        process.wait()
        first = [answer.result() for answer in answers]
    _, address = start()
    with ThreadPoolExecutor(CLIENTS) as clients:
        again = list(clients.map(lambda form: send(address, *form), forms))

    assert 0 < sum(map(bool, first)) < len(forms)
    assert all(again)
    assert [link for link in first if link] == [link for link, known in zip(again, first, strict=True) if known]
    texts = session.scalars(select(Comment.text)).all()
    assert sorted(texts) == sorted(text for _, text in forms)
    assert session.scalar(select(func.count(Comment.submission.distinct()))) == len(forms)
