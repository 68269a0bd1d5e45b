"""Moderators are made on the command line, and nowhere else."""

import pytest

from comments_service.models import Moderator


def run(app, *args, password="correct horse battery"):
    return app.test_cli_runner().invoke(args=["moderators", *args], input=f"{password}\n")


def test_a_moderator_is_made(app, session):
    result = run(app, "add", "ruth", "--password-stdin")

    assert result.output == "ruth can sign in at https://noticeboard.example/comments/desk/\n"
    assert session.query(Moderator).one().password_hash.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("args", "password", "message"),
    [
        (("add", "ruth"), "correct horse battery",
         "There is a moderator 'ruth' already. To change the password: moderators reset ruth"),
        (("add", "ben"), "short", "The password has 5 characters. Use at least 12."),
        (("add", " ben"), "correct horse battery",
         "The name ' ben' cannot be used. Use plain letters without spaces around them."),
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

    assert run(app, "list").output == "ada\nruth\n"
