import os

from noticeboard.moves import GONE, MOVED, Move, read_moves, write_moves

MOVES = [
    Move("/notices/northshire-cells/", "/notices/northshire-custody-2026/", MOVED),
    Move("/forces/midshire/", "/forces/midshire/", GONE),
]


def test_moves_are_read_as_they_were_written(tmp_path):
    write_moves(MOVES, tmp_path)

    assert (tmp_path / "_redirects").read_text() == (
        "/forces/midshire/ /forces/midshire/ 410\n/notices/northshire-cells/ /notices/northshire-custody-2026/ 301\n"
    )
    assert read_moves(tmp_path) == {move.address: move for move in MOVES}


def test_a_site_from_which_nothing_moved_has_no_file(tmp_path):
    write_moves([], tmp_path)

    assert list(tmp_path.iterdir()) == []
    assert read_moves(tmp_path) == {}


def test_moves_are_read_anew_when_the_site_was_built_again(tmp_path):
    write_moves(MOVES, tmp_path)
    read_moves(tmp_path)
    write_moves(MOVES[:1], tmp_path)
    os.utime(tmp_path / "_redirects", (1_900_000_000, 1_900_000_000))

    assert list(read_moves(tmp_path)) == ["/notices/northshire-cells/"]
