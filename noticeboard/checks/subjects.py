"""Which notice a cause, a recommendation or an update belongs to."""

from collections.abc import Iterator

from noticeboard.record import Record
from noticeboard.tables import Row


def notices_of_causes(record: Record) -> dict[str, str]:
    """Return the notice of each cause."""
    return {row["cause"]: row["notice"] for row in record["causes"]}


def notices_of_recommendations(record: Record) -> dict[str, str | None]:
    """Return the notice of each recommendation; nothing where its cause is not known."""
    causes = notices_of_causes(record)
    return {row["recommendation"]: causes.get(row["cause"]) for row in record["recommendations"]}


def updates_with_notices(record: Record) -> Iterator[tuple[Row, str | None]]:
    """Yield each update and the notice that it belongs to in the end; nothing where that is not known."""
    causes, recommendations = notices_of_causes(record), notices_of_recommendations(record)
    for row in record["updates"]:
        yield row, row["notice"] or causes.get(row["cause"]) or recommendations.get(row["recommendation"])
