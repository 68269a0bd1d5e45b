"""A thread with as many published comments as a measurement asks for."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from comments_service.models import Comment, CommentState, Thread
from comments_service.rendering import RENDERER_VERSION, render
from noticeboard.server import make_comments

TEXT = "Detainees waited **too long** for a nurse.\n\nWhat became of recommendation 3, and who looked?"
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def fill_thread(root: Path, output: Path, page: str, comments: int) -> None:
    """Put published comments into the thread of a page, in the database that serving from the root uses."""
    app = make_comments(root, output)
    with app.extensions["sessions"].begin() as session:
        add_comments(session, Thread(page=page, created_at=FIRST), comments)
    app.extensions["engine"].dispose()


def add_comments(session: Session, thread: Thread, comments: int) -> None:
    """Add published comments, a minute apart."""
    for number in range(comments):
        at = FIRST + timedelta(minutes=number)
        session.add(
            Comment(
                thread=thread,
                name=f"Reader {number + 1}",
                text=TEXT,
                html=render(TEXT),
                renderer=RENDERER_VERSION,
                state=CommentState.PUBLISHED,
                created_at=at,
                published_at=at,
                status_token=f"bench-{number}",
                submission=f"bench-{number}",
            )
        )
