"""New rows go where the order wants them, and every other byte stays."""

from noticeboard.schema import Field, Table
from noticeboard.table_writer import insert_rows

TABLE = Table(
    name="updates",
    title="Updates",
    description="What happened.",
    path="data/tables/updates.csv",
    fields=(
        Field("update_id", "string", "Its id."),
        Field("summary", "string", "What."),
        Field("note", "string", "A note."),
    ),
    primary_key=("update_id",),
)
HEADER = "update_id,summary,note\n"


def test_numbers_within_keys_count_as_numbers():
    text = HEADER + "ada-u2,Two,\nada-u9,Nine,\nada-u11,Eleven,\n"

    assert insert_rows(text, TABLE, [{"update_id": "ada-u10", "summary": "Ten"}]) == (
        HEADER + "ada-u2,Two,\nada-u9,Nine,\nada-u10,Ten,\nada-u11,Eleven,\n",
        [4],
    )


def test_several_rows_each_find_their_place():
    text = HEADER + "ada-u2,Two,\n"

    assert insert_rows(text, TABLE, [{"update_id": "ada-u3"}, {"update_id": "ada-u1"}]) == (
        HEADER + "ada-u1,,\nada-u2,Two,\nada-u3,,\n",
        [2, 4],
    )


def test_a_table_without_rows_gets_its_first():
    assert insert_rows(HEADER, TABLE, [{"update_id": "ada-u1", "note": "New."}]) == (HEADER + "ada-u1,,New.\n", [2])


def test_other_rows_keep_their_quotes_and_line_ends():
    text = "\ufeff" + HEADER.replace("\n", "\r\n") + '"ada-u1","One",\r\nada-u3,"a ""word""",\n'

    assert insert_rows(text, TABLE, [{"update_id": "ada-u2"}]) == (
        "\ufeff" + HEADER.replace("\n", "\r\n") + '"ada-u1","One",\r\nada-u2,,\r\nada-u3,"a ""word""",\n',
        [3],
    )


def test_a_cell_that_holds_a_comma_or_a_quote_is_quoted():
    text, _ = insert_rows(HEADER, TABLE, [{"update_id": "ada-u1", "summary": 'Ada, "the first"'}])

    assert text == HEADER + 'ada-u1,"Ada, ""the first""",\n'


def test_lines_are_counted_where_a_cell_holds_a_line_break():
    text = HEADER + 'ada-u1,"One\nand more",\nada-u3,Three,\n'

    assert insert_rows(text, TABLE, [{"update_id": "ada-u2"}]) == (
        HEADER + 'ada-u1,"One\nand more",\nada-u2,,\nada-u3,Three,\n',
        [4],
    )


def test_a_last_row_without_a_line_end_gets_one_where_another_follows():
    assert insert_rows(HEADER + "ada-u1,,", TABLE, [{"update_id": "ada-u2"}]) == (HEADER + "ada-u1,,\nada-u2,,\n", [3])


def test_a_last_row_without_a_line_end_stays_so_where_none_follows():
    assert insert_rows(HEADER + "ada-u2,,", TABLE, [{"update_id": "ada-u1"}]) == (HEADER + "ada-u1,,\nada-u2,,", [2])


def test_a_file_that_is_out_of_order_loses_nothing():
    text = HEADER + "ada-u4,,\nada-u1,,\n"

    assert insert_rows(text, TABLE, [{"update_id": "ada-u3"}]) == (HEADER + "ada-u3,,\nada-u4,,\nada-u1,,\n", [2])
