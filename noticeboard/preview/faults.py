"""Whatever keeps an edition or a page from being made → faults, each with its path and line."""

import traceback
from pathlib import Path

from noticeboard.problems import BuildError, Problem

PROJECT = Path(__file__).parent.parent.parent
OURS = ("theme", "noticeboard", "comments_service")
"""Where a line that can be mended stands, the nearest to an editor first."""


def find_faults(error: Exception) -> list[Problem]:
    """Return the faults that an error tells of; one that nobody foresaw is told with the line of ours that it comes from."""
    if isinstance(error, BuildError):
        return error.problems
    frames = traceback.extract_tb(error.__traceback__)[::-1]
    ours = (frame for folder in OURS for frame in frames if Path(frame.filename).is_relative_to(PROJECT / folder))
    frame = next(ours, frames[0])
    path = Path(frame.filename)
    name = path.relative_to(PROJECT).as_posix() if path.is_relative_to(PROJECT) else path.name
    message = f"{type(error).__name__}: {str(error).rstrip('.')}. Mend this line, or what it reads."
    return [Problem(name, frame.lineno or 1, message)]
