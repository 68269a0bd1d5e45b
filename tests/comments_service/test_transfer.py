"""All that the service keeps, as a file, and back."""

import json
import resource

import pytest
from sqlalchemy import func, select

from comments_service import transfer
from comments_service.columns import Base, now
from comments_service.db import make_engine
from comments_service.migrating import upgrade
from comments_service.models import Comment, FlagReason, ReactionKind
from comments_service.senders import Sender
from comments_service.services import flags, moderation, moderators, reactions, revising
from comments_service.services.drafts import Draft
from tests.comments_service.conftest import PASSWORD
from tests.comments_service.factories import SETTINGS, status_path


@pytest.fixture
def full(session, make_comment):
    """A database with a row in every table that is carried elsewhere."""
    moderators.add(session, "ruth", PASSWORD)
    comment = make_comment('=1+1 "quoted" \u2028 عائشة 🙂\n\nTwo lines.', state="published")
    answer = make_comment("Quite so.", name="Ben", answers=comment, state="published")
    ben = Sender("ben's browser", "192.0.2.7")
    reactions.react(session, comment, ReactionKind.USEFUL, ben, SETTINGS, is_on=True)
    flags.flag(session, comment, FlagReason.SPAM, "Look.", ben, SETTINGS)
    revising.edit(session, answer, Draft("Ben", "Not so.", "<p>Not so.</p>"), ben, SETTINGS)
    moderation.publish(session, answer, by="ruth", reason="within the house rules")
    return comment


@pytest.fixture
def empty(tmp_path):
    """An empty database of another kind than the one under test may be."""
    engine = make_engine(f"sqlite:///{tmp_path}/empty.db")
    upgrade(engine)
    yield engine
    engine.dispose()


def write(app, path):
    with app.extensions["engine"].begin() as connection:
        return transfer.write_export(connection, path)


def read(engine, path):
    with engine.begin() as connection:
        return transfer.read_export(connection, path)


def test_every_row_is_there_after_a_line_that_says_what_the_file_is(app, full, tmp_path):
    count = write(app, tmp_path / "all.jsonl")

    head, *rows, _last = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text().split("\n")[:-1]]
    assert head == {"format": "noticeboard-comments", "version": "0003"}
    assert count == len(rows)
    with app.extensions["engine"].connect() as connection:
        kept = {
            table.name: connection.scalar(select(func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
        }
    told = {name: sum(row["table"] == name for row in rows) for name in kept}
    assert {name: number for name, number in kept.items() if told[name] != number}.keys() <= {"buckets", "address_keys"}
    assert all(told[name] for name in ("comments", "revisions", "verdicts", "reactions", "flags", "moderation_actions"))


def test_an_export_is_exact(app, full, tmp_path):
    write(app, tmp_path / "all.jsonl")

    rows = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text().split("\n")[1:-2]]
    (comment,) = [row["row"] for row in rows if row["table"] == "comments" and row["row"]["id"] == full.id]
    assert comment["text"] == full.text
    assert comment["created_at"] == full.created_at.isoformat()


def test_an_import_into_an_empty_database_gives_the_same_bytes_again(app, full, empty, tmp_path):
    write(app, tmp_path / "one.jsonl")
    count = read(empty, tmp_path / "one.jsonl")
    with empty.begin() as connection:
        transfer.write_export(connection, tmp_path / "two.jsonl")

    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()
    assert count > 10


def test_comments_go_on_after_an_import(app, full, empty, session, make_comment, tmp_path):
    write(app, tmp_path / "one.jsonl")
    with app.extensions["engine"].begin() as connection:
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())
    session.expunge_all()

    read(app.extensions["engine"], tmp_path / "one.jsonl")

    assert make_comment("After all.").id > full.id
    assert app.test_client().get(status_path(full)).status_code == 200


@pytest.mark.parametrize("cut", [1, 100, 1000])
def test_an_export_that_was_cut_off_is_refused_and_nothing_is_kept(app, full, empty, tmp_path, cut):
    path = tmp_path / "all.jsonl"
    write(app, path)
    path.write_bytes(path.read_bytes()[:-cut])

    with pytest.raises(transfer.BrokenExport, match="the file is not whole"):
        read(empty, path)

    with empty.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Comment.__table__)) == 0


def test_an_export_that_was_changed_is_refused(app, full, empty, tmp_path):
    path = tmp_path / "all.jsonl"
    write(app, path)
    path.write_bytes(path.read_bytes().replace(b"Quite so.", b"Quite no."))

    with pytest.raises(transfer.BrokenExport, match="the file is not whole"):
        read(empty, path)


@pytest.mark.parametrize("text", ["", "{}\n", "not JSON\n", '{"format":"noticeboard-comments","version":"0002"}\nx\n'])
def test_what_is_no_export_of_this_version_is_refused(empty, tmp_path, text):
    path = tmp_path / "all.jsonl"
    path.write_text(text)

    with pytest.raises(transfer.BrokenExport, match=r"not whole|no export of version 0003"):
        read(empty, path)


def test_a_database_with_rows_is_never_imported_into(app, full, tmp_path):
    write(app, tmp_path / "all.jsonl")

    with pytest.raises(transfer.BrokenExport, match=r"The table .* has rows already\. Import into an empty database\."):
        read(app.extensions["engine"], tmp_path / "all.jsonl")


def test_an_export_that_fails_leaves_the_last_one_as_it_was(app, full, tmp_path, monkeypatch):
    write(app, tmp_path / "all.jsonl")
    before = (tmp_path / "all.jsonl").read_bytes()
    with app.extensions["engine"].begin() as connection:
        connection.close()
        with pytest.raises(Exception, match="closed"):
            transfer.write_export(connection, tmp_path / "all.jsonl")

    assert (tmp_path / "all.jsonl").read_bytes() == before
    assert [path.name for path in tmp_path.glob("*all.jsonl*")] == ["all.jsonl"]


def test_what_counts_for_hours_is_not_carried_elsewhere(app, full, tmp_path):
    write(app, tmp_path / "all.jsonl")

    tables = {json.loads(line).get("table") for line in (tmp_path / "all.jsonl").read_text().split("\n")[:-1]}
    assert tables.isdisjoint({"buckets", "address_keys", "desk_sessions"})
    assert now().isoformat()[:4] in (tmp_path / "all.jsonl").read_text()


def test_an_export_for_which_the_disk_has_no_room_leaves_the_last_one_as_it_was(app, tmp_path):
    write(app, tmp_path / "all.jsonl")
    before = (tmp_path / "all.jsonl").read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)

    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, hard))
    try:
        with pytest.raises(OSError, match="File too large"):
            write(app, tmp_path / "all.jsonl")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert (tmp_path / "all.jsonl").read_bytes() == before
