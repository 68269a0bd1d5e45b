"""Which id comes next: the one after every id that is in use or ever was."""

from string import ascii_lowercase

from noticeboard.ledger import retired_ids
from noticeboard.record import Record


def used_ids(record: Record, table: str) -> set[str]:
    """Return every id that a table holds or ever held, those of drafts included."""
    (key,) = record.schema.tables[table].primary_key
    ledgered = {row["id"] for row in record.ledger if row["table_name"] == table}
    drafts = {row[key] for row in record.drafts.get(table, ())}
    return record.keys(table) | drafts | ledgered | retired_ids(record, table)


def next_number(record: Record, table: str, begin: str) -> int:
    """Return the number after the highest that follows this beginning in the ids of a table."""
    return max((int(end) for end in _ends(record, table, begin) if end.isdecimal()), default=0) + 1


def next_letter(record: Record, table: str, begin: str) -> str:
    """Return the letter after the last that follows this beginning in the ids of a table; nothing after z."""
    letters = [end for end in _ends(record, table, begin) if end in ascii_lowercase]
    return ascii_lowercase[ascii_lowercase.index(max(letters)) + 1 :][:1] if letters else "a"


def _ends(record: Record, table: str, begin: str) -> list[str]:
    return [key.removeprefix(begin) for key in used_ids(record, table) if key.startswith(begin)]
