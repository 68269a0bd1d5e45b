"""Moderators are made on the command line, and nowhere else."""

import re

import pytest
from sqlalchemy import select, text

import comments_service
from comments_service import db
from comments_service.columns import Base
from comments_service.migrating import upgrade
from comments_service.models import ModerationAction, Moderator


def run(app, *args, password="correct horse battery"):
    return app.test_cli_runner().invoke(args=["moderators", *args], input=f"{password}\n")


def test_a_moderator_is_made(app, session):
    result = run(app, "add", "ruth", "--password-stdin")

    assert result.output == "ruth can sign in at /comments/desk/ from now on, as an editor.\n"
    assert session.query(Moderator).one().password_hash.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("args", "password", "message"),
    [
        (("add", "ruth"), "correct horse battery",
         "There is a moderator 'ruth' already. To change the password: moderators reset ruth"),
        (("add", "ben"), "short", "The password has 5 characters. Use at least 12."),
        (("add", " ben"), "correct horse battery",
         "The name ' ben' cannot be used. Use plain letters without spaces around them."),
        (("add", "r" * 201), "correct horse battery",
         f"The name '{'r' * 201}' cannot be used. Use plain letters without spaces around them."),
        (("reset", "ruth"), "short", "The password has 5 characters. Use at least 12."),
        (("reset", "ben"), "correct horse battery", "There is no moderator 'ben'. To make one: moderators add ben"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(app, args, password, message):
    run(app, "add", "ruth", "--password-stdin")

    result = run(app, *args, "--password-stdin", password=password)

    assert (result.exit_code, result.output) == (1, f"Error: {message}\n")


def test_moderators_are_listed_by_name(app):
    run(app, "add", "ruth", "--password-stdin")
    run(app, "add", "ada", "--password-stdin")

    assert run(app, "list").output == "ada: moderator\nruth: editor\n"


def test_the_first_one_is_an_editor_and_the_others_are_what_is_asked_for(app):
    said = [
        run(app, "add", name, *role, "--password-stdin").output
        for name, role in {"ruth": (), "edith": ("--role", "editor"), "ben": ("--role", "moderator"), "ada": ()}.items()
    ]

    assert [line.rpartition(", as ")[2] for line in said] == [
        "an editor.\n",
        "an editor.\n",
        "a moderator.\n",
        "a moderator.\n",
    ]


def test_the_first_one_can_be_a_moderator(app):
    assert run(app, "add", "ruth", "--role", "moderator", "--password-stdin").output.endswith("as a moderator.\n")


def test_a_role_is_changed(app):
    run(app, "add", "ruth", "--password-stdin")

    said = [run(app, "role", "ruth", "moderator").output, run(app, "role", "ruth", "editor").output]

    assert said == ["ruth is a moderator from now on.\n", "ruth is an editor from now on.\n"]
    assert run(app, "list").output == "ruth: editor\n"


@pytest.mark.parametrize(
    ("args", "status", "message"),
    [
        (("ben", "editor"), 1, "Error: There is no moderator 'ben'. To make one: moderators add ben"),
        (
            ("ruth", "owner"),
            2,
            "Error: Invalid value for '{moderator|editor}': 'owner' is not one of 'moderator', 'editor'.",
        ),
    ],
)
def test_a_role_that_is_none_or_nobodys_is_refused(app, args, status, message):
    run(app, "add", "ruth", "--password-stdin")

    result = run(app, "role", *args)

    assert (result.exit_code, result.output.splitlines()[-1]) == (status, message)


def test_a_dismissed_moderator_stays_on_the_list_until_a_reset(app):
    run(app, "add", "ruth", "--password-stdin")

    said = run(app, "dismiss", "ruth").output
    listed = run(app, "list").output
    run(app, "reset", "ruth", "--password-stdin")

    assert said == "ruth cannot sign in any more. To let them in again: moderators reset ruth\n"
    assert (listed, run(app, "list").output) == ("ruth: editor, dismissed\n", "ruth: editor\n")


@pytest.fixture
def bare(app):
    """The database as its server made it, without tables."""
    engine = app.extensions["engine"]
    Base.metadata.drop_all(engine)
    with engine.begin() as connection:
        connection.execute(text("drop table alembic_version"))
    yield engine
    upgrade(engine)


COMMANDS = [("moderators", "list"), ("export", "{file}"), ("import", "{file}")]


def run_on(app, command, tmp_path):
    (tmp_path / "file").touch()
    result = app.test_cli_runner().invoke(args=[word.format(file=tmp_path / "file") for word in command])
    return result.exit_code, result.output


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_without_tables_is_told_of(app, bare, tmp_path, command):
    assert run_on(app, command, tmp_path) == (
        1,
        "Error: The database has no tables yet. Make them first: flask --app comments_service upgrade\n",
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_at_another_step_is_told_of_and_mended_by_upgrade(app, bare, tmp_path, command):
    upgrade(bare, to="0002")

    before = run_on(app, command, tmp_path)
    app.test_cli_runner().invoke(args=["upgrade"])
    after = run_on(app, ("moderators", "list"), tmp_path)

    assert before == (
        1,
        "Error: The database is at step 0002, this release needs 0004. "
        "Bring it there first: flask --app comments_service upgrade\n",
    )
    assert after == (0, "")


def test_everything_can_be_exported_and_imported(app, make_comment, environment, tmp_path):
    make_comment("Well said.")
    file = tmp_path / "all.jsonl"
    other = comments_service.create_app(environment | {"COMMENTS_DATABASE_URL": f"sqlite:///{tmp_path}/other.db"})

    results = [
        app.test_cli_runner().invoke(args=["export", str(file)]),
        other.test_cli_runner().invoke(args=["upgrade"]),
        other.test_cli_runner().invoke(args=["import", str(file)]),
        other.test_cli_runner().invoke(args=["import", str(file)]),
    ]

    assert [(result.exit_code, result.output) for result in results] == [
        (0, f"{file} holds 4 rows.\n"),
        (0, ""),
        (0, f"The database holds 4 rows from {file}.\n"),
        (1, "Error: The table credentials has rows already. Import into an empty database.\n"),
    ]
    db.close(other)


def test_what_is_done_to_moderators_is_a_row_and_stands_among_the_acts(app, session, edith):
    for args in (
        ("add", "ruth"),
        ("role", "ruth", "editor"),
        ("reset", "ruth"),
        ("dismiss", "ruth"),
        ("reset", "ruth"),
    ):
        run(app, *args, *(["--password-stdin"] if args[0] in {"add", "reset"} else []))

    acts = session.scalars(select(ModerationAction).order_by(ModerationAction.id)).all()
    assert {(act.by, act.comment_id, act.thread_id, act.credential_id) for act in acts} == {
        ("the command line", None, None, None)
    }
    assert [(act.verb, act.before, act.after, act.reason) for act in acts] == [
        ("moderator-add", "nobody", "moderator", "ruth, as a moderator"),
        ("moderator-role", "moderator", "editor", "ruth, as an editor"),
        ("moderator-reset", "an old password", "a new password", "ruth, as an editor"),
        ("moderator-dismiss", "active", "dismissed", "ruth, as an editor"),
        ("moderator-reset", "dismissed", "a new password", "ruth, as an editor"),
    ]
    page = re.sub("[\u2068\u2069]", "", edith.get("/comments/desk/acts").text)
    assert re.findall("the command line ([^<]+)\\.", page) == [
        "gave a moderator another password: ruth, as an editor",
        "dismissed a moderator: ruth, as an editor",
        "gave a moderator another password: ruth, as an editor",
        "gave a moderator another role: ruth, as an editor",
        "made a moderator: ruth, as a moderator",
    ]


@pytest.mark.parametrize("args", [("role", "ruth", "editor"), ("dismiss", "ruth")])
def test_what_is_so_already_leaves_no_second_row(app, session, args):
    run(app, "add", "ruth", "--password-stdin")

    results = [run(app, *args) for _ in range(2)]

    assert [result.exit_code for result in results] == [0, 0]
    verbs = session.scalars(select(ModerationAction.verb)).all()
    assert verbs == ["moderator-add", *(["moderator-dismiss"] if "dismiss" in args else [])]
