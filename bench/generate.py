"""An invented record of any size: content/ and data/ as the build reads them, with forces that do not exist."""

import csv
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from noticeboard.ledger import enter_ids
from noticeboard.schema import Schema, read_schema
from noticeboard.tables import Row, sort_key

PROJECT = Path(__file__).parent.parent
EXAMPLE = PROJECT / "tests/example_site"
HOST = "inspectorate.example"
FORCES = 42  # with the example site's two as many as there are
NEWEST = 2026 * 12 + 4  # May 2026, counted in months
CAUSES = 2
SELDOM = 100
"""One notice in so many has a story, a correction and a disagreement."""

WORDS = """
    the of to and a force in officers should was not for were that invented victims police with risk staff is their crime by
    be at had custody it detainees public plan as from records supervisors who too often calls children within investigations
    training domestic abuse before data performance response review chief vulnerable people how on demand assess used each
    understand missing evidence teams communities when offenders quality oversight searches workforce answered service
    sufficient system improve neighbourhood consistently cases needs record stopped standards delays leaders governance
    decisions safeguarding wellbeing resources backlog outcomes partners intelligence scrutiny digital forensic waiting
    healthcare prisoners bail suspects firearms stalking exploitation cybercrime vetting misconduct counter corruption
    procurement estates fleet budget forecast collaboration switchboard abandoned nurse cells ligature appropriate adult
""".split()
"""What invented sentences are made of, the most frequent first."""

OFTEN = [1 / place for place in range(1, len(WORDS) + 1)]
"""How often a word stands in a sentence: as in any language, the second half as often as the first, and so on."""

KINDS = (
    {"kind": "report"},
    {"kind": "cause closed", "status": "closed", "basis": "source"},
    {"kind": "progress", "progress": "some"},
    {"kind": "status", "status": "open", "basis": "source"},
    {"kind": "status", "status": "closed", "basis": "source"},
)
"""The kinds of update in turn: one of the notice, one of a cause, three of recommendations."""


@dataclass
class Invented:
    """The rows of an invented record, by table, and its Markdown files, by path."""

    rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    random: Random = field(default_factory=lambda: Random(2026))

    def add(self, table: str, **values: object) -> None:
        """Add a row."""
        self.rows.setdefault(table, []).append({name: str(value) for name, value in values.items()})

    def add_source(self, path: str, day: date) -> str:
        """Add a source published on a day, and return it."""
        source = f"https://{HOST}/{path}"
        about = {"publisher": HOST, "title": self.say(8), "published_on": day, "published_basis": "stated"}
        self.add("sources", source=source, accessed_on="2026-06-30", **about)
        return source

    def say(self, words: int) -> str:
        """Return an invented sentence of about so many words."""
        length = self.random.randint(words // 2, words * 3 // 2)
        return " ".join(self.random.choices(WORDS, OFTEN, k=length)).capitalize() + "."


@dataclass(frozen=True)
class Size:
    """How many notices there are, and what each has."""

    notices: int
    recommendations: int = 5
    updates: int = 10


def generate(root: Path, size: Size) -> None:
    """Write an invented record of a size to an empty root, on the example site's vocabularies."""
    shutil.copytree(EXAMPLE / "content", root / "content")
    shutil.copytree(PROJECT / "data/queries", root / "data/queries")
    shutil.copytree(EXAMPLE / "data/tables", root / "data/tables")
    for name in ("datapackage.yaml", "views.sql"):
        shutil.copy(PROJECT / "data" / name, root / "data" / name)
    invented = invent(size)
    write_rows(root, invented, read_schema(root / "data/datapackage.yaml"))
    for path, text in invented.files.items():
        (root / path).write_text(text, encoding="utf-8")
    shutil.copy(EXAMPLE / "data/ids.csv", root / "data/ids.csv")
    enter_ids(root)


def invent(size: Size) -> Invented:
    """Invent forces, and a notice a month for each in turn, going back from the newest."""
    invented = Invented()
    for number in range(FORCES):
        add_force(invented, number)
    for number, (force, month) in enumerate(months_of_forces(size.notices)):
        add_notice(invented, size, f"{force}-{month:%Y-%m}", force, month)
        if number % SELDOM == 0:
            add_story(invented, f"{force}-{month:%Y-%m}", force, month)
    return invented


def months_of_forces(notices: int) -> Iterator[tuple[str, date]]:
    """Yield the force and the first day of the month of each notice."""
    for number in range(notices):
        years, month = divmod(NEWEST - number // FORCES, 12)
        yield f"invented-{number % FORCES + 1:02}", date(years, month + 1, 1)


def add_force(invented: Invented, number: int) -> None:
    """Add a force that says of itself that it is invented, with a stage, a figure and a grade."""
    force = f"invented-{number + 1:02}"
    name = f"Invented Force {number + 1}"
    place = {"abbreviation": f"I {number + 1}", "tile_row": 2 + number // 8, "tile_column": number % 8}
    source = invented.add_source(force, date(2006, 1, 1))
    invented.add("forces", force=force, name=name, short_name=name, country="England", governance="Invented", **place)
    invented.add("forces_sources", force=force, position=1, source=source, supports="name and website")
    invented.add("stages", force=force, started_on="2006-01", stage="engage", reason=invented.say(10))
    invented.add("stages_sources", force=force, started_on="2006-01", position=1, source=source)
    invented.add("figures", force=force, measure="officers", counted_on="2025", value=1000 + number, source=source)
    grade = {"cycle": "2023-25", "question": "preventing-crime", "grade": "adequate", "basis": "stated"}
    invented.add("grades", force=force, source=source, **grade)


def add_notice(invented: Invented, size: Size, notice: str, force: str, month: date) -> None:
    """Add a notice with its account, its causes, their recommendations, what happened since, and what the press said."""
    invented.files[f"content/notices/{notice}.md"] = write_account(invented, notice, force)
    source = invented.add_source(notice, month)
    add_publication(invented, notice, force, month, source)
    for number in range(CAUSES):
        add_cause(invented, f"{notice}-{'abcdefgh'[number]}", notice, number)
    for number in range(size.recommendations):
        add_recommendation(invented, notice, number, month, source)
    letter = invented.add_source(f"{notice}/letter", month + timedelta(days=9))
    for number in range(size.updates):
        add_update(invented, size, notice, number, month, letter)
    add_press(invented, notice, force, month)


def add_publication(invented: Invented, notice: str, force: str, month: date, source: str) -> None:
    """Add a notice's own row and its source."""
    inspected = {"inspected_on": month - timedelta(days=90), "inspected_until_on": month - timedelta(days=80)}
    published = {"published_on": month, "published_summary": invented.say(14), "published_source": source}
    about = {"kind": "cause of concern", "is_confirmed": "true", "inspection": "Invented inspection"}
    invented.add("notices", notice=notice, force=force, note=invented.say(15), **about, **inspected, **published)
    invented.add("notices_sources", notice=notice, position=1, source=source)


def add_cause(invented: Invented, cause: str, notice: str, number: int) -> None:
    """Add a cause of concern."""
    area = ("custody", "preventing-crime")[number % 2]
    invented.add("causes", cause=cause, notice=notice, area=area, summary=invented.say(14), subject_basis="stated")


def add_recommendation(invented: Invented, notice: str, number: int, month: date, source: str) -> None:
    """Add a recommendation; every second has a day by which it is due, the others a deadline in words."""
    cause = f"{notice}-{'abcdefgh'[number % CAUSES]}"
    due = {"due_on": month + timedelta(days=90)} if number % 2 else {"due_text": "within three months"}
    key = {"recommendation": f"{notice}-{number + 1}", "cause": cause, "number": number + 1}
    invented.add("recommendations", **key, summary=invented.say(14), wording="full", source=source, **due)


def add_update(invented: Invented, size: Size, notice: str, number: int, month: date, source: str) -> None:
    """Add an update to the notice, a cause or a recommendation, each kind in turn."""
    kind = KINDS[number % len(KINDS)]
    recommendation = f"{notice}-{number % size.recommendations + 1}"
    subjects = ({"notice": notice}, {"cause": f"{notice}-a"}, {"recommendation": recommendation})
    happened = {"happened_on": month + timedelta(days=10 + number), "summary": invented.say(12), "source": source}
    subject = subjects[min(number % len(KINDS), 2)]
    invented.add("updates", update_id=f"{notice}-u{number + 1}", **subject, **kind, **happened)


def add_press(invented: Invented, notice: str, force: str, month: date) -> None:
    """Add a press item about a notice."""
    press, source = f"press-{notice}", invented.add_source(f"press/{notice}", month)
    invented.add("press", press=press, source=source, label=f"Invented paper on {notice}", summary=invented.say(14))
    invented.add("press_forces", press=press, force=force)
    invented.add("press_topics", press=press, topic="custody")


def add_story(invented: Invented, notice: str, force: str, month: date) -> None:
    """Add a story about a notice, a correction of its page and a disagreement about it."""
    story, source = f"story-{notice}", f"https://{HOST}/{notice}"
    head = f"title: Invented story of {notice}\ndate: {month}\nevent_on: {month}\nsummary: Nothing of this happened."
    invented.files[f"content/news/{story}.md"] = f"---\n{head}\n---\n\n{write_body(invented, force)}\n"
    for table, about in {"forces": force, "topics": "custody", "notices": notice}.items():
        invented.add(f"stories_{table}", story=story, **{table.removesuffix("s"): about})
    invented.add("stories_sources", story=story, position=1, source=source)
    put_right = {"wrong_since_on": month, "corrected_on": month + timedelta(days=20), "source": source}
    invented.add("corrections", correction=story, page=f"notices/{notice}", summary=invented.say(14), **put_right)
    point = {"point": invented.say(5), "kept": invented.say(5), "other": invented.say(5), "reason": invented.say(12)}
    invented.add("disagreements", disagreement=story, force=force, notice=notice, kept_source=source, **point)


def write_account(invented: Invented, notice: str, force: str) -> str:
    """Return the Markdown file of a notice, as long as those of the real record are."""
    head = f"notice: {notice}\ntitle: Invented notice {notice}\nsummary: {invented.say(14)}"
    return f"---\n{head}\n---\n\n{write_body(invented, force)}\n"


def write_body(invented: Invented, force: str) -> str:
    """Return two paragraphs, with a link to the force's page."""
    return f"Of [a force](/forces/{force}/) that is invented. {invented.say(50)}\n\n{invented.say(50)}"


def write_rows(root: Path, invented: Invented, schema: Schema) -> None:
    """Add rows to the tables that are there, each sorted by its key."""
    for name, added in invented.rows.items():
        table = schema.tables[name]
        path = root / table.path
        with path.open(encoding="utf-8", newline="") as file:
            merged = [*csv.DictReader(file), *added]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, [column.name for column in table.columns], lineterminator="\n")
            writer.writeheader()
            writer.writerows(sorted(merged, key=lambda row: sort_key(Row(dict(row), name, 0), table)))
