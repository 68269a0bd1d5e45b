"""Addresses that lead elsewhere or nowhere any more, in a file beside the pages: written by a build, read by what serves them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

MOVES = "_redirects"
"""The file's name, by which some hosts of static sites know it too: a line a move, of two addresses and a status."""

MOVED, GONE = 301, 410


@dataclass(frozen=True)
class Move:
    """What became of an address: the status it answers with, and where its answer stands."""

    address: str
    target: str
    status: int


def write_moves(moves: Iterable[Move], folder: Path) -> None:
    """Write the moves of a site to its folder; no file where there are none."""
    lines = sorted(f"{move.address} {move.target} {move.status}\n" for move in moves)
    if lines:
        (folder / MOVES).write_text("".join(lines), encoding="utf-8")


def read_moves(folder: Path) -> Mapping[str, Move]:
    """Read the moves of a site by address, as the file stands now."""
    file = folder / MOVES
    try:
        state = file.stat()
    except FileNotFoundError:
        return {}
    return _parse_moves(file, (state.st_mtime_ns, state.st_ino))


@lru_cache(maxsize=8)
def _parse_moves(file: Path, _state: tuple[int, int]) -> Mapping[str, Move]:
    rows = (line.split() for line in file.read_text(encoding="utf-8").splitlines())
    return {address: Move(address, target, int(status)) for address, target, status in rows}
