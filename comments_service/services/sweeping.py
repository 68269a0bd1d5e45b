"""What is kept for a day or less goes when its time is over, also where nobody writes any more."""

from datetime import timedelta

from sqlalchemy.orm import Session

from comments_service.db import begin_hasty_write
from comments_service.limits import sweep_all
from comments_service.senders import forget_past_keys
from comments_service.services import desk_sessions


def sweep(session: Session, lasting: timedelta) -> None:
    """Let go of keys of past days, of buckets that are full, and of desk sessions that are over; waits for nobody else."""
    begin_hasty_write(session)
    forget_past_keys(session.connection())
    sweep_all(session.connection())
    desk_sessions.sweep(session, lasting)
    session.commit()
