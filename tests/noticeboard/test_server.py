import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

import noticeboard
from noticeboard import server

COMMAND = [sys.executable, "-m", "noticeboard.cli", "serve"]


@pytest.fixture
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def test_a_port_in_use_is_told_in_a_sentence(free_port):
    with socket.create_server(("127.0.0.1", free_port)), pytest.raises(SystemExit) as refused:
        server.listen("127.0.0.1", free_port)

    assert refused.value.code == (
        f"Port {free_port} on 127.0.0.1 is in use; "
        "choose another with make serve PORT=8001 or noticeboard serve --port 8001."
    )


@pytest.mark.parametrize("port", [70000, -1])
def test_a_port_that_is_none_is_told_in_a_sentence(port):
    with pytest.raises(SystemExit, match=rf"There is no port {port}; choose another with"):
        server.listen("127.0.0.1", port)


def test_a_port_that_may_not_be_had_is_told_in_a_sentence():
    with pytest.raises(SystemExit, match=r"Port 8000 on 192.0.2.1 cannot be had \(.+\); choose another with"):
        server.listen("192.0.2.1", 8000)


def test_a_connection_sends_what_it_has_at_once(free_port):
    with server.listen("127.0.0.1", free_port) as listener, socket.create_connection(("127.0.0.1", free_port)):
        connection, _ = listener.accept()

    with connection:
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_nothing_is_made_when_the_port_is_in_use(tmp_path, free_port):
    with socket.create_server(("127.0.0.1", free_port)), pytest.raises(SystemExit):
        server.serve(tmp_path, tmp_path / "output", "127.0.0.1", free_port)

    assert list(tmp_path.iterdir()) == []


def test_without_a_build_there_is_nothing_to_serve(tmp_path, free_port):
    with pytest.raises(SystemExit) as refused:
        server.serve(tmp_path, tmp_path / "output", "127.0.0.1", free_port)

    assert (
        refused.value.code
        == f"There is no site in {tmp_path}/output yet. Build it first: make build, or noticeboard build."
    )


def test_the_secret_key_is_made_once_and_for_its_owner_alone(tmp_path):
    key = server.read_secret_key(tmp_path / "secret-key")

    assert len(key) >= 32
    assert server.read_secret_key(tmp_path / "secret-key") == key
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("text", "proxies"), [(None, 0), ("0", 0), ("2", 2)])
def test_the_number_of_proxies_is_a_setting(monkeypatch, text, proxies):
    if text is not None:
        monkeypatch.setenv("NOTICEBOARD_PROXIES", text)

    assert server.read_proxies() == proxies


@pytest.mark.parametrize("text", ["yes", "-1", "1.5", ""])
def test_a_number_of_proxies_that_is_none_is_refused_by_name(monkeypatch, text):
    monkeypatch.setenv("NOTICEBOARD_PROXIES", text)

    with pytest.raises(SystemExit) as refused:
        server.read_proxies()

    assert refused.value.code == (
        f"NOTICEBOARD_PROXIES is {text!r}, which is not a number. Set it to the number of proxies, or leave it out."
    )


@pytest.fixture
def served(site, free_port):
    noticeboard.build(site, site / "output")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMMENTS_")}
    folders = ["--root", str(site), "--output", str(site / "output"), "--port", str(free_port)]
    process = subprocess.Popen(
        [*COMMAND, *folders], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.communicate()


def read_start(process):
    """What the process prints until it is ready."""
    lines = []
    while not lines or "Ctrl-C" not in lines[-1]:
        lines.append(process.stdout.readline() or pytest.fail(process.stderr.read()))
    return "".join(lines)


def test_one_process_serves_everything_and_says_where(served, free_port):
    start = read_start(served)

    addresses = [f"http://127.0.0.1:{free_port}{path}" for path in ("/", "/data", "/comments/desk/")]

    assert [address for address in addresses if f" {address}\n" in start or f" {address} " in start] == addresses
    assert "make moderator NAME=ruth" in start
    for address in addresses:
        with urllib.request.urlopen(address) as answer:
            assert answer.status == 200


def test_an_address_far_too_long_is_told_so_in_our_own_words(served, free_port):
    read_start(served)

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"http://127.0.0.1:{free_port}/data/search.json?q={'x' * 1_000_000}")

    assert (refused.value.status, json.load(refused.value)) == (
        414,
        {
            "error": {
                "code": "too-long",
                "message": "The address is too long; what follows its question mark may have 32,768 characters.",
            }
        },
    )


def test_it_ends_quietly_on_ctrl_c(served):
    read_start(served)

    served.send_signal(signal.SIGINT)

    assert served.communicate(timeout=10) == ("", "")
    assert served.returncode == 0


@pytest.mark.parametrize(
    ("request_line", "status"),
    [
        ("GET //evil.example/ HTTP/1.1", 404),
        ("GET /\\evil.example/ HTTP/1.1", 404),
        ("OPTIONS * HTTP/1.1", 404),
        ("CONNECT evil.example:443 HTTP/1.1", 400),
        ("GET /a b HTTP/1.1", 400),
        ("GET /%zz HTTP/1.1", 404),
        ("FOO / HTTP/1.1", 400),
        ("POST /comments/threads/x HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked", 400),
        (f"GET /data?sql={'x' * 70_000} HTTP/1.1", 414),
        (f"GET / HTTP/1.1\r\nX: {'y' * 3_000_000}", 400),
    ],
)
def test_what_is_no_good_request_is_refused(served, free_port, request_line, status):
    read_start(served)

    assert ask_raw(free_port, f"{request_line}\r\nHost: x\r\nConnection: close\r\n\r\n") == status


SLOW = """POST /comments/threads/notices/northshire-custody-2026 HTTP/1.1\r
Host: x\r
Sec-Fetch-Site: same-origin\r
Content-Type: application/x-www-form-urlencoded\r
Content-Length: {}\r
\r
n"""


def test_slow_senders_keep_nobody_waiting_and_leave_no_trace_when_they_go(served, free_port):
    read_start(served)
    senders = [socket.create_connection(("127.0.0.1", free_port)) for _ in range(20)]
    for sender in senders:
        sender.sendall(SLOW.format(1000).encode())

    start = time.monotonic()
    for path in ("/comments/health", "/notices/northshire-custody-2026/"):
        with urllib.request.urlopen(f"http://127.0.0.1:{free_port}{path}", timeout=5) as answer:
            assert (answer.status, b"Leave a Comment" in answer.read()) == (200, path != "/comments/health")
    assert time.monotonic() - start < 1.5  # a page does not wait longer for the service than two seconds

    for sender in senders:
        sender.close()
    served.send_signal(signal.SIGINT)
    assert served.communicate(timeout=10) == ("", "")


def test_a_comment_far_too_long_is_refused_before_it_is_sent(served, free_port):
    read_start(served)

    assert ask_raw(free_port, SLOW.format(131_073)) == 413


def ask_raw(port, text):
    """Send what no client would, and return the status of the answer."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        with contextlib.suppress(ConnectionError):  # the server need not read to the end of what it refuses
            connection.sendall(text.encode())
        return int(connection.recv(100).split()[1])
