"""Whether the service can do its work."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from comments_service.db import get_session

blueprint = Blueprint("health", __name__, url_prefix="/comments")


@blueprint.get("/health")
def read_health() -> Response:
    """Answer that the service is up and that its database answers."""
    get_session().execute(text("select 1"))
    response = jsonify({"state": "ok"})
    response.headers["Cache-Control"] = "no-store"
    return response
