"""Noticeboard's build: files → rows → SQLite → pages."""

from noticeboard.build import build, check
from noticeboard.problems import BuildError, Problem

__all__ = ["BuildError", "Problem", "build", "check"]
