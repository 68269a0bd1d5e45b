"""How a command ends that cannot do what it was asked: with every fault, their number and what came of it."""

import sys
from collections.abc import Sequence
from typing import NoReturn

import click


def fail(faults: Sequence[object], outcome: str = "") -> NoReturn:
    """Print each fault, how many there are and the outcome, then exit with 1."""
    click.echo(list_faults(faults, outcome), err=True)
    sys.exit(1)


def list_faults(faults: Sequence[object], outcome: str = "") -> str:
    """Return each fault, how many there are and the outcome, a line each."""
    count = f"{len(faults)} fault{'s' if len(faults) != 1 else ''}"
    return "\n".join([*map(str, faults), f"{count}.{outcome}"])
