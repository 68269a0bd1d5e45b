"""What an editor says of a new thing → every row that it takes, or a refusal."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from noticeboard.checks.ids import notices_are_named_for_their_force
from noticeboard.checks.references import references_exist
from noticeboard.checks.sources import addresses_are_of_the_web, fields_of_sources, host_of
from noticeboard.editing.ids import used_ids
from noticeboard.editing.kinds import KINDS, Kind, Refused
from noticeboard.record import LEDGER, Record
from noticeboard.schema import Field, Schema, Table
from noticeboard.table_writer import Cells
from noticeboard.tables import Row, parse_values

RULES = (references_exist, addresses_are_of_the_web, notices_are_named_for_their_force)
"""The rules that a new row keeps from the start: an id or a pointer that breaks them is hard to take back."""

Links = Mapping[str, list[str]]
"""What a thing is linked to, keys or pages, by the table that links it."""


@dataclass(frozen=True)
class Given:
    """What an editor says of a thing, of what it is linked to, and of the thing that it never comes without."""

    cells: Cells
    links: Links = field(default_factory=dict)
    companion: Cells = field(default_factory=dict)
    is_draft: bool = False


@dataclass(frozen=True)
class NewRow:
    """A row that is to be written: its texts by field; `derived` names those that follow from others."""

    table: Table
    cells: Cells
    derived: frozenset[str] = frozenset()
    is_draft: bool = False

    @property
    def key(self) -> tuple[str, ...]:
        """The texts of its primary key."""
        return tuple(self.cells.get(name, "") for name in self.table.primary_key)


def plan_rows(record: Record, kind: Kind, given: Given) -> list[NewRow]:
    """Return every row that a new thing takes, the thing itself first; raises Refused with every reason against them."""
    _refuse_empty_arguments(kind, given, record.schema.tables[kind.table])
    row = _make_row(record, kind, given.cells)
    pages = given.links.get(f"{kind.table}_sources", [])
    row = replace(row, cells=_first_page(row.table, pages) | dict(row.cells), is_draft=given.is_draft)
    rows = [row, *_make_links(record.schema, row, given.links)]
    if kind.companion:
        rows.append(_make_row(record, KINDS[kind.companion], {**given.companion, kind.name: row.key[0]}))
    rows += _make_sources(record, rows)
    if reasons := list(dict.fromkeys(_reasons_against(rows, record))):
        raise Refused(*reasons)
    return [*rows, *_make_entries(rows)]


def _refuse_empty_arguments(kind: Kind, given: Given, table: Table) -> None:
    empty = [name for name in kind.arguments if not given.cells.get(name) and name not in optional_fields(table)]
    if empty:
        raise Refused(*(f"{name} is empty. Say it." for name in empty))


def optional_fields(table: Table) -> set[str]:
    """Return the names of the fields that may be empty."""
    return {field.name for field in table.fields if not field.required}


def link_tables(schema: Schema, table: Table) -> list[tuple[Table, Field]]:
    """Return the tables that link a table's rows to other things, each with the field that names the other thing."""
    links = []
    for link in schema.tables.values():
        *parent, last = link.primary_key
        if link.name.startswith(f"{table.name}_") and tuple(parent) == table.primary_key:
            links.append((link, link.field("source" if last == "position" else last)))
    return links


def _make_row(record: Record, kind: Kind, given: Cells) -> NewRow:
    said = {name: text for name, text in given.items() if text}
    table = record.schema.tables[kind.table]
    derived = dict(kind.derive(record, said))
    names = {field.name for field in table.fields}
    cells = {name: text for name, text in (said | derived).items() if name in names}
    return NewRow(table, cells, frozenset(derived))


def _first_page(table: Table, pages: list[str]) -> dict[str, str]:
    """Return the first of some pages for each field that must name one."""
    return {name: page for name in fields_of_sources(table) if table.field(name).required for page in pages[:1]}


def _make_links(schema: Schema, row: NewRow, links: Links) -> Iterator[NewRow]:
    pages = links.get(f"{row.table.name}_sources", [])
    parent = dict(zip(row.table.primary_key, row.key, strict=True))
    for table, other in link_tables(schema, row.table):
        for position, value in enumerate(dict.fromkeys(links.get(table.name, [])), start=1):
            number = {"position": str(position)} if "position" in table.primary_key else {}
            yield NewRow(table, parent | number | _first_page(table, pages) | {other.name: value})


def _make_sources(record: Record, rows: list[NewRow]) -> Iterator[NewRow]:
    """Yield a row for each page that the record does not know, and for each publisher of a new page."""
    pages = {row.cells.get(name, ""): None for row in rows for name in fields_of_sources(row.table)}
    new = [
        NewRow(record.schema.tables["sources"], {"source": page, "publisher": host_of(page)})
        for page in pages
        if page and page not in record.keys("sources")
    ]
    yield from new
    hosts = {row.cells["publisher"]: None for row in [*rows, *new] if row.table.name == "sources"}
    for host in hosts:
        if host and host not in record.keys("publishers"):
            yield NewRow(record.schema.tables["publishers"], {"publisher": host})


def _make_entries(rows: list[NewRow]) -> Iterator[NewRow]:
    """Yield a row of the ledger for each permanent id; a draft has none yet."""
    for row in rows:
        if row.table.is_permanent and not row.is_draft:
            yield NewRow(LEDGER, {"table_name": row.table.name, "id": row.key[0]})


def _reasons_against(rows: list[NewRow], record: Record) -> Iterator[str]:
    """Yield whatever is wrong with new rows; that a cell is empty is no fault yet."""
    for row in rows:
        yield from _faults_of_form(row)
        yield from _faults_of_key(row, record)
    yield from _faults_of_rules(rows, record)


def _faults_of_form(row: NewRow) -> Iterator[str]:
    """Yield what is wrong with texts as they were said; of one that follows from others, these tell."""
    said = {name: text for name, text in row.cells.items() if text and name not in row.derived}
    for name, text in said.items():
        if "\n" in text:
            yield f"{name} {text!r} is of more than one line. Write it on one."
    _, faults = parse_values(said, row.table.fields)
    yield from (message for name, message in faults if name in said)


def _faults_of_key(row: NewRow, record: Record) -> Iterator[str]:
    names, shown = " and ".join(row.table.primary_key), " ".join(row.key)
    for other in [*record[row.table.name], *record.drafts.get(row.table.name, ())]:
        if tuple(str(other[name]) for name in row.table.primary_key) == row.key:
            yield f"{names} {shown!r} is there already, at {other.path}:{other.line}. Mend it there, or choose another."
            return
    if row.table.is_permanent and row.key[0] in used_ids(record, row.table.name):
        yield f"{names} {shown!r} was in the record before, and no id is used twice. Choose another."


def _faults_of_rules(rows: list[NewRow], record: Record) -> Iterator[str]:
    """Yield what the rules say of new rows when these stand in the record; rows that are new have no path."""
    tables = {name: list(held) for name, held in record.tables.items()}
    for row in rows:
        texts = {field.name: row.cells.get(field.name) or None for field in row.table.fields}
        tables[row.table.name].append(Row(texts, "", 0))
    whole = replace(record, tables=tables)
    for rule in RULES:
        yield from (problem.message for problem in rule(whole) if not problem.path)
