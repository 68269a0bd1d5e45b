"""What Jinja says of a template → a fault with the template's path and line."""

import traceback
from pathlib import Path

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

from noticeboard.problems import Problem

REMEDY = "Mend the template."


def describe_fault(error: TemplateError, theme: Path) -> Problem:
    """Return the fault for which a template cannot be read or filled, at the innermost line of a template that it comes from."""
    if isinstance(error, TemplateSyntaxError):
        return Problem(_name(Path(error.filename or error.name or ""), theme), error.lineno, _tell(str(error.message)))
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename).is_relative_to(theme)
    ]
    path, line = (Path(frames[-1].filename), frames[-1].lineno or 1) if frames else (theme / "templates", 1)
    said = f"there is no template {error.name!r}" if isinstance(error, TemplateNotFound) else str(error.message)
    return Problem(_name(path, theme), line, _tell(said))


def _name(path: Path, theme: Path) -> str:
    return path.relative_to(theme.parent).as_posix() if path.is_relative_to(theme) else path.as_posix()


def _tell(said: str) -> str:
    return f"the page cannot be made: {said.rstrip('.')}. {REMEDY}"
