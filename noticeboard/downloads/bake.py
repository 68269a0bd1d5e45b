"""Everything that readers can take away, baked from the database at build: tables in four formats, calendars, one zip.

`downloads/latest/` is the record as built; `downloads/<version>/` holds the files of `releases/<version>.tar.xz` as released.
"""

import hashlib
import io
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from noticeboard.contents import Contents, Row, Version, name_version, open_database, read_contents
from noticeboard.downloads.calendars import write_calendar
from noticeboard.downloads.formats import as_typed, write_csv, write_json_lines, write_parquet, write_spreadsheet_csv
from noticeboard.downloads.leaflets import (
    read_awkward_cases,
    write_citation,
    write_descriptor,
    write_dictionary,
    write_licence,
    write_readme,
    write_version,
)
from noticeboard.queries import Queries
from noticeboard.releases.archives import SUM, SUMS, Files, unpack_releases
from noticeboard.schema import Schema
from noticeboard.views import Meanings, read_meanings

LATEST = "site/downloads/latest"
ZIP = "noticeboard.zip"
DICTIONARY = Path(__file__).parent.parent.parent / "data/README.md"


def bake_downloads(root: Path, schema: Schema, output: Path) -> None:
    """Write the downloads of the output's database, and put the root's releases beside them; raises BuildError."""
    latest = output / LATEST
    queries = Queries(root / "data/queries")
    meanings = read_meanings(output / "data.db", schema, root, queries.by_name.values())
    write_files(latest, make_files(schema, output / "data.db", queries, meanings))
    shutil.copyfile(output / "data.db", latest / "data.db")
    write_sums(latest)
    unpack_releases(root, latest.parent)


def make_files(schema: Schema, database: Path, queries: Queries, meanings: Meanings) -> Files:
    """Return every download but the database itself, by path."""
    contents = read_contents(database)
    version = name_version(contents)
    tables = leave_out_unconfirmed(schema, contents)
    with closing(open_database(database)) as db:
        record = queries.run(db, "force_record", force="")
        deadlines = queries.run(db, "recommendation_deadlines", force="")
    files = dict(make_tables(schema, tables))
    dictionary = write_dictionary(schema, meanings, queries.by_name.values(), read_awkward_cases(DICTIONARY))
    files |= {"dictionary.md": dictionary} | make_leaflets(schema, version, files)
    files |= {ZIP: make_zip(version, files)}
    files |= {f"forces/{force}.csv": write_spreadsheet_csv(tuple(rows[0]), rows) for force, rows in _by_force(record)}
    return files | dict(make_calendars(schema.title, version.as_on, tables["forces"], deadlines))


def leave_out_unconfirmed(schema: Schema, contents: dict[str, Contents]) -> dict[str, list[Row]]:
    """Return the tables' rows without unconfirmed notices and all that points to one: the one place that leaves rows out."""
    tables = {
        table.name: [row for row in as_typed(table, contents[table.name].rows) if row.get("is_confirmed") is not False]
        for table in schema.tables.values()
    }
    shorter = {name for name, rows in tables.items() if len(rows) < len(contents[name].rows)}
    while shorter:
        shorter = set(_leave_out_pointing_nowhere(schema, tables, shorter))
    return tables


def _leave_out_pointing_nowhere(schema: Schema, tables: dict[str, list[Row]], shorter: set[str]) -> Iterator[str]:
    """Leave out the rows that point to one gone from a shorter table; yields the names of the tables they stood in."""
    for table in schema.tables.values():
        for key in table.foreign_keys:
            if key.table in shorter:
                known = {tuple(row[name] for name in key.other_fields) for row in tables[key.table]}
                pointers = [(tuple(row[name] for name in key.fields), row) for row in tables[table.name]]
                kept = [row for pointer, row in pointers if None in pointer or pointer in known]
                if len(kept) < len(pointers):
                    tables[table.name] = kept
                    yield table.name


def make_tables(schema: Schema, tables: dict[str, list[Row]]) -> Iterator[tuple[str, bytes]]:
    """Yield each table's path and bytes in each format."""
    for name, table in schema.tables.items():
        columns = [field.name for field in table.fields]
        yield f"csv/{name}.csv", write_csv(columns, tables[name])
        yield f"spreadsheet/{name}.csv", write_spreadsheet_csv(columns, tables[name])
        yield f"jsonl/{name}.jsonl", write_json_lines(tables[name])
        yield f"parquet/{name}.parquet", write_parquet(table, tables[name])


def make_leaflets(schema: Schema, version: Version, files: Files) -> Files:
    """Return what describes the tables' files, by path."""
    return {
        "README.md": write_readme(schema, version),
        "LICENCE.txt": write_licence(schema),
        "CITATION.cff": write_citation(schema, version),
        "version.json": write_version(version),
        "datapackage.json": write_descriptor(schema, version, files),
    }


def make_zip(version: Version, files: Files) -> bytes:
    """Return the zip of the leaflets and the exact CSV files: in the order of their names, all dated on the record's day."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in files if "/" not in path or path.startswith("csv/")):
            archive.writestr(_zip_entry(f"noticeboard-{version.version}/{path}", version.as_on), files[path])
    return file.getvalue()


def _zip_entry(path: str, day: str) -> zipfile.ZipInfo:
    year, month, day_of_month = map(int, day.split("-"))
    entry = zipfile.ZipInfo(path, (year, month, day_of_month, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system, entry.external_attr = 3, 0o100644 << 16  # Unix, whatever system builds
    return entry


def make_calendars(title: str, as_on: str, forces: list[Row], deadlines: list[Row]) -> Iterator[tuple[str, bytes]]:
    """Yield the calendar of all deadlines, that of each force, empty where it has none, and that of each notice that has some."""
    yield "calendars/all.ics", write_calendar(f"{title}: deadlines", as_on, deadlines)
    for notice in sorted({row["notice"] for row in deadlines}):
        own = [row for row in deadlines if row["notice"] == notice]
        yield f"calendars/notices/{notice}.ics", write_calendar(f"{title}: {notice}", as_on, own)
    for force in forces:
        own = [row for row in deadlines if row["force"] == force["force"]]
        yield f"calendars/{force['force']}.ics", write_calendar(f"{title}: {force['name']}", as_on, own)


def _by_force(rows: list[Row]) -> Iterator[tuple[str, list[Row]]]:
    for force, group in groupby(rows, itemgetter("force")):
        yield force, list(group)


def write_files(folder: Path, files: Files) -> None:
    """Write files below a folder, which is made where it is missing."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def write_sums(folder: Path) -> None:
    """Write SHA256SUMS for every other file of a folder, as sha256sum --check reads it."""
    paths = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    files = {path: (folder / path).read_bytes() for path in paths if path != SUMS}
    (folder / SUMS).write_bytes(make_sums(files))


def make_sums(files: Files) -> bytes:
    """Return SHA256SUMS of the files, in the order of their paths."""
    return "".join(f"{hashlib.sha256(files[path]).hexdigest()}  {path}\n" for path in sorted(files)).encode()


def read_listed(folder: Path) -> Files:
    """Read every file that a folder's SHA256SUMS lists, by path."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    return {match[2]: (folder / match[2]).read_bytes() for line in lines if (match := SUM.fullmatch(line))}
