"""The files of a folder; a file's text, or the fault for which it cannot be read."""

from pathlib import Path

from noticeboard.problems import BuildError, Problem


def read_text(path: Path, name: str, remedy: str = "Add it.") -> str:
    """Read a UTF-8 file, called `name` in messages; raises BuildError where it is missing, or with the line that is not UTF-8."""
    if not path.is_file():
        raise BuildError([Problem(name, 1, f"the file is missing. {remedy}")])
    data = path.read_bytes()
    try:
        return data.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BuildError([Problem(name, line, "this line is not UTF-8. Save the file as UTF-8.")]) from error


def list_files(root: Path, pattern: str) -> list[Path]:
    """Return the paths below a root that match a pattern, in order, without those that editors keep beside a file they have open."""
    return sorted(path for path in root.glob(pattern) if not path.name.startswith(".") and not path.name.endswith("~"))
