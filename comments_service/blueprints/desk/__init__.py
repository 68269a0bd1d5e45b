"""The moderators' desk: sign in, see what waits and what was reported, decide, look for comments, lead threads."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from comments_service.blueprints.desk import acts, answers, queues, readers, search, sign_in, threads
from comments_service.blueprints.desk.frame import answer_refusal
from comments_service.errors import Refusal

blueprint = Blueprint("desk", __name__, url_prefix="/comments/desk")

for room in (sign_in, queues, acts, answers, threads, readers, search):
    blueprint.register_blueprint(room.blueprint)


@blueprint.after_request
def keep_private(response: Response) -> Response:
    """Nothing of the desk is kept by anybody on the way."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.errorhandler(Refusal)
def refuse(refusal: Refusal) -> AnyResponse:
    """Say at the desk why something was not done."""
    return answer_refusal(refusal)
