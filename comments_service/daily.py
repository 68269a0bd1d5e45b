"""What the first request of a day does in each process, whatever it asks: what was kept for a day goes."""

from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from comments_service.services.sweeping import sweep

DAY = timedelta(days=1)
PATIENCE = timedelta(minutes=1)
"""How long after it was not possible it is tried again, with whatever request comes then."""


class Daily:
    """Sweeps with the first request at or after an instant, then once a day; every other request costs one comparison."""

    def __init__(self, app: Flask) -> None:
        self._app, self.due = app, datetime.min.replace(tzinfo=UTC)

    def sweep_when_due(self) -> None:
        """Sweep with the first request of a day; where the database cannot be written to, with a later one."""
        at = datetime.now(UTC)
        if at < self.due:
            return
        self.due = at.replace(hour=0, minute=0, second=0, microsecond=0) + DAY  # first: others need not wait
        try:
            with self._app.extensions["sessions"]() as session:
                sweep(session, timedelta(seconds=self._app.extensions["settings"].desk_session_seconds))
        except SQLAlchemyError:
            self.due = at + PATIENCE


def init_app(app: Flask) -> None:
    """Let the requests of an app sweep."""
    daily = app.extensions["daily"] = Daily(app)
    app.before_request(daily.sweep_when_due)
