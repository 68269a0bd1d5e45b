"""All files of a root → one record: the rows of every table, with where each came from."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import filterfalse
from pathlib import Path

from noticeboard.files import list_files
from noticeboard.frontmatter import Document, read_document
from noticeboard.problems import Problem, did_you_mean
from noticeboard.schema import Field, ForeignKey, Schema, Table
from noticeboard.tables import Row, Value, parse_values, read_table, sort_key

STATUSES = ("draft", "published")
DRAFTED = ("stories", "guides")
"""The tables whose files may be drafts: what stands wholly in a file of its own, and is counted nowhere."""

LEDGER = Table(
    name="ids",
    title="Ids",
    description="Every permanent id that the record ever held.",
    path="data/ids.csv",
    fields=(
        Field("table_name", "string", "The table that holds the id, or held it.", required=True),
        Field("id", "string", "The id.", required=True),
    ),
    primary_key=("table_name", "id"),
)
"""The file that remembers ids. It is no table of the database: what it says there the tables' own keys say."""


@dataclass(frozen=True)
class Record:
    """The rows of every table, in the order of their keys, and which tables lack rows that could not be read.

    `ledger` holds the rows of data/ids.csv, `drafts` those that belong to drafts and are not published yet.
    """

    schema: Schema
    tables: dict[str, list[Row]]
    lacking: frozenset[str] = frozenset()
    ledger: tuple[Row, ...] = ()
    drafts: dict[str, list[Row]] = field(default_factory=dict)

    def __getitem__(self, table: str) -> list[Row]:
        return self.tables[table]

    def keys(self, table: str) -> set[str]:
        """Return the keys of a table whose primary key is one field."""
        (name,) = self.schema.tables[table].primary_key
        return {row[name] for row in self.tables[table]}


def read_record(root: Path, schema: Schema) -> tuple[Record, list[Problem]]:
    """Read `content/` and `data/tables/` below the root; returns what could be read and every fault of form."""
    tables: dict[str, list[Row]] = {}
    ledger, problems = read_table(root / LEDGER.path, LEDGER)
    lacking = {LEDGER.name} if _lacks_rows(LEDGER, ledger, problems) else set()
    for table in schema.tables.values():
        rows, faults = _read_rows(root, table)
        tables[table.name] = rows
        problems += faults
        if _lacks_rows(table, rows, faults):
            lacking.add(table.name)
    drafts = _take_out_drafts(schema, tables)
    record = Record(schema, tables, frozenset(lacking), tuple(ledger), drafts)
    return record, problems + list(_unknown_files(root, schema))


def show_drafts(record: Record) -> Record:
    """Return the record with the rows of drafts in their tables, as if they were published."""
    tables = {
        name: sorted([*rows, *record.drafts.get(name, ())], key=partial(sort_key, table=record.schema.tables[name]))
        for name, rows in record.tables.items()
    }
    return replace(record, tables=tables, drafts={})


def _take_out_drafts(schema: Schema, tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    """Take the rows of drafts out of their tables, and those of other tables that point to them; return them."""
    drafts = {}
    keys = {table.name: _keys_of_drafts(table, tables[table.name]) for table in schema.tables.values()}
    for table in schema.tables.values():
        pointers = [key for key in table.foreign_keys if keys[key.table]]
        if keys[table.name] or pointers:
            is_left_out = partial(_belongs_to_draft, pointers=pointers, keys=keys)
            drafts[table.name] = list(filter(is_left_out, tables[table.name]))
            tables[table.name] = list(filterfalse(is_left_out, tables[table.name]))
    return drafts


def _keys_of_drafts(table: Table, rows: list[Row]) -> set[tuple[Value, ...]]:
    return {tuple(row[name] for name in table.primary_key) for row in rows if row.is_draft}


def _belongs_to_draft(row: Row, pointers: list[ForeignKey], keys: dict[str, set[tuple[Value, ...]]]) -> bool:
    return row.is_draft or any(tuple(row[name] for name in key.fields) in keys[key.table] for key in pointers)


def _lacks_rows(table: Table, rows: list[Row], problems: list[Problem]) -> bool:
    return bool(_lost(rows, problems)) or any(row[name] is None for row in rows for name in table.primary_key)


def _read_rows(root: Path, table: Table) -> tuple[list[Row], list[Problem]]:
    rows, problems = read_table(root / table.path, table) if table.columns else ([], [])
    if not table.files:
        return rows, problems
    documents, faults = _read_documents(root, table)
    if not table.columns:
        return sorted(documents.values(), key=partial(sort_key, table=table)), problems + faults
    joined = [_join(row, documents.get(row[table.primary_key[0]]), table) for row in rows]
    return joined, problems + faults + _unmatched(rows, documents, table, problems + faults)


def _lost(rows: list[Row], problems: list[Problem]) -> set[str]:
    """Return the paths of files in which a fault stands where no row could be read: what points there is not judged."""
    read = {(row.path, row.line) for row in rows} | {(row.text_path, 0) for row in rows}
    return {p.path for p in problems if (p.path, p.line) not in read and (p.path, 0) not in read}


def _read_documents(root: Path, table: Table) -> tuple[dict[str, Row], list[Problem]]:
    """Read the files of a table; returns the values of each by its key, and every fault."""
    read: dict[str, Row] = {}
    problems: list[Problem] = []
    for path in list_files(root, table.files):
        document, faults = read_document(path, path.relative_to(root).as_posix())
        problems += faults
        if document:
            values, faults = _parse_document(document, table)
            problems += faults
            is_draft = _may_be_draft(table) and document.fields.get("status") == "draft"
            read[path.stem] = Row(values, document.path, 1, document.path, document.body_line, is_draft)
    return read, problems


def _parse_document(document: Document, table: Table) -> tuple[dict[str, Value], list[Problem]]:
    fields = [field for field in table.fields if field.written_in]
    texts = document.fields | {field.name: document.body for field in fields if field.written_in == "body"}
    (key,) = table.primary_key
    stem = Path(document.path).stem
    if not table.columns:
        fields.append(table.field(key))
        texts[key] = stem
    values, faults = parse_values(texts, fields)
    lines = {"body": document.body_line} | document.lines
    problems = [Problem(document.path, lines.get(name, 1), message) for name, message in faults]
    return values | {key: stem}, problems + list(_faults_of_document(document, table))


def _faults_of_document(document: Document, table: Table) -> Iterator[Problem]:
    """Yield a problem for each key that the file may not have, and for a key that is not the file's name."""
    (key,) = table.primary_key
    stem = Path(document.path).stem
    allowed = [field.name for field in table.fields if field.written_in == "front matter"]
    allowed += [key] if table.columns else []
    allowed += ["status"] if _may_be_draft(table) else []
    for name, line in document.lines.items():
        if name not in allowed:
            message = f"unknown key {name!r}.{did_you_mean(name, allowed)} Keys here are: {', '.join(allowed)}."
            yield Problem(document.path, line, message)
    if table.columns and document.fields.get(key) != stem:
        message = f"{key} {document.fields.get(key, '')!r} is not the file's name. Write {stem!r}, or rename the file."
        yield Problem(document.path, document.lines.get(key, 1), message)
    status = document.fields.get("status", "published")
    if "status" in allowed and status not in STATUSES:
        message = f"unknown status {status!r}.{did_you_mean(status, STATUSES)} It is draft or published."
        yield Problem(document.path, document.lines["status"], message)


def _may_be_draft(table: Table) -> bool:
    return table.name in DRAFTED


def _unmatched(rows: list[Row], documents: dict[str, Row], table: Table, problems: list[Problem]) -> list[Problem]:
    """Return a problem for each row without a file and each file without a row, those left out that cannot be read."""
    (key,) = table.primary_key
    folder = table.files.rpartition("/")[0]
    known = {row[key] for row in rows if row[key]}
    lost = _lost([*rows, *documents.values()], problems)
    without_file = [
        Problem(row.path, row.line, f"{key} {row[key]!r} has no file. Add {folder}/{row[key]}.md.")
        for row in rows
        if row[key] and row[key] not in documents and f"{folder}/{row[key]}.md" not in lost
    ]
    without_row = [
        Problem(file.path, 1, f"{key} {stem!r} has no row.{did_you_mean(stem, known)} Add one to {table.path}.")
        for stem, file in documents.items()
        if stem not in known and table.path not in lost
    ]
    return without_file + without_row


def _join(row: Row, file: Row | None, table: Table) -> Row:
    """Put the values of a file into the row of the same key."""
    if not file:
        return replace(row, values=row.values | {field.name: None for field in table.fields if field.written_in})
    return replace(row, values=row.values | file.values, text_path=file.text_path, text_line=file.text_line)


def _unknown_files(root: Path, schema: Schema) -> Iterator[Problem]:
    known = {table.path for table in schema.tables.values() if table.columns}
    for path in list_files(root, "data/tables/*"):
        name = path.relative_to(root).as_posix()
        if name not in known:
            yield Problem(
                name, 1, f"unknown table.{did_you_mean(name, known)} Tables are listed in data/datapackage.yaml."
            )
    folders = {table.files for table in schema.tables.values() if table.files}
    documents = {path for pattern in folders for path in list_files(root, pattern)}
    for path in list_files(root, "content/**/*.md"):
        if path not in documents:
            yield Problem(
                path.relative_to(root).as_posix(),
                1,
                "the file stands where nothing is read. Move it to notices, news or pages.",
            )
