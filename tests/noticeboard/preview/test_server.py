"""The command itself, as a process."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

COMMAND = [sys.executable, "-m", "noticeboard.cli", "edit"]


@pytest.fixture
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.fixture
def edited(site, tmp_path, free_port):
    """The command on the example site; its temporary folder is one of its own."""
    (tmp_path / "temporary").mkdir()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COMMENTS_")}
    environment["TMPDIR"] = str(tmp_path / "temporary")
    process = subprocess.Popen(
        [*COMMAND, "--root", str(site), "--port", str(free_port)],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    yield process
    process.kill()
    process.communicate()


def read_start(process):
    """What the process prints until it is ready."""
    lines = []
    while not lines or "Ctrl-C" not in lines[-1]:
        lines.append(process.stdout.readline() or pytest.fail(process.stderr.read()))
    return "".join(lines)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_and_leaves_nothing_behind(edited, free_port, tmp_path, site, how):
    assert f"The site               http://127.0.0.1:{free_port}/\n" in read_start(edited)
    with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/-/edit/states", timeout=5) as states:
        states.readline()
        begun = list((tmp_path / "temporary").iterdir())
        edited.send_signal(how)
        out, _ = edited.communicate(timeout=10)

    assert len(begun) == 1
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not (site / "output").exists()
    assert (out, edited.returncode) == ("", 0)


def test_comments_and_data_are_served_beside_the_pages(edited, free_port):
    read_start(edited)

    for path in ("/news/westmere-draft/", "/data/stories", "/comments/health", "/search/", "/pagefind/pagefind.js"):
        with urllib.request.urlopen(f"http://127.0.0.1:{free_port}{path}", timeout=20) as answer:
            assert answer.status == 200


def test_a_port_in_use_is_told_in_a_sentence(site, free_port):
    with socket.create_server(("127.0.0.1", free_port)):
        done = subprocess.run(
            [*COMMAND, "--root", site, "--port", str(free_port)], capture_output=True, text=True, timeout=30
        )

    assert (done.returncode, done.stderr) == (
        1,
        f"Port {free_port} on 127.0.0.1 is in use; "
        "choose another with make edit PORT=8001 or noticeboard edit --port 8001.\n",
    )


def test_without_files_there_is_nothing_to_edit(tmp_path):
    done = subprocess.run([*COMMAND, "--root", tmp_path], capture_output=True, text=True, timeout=30)

    assert (done.returncode, done.stderr) == (
        1,
        f"There is no folder {tmp_path}/content. "
        "Run the command in the folder that holds it, or name that folder as --root.\n",
    )
