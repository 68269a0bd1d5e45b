import json
import re
import shutil
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest
from setuptools import build_meta

PROJECT = Path(__file__).parent.parent
PACKAGES = ("noticeboard", "comments_service", "wording")
PIN = re.compile(r"^([a-z0-9-]+)==(\S+?)(?: ; [^\\]*)? \\$", re.MULTILINE)
ADDRESS = re.compile(r"https?://(?!127\.0\.0\.1)|--(extra-)?index-url|--find-links|--trusted-host|/(?:root|home)/")


def pins(name):
    return set(PIN.findall((PROJECT / f"requirements/{name}.txt").read_text()))


@pytest.mark.parametrize("name", ["serve", "test"])
def test_every_package_is_pinned_with_hashes(name):
    text = (PROJECT / f"requirements/{name}.txt").read_text()

    blocks = re.split(r"\n(?=\S)", text.strip())

    assert len(blocks) == len(pins(name)) > 30
    assert all("--hash=sha256:" in block for block in blocks)


def test_the_test_set_holds_the_serve_set():
    assert pins("serve") <= pins("test")


def test_every_package_of_npm_is_pinned_with_a_hash_and_without_an_address():
    wanted = json.loads((PROJECT / "tests/tools/package.json").read_text())
    (own, *locked) = json.loads((PROJECT / "tests/tools/package-lock.json").read_text())["packages"].values()

    assert own["dependencies"] == wanted["dependencies"]
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted["dependencies"].values())
    assert all(package["integrity"].startswith("sha512-") for package in locked)
    assert [package["resolved"] for package in locked if "resolved" in package] == []


@pytest.mark.parametrize(
    "name",
    [
        "Makefile",
        "pyproject.toml",
        ".ci/run",
        "requirements/install.sh",
        "requirements/serve.txt",
        "requirements/test.txt",
        "tests/tools/.npmrc",
        "tests/tools/package.json",
    ],
)
def test_no_file_names_a_registry_or_a_machines_folder(name):
    assert ADDRESS.findall((PROJECT / name).read_text()) == []


def test_the_wheel_holds_templates_and_migrations(tmp_path, monkeypatch):
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    for package in PACKAGES:
        shutil.copytree(PROJECT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.chdir(tmp_path)

    wheel = build_meta.build_wheel(str(tmp_path))

    names = zipfile.ZipFile(wheel).namelist()
    missing = [file for file in source_files() if file not in names]
    assert missing == []


def source_files():
    """All files of the packages, as paths from the project's root."""
    files = (file for package in PACKAGES for file in (PROJECT / package).rglob("*.*"))
    return sorted(
        str(file.relative_to(PROJECT)) for file in files if "__pycache__" not in file.parts and file.is_file()
    )


def test_the_command_is_there():
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]

    assert project["scripts"] == {"noticeboard": "noticeboard.cli:main"}
    assert project["requires-python"] == ">=3.11,<3.14"


def test_a_python_that_does_not_run_is_named(tmp_path):
    script = tmp_path / "requirements/install.sh"
    script.parent.mkdir()
    shutil.copy(PROJECT / "requirements/install.sh", script)
    environment = {"PATH": "/usr/bin:/bin", "PYTHON": "no-such-python"}

    done = subprocess.run(["sh", script, "serve"], env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (
        1,
        "PYTHON=no-such-python is no Python 3.11, 3.12 or 3.13. Name one that is, or leave PYTHON out.\n",
    )
