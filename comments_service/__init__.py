"""The comment service: a thread under each page that the site publishes, and the related news beside it."""

from collections.abc import Mapping

from flask import Flask

from comments_service import db, errors
from comments_service.blueprints import api, desk, health, posting, related, status, threads
from comments_service.blueprints.addresses import PageConverter, TokenConverter
from comments_service.cli import moderators, upgrade_command
from comments_service.config import make_settings
from comments_service.display import make_filters
from comments_service.site import PublishedSite


def create_app(environment: Mapping[str, str] | None = None) -> Flask:
    """Make the service from COMMENTS_* settings, by default the process's own; raises ConfigError naming each bad one."""
    settings = make_settings(environment)

    app = Flask(__name__, static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.request_limit,
        MAX_FORM_MEMORY_SIZE=settings.request_limit,
        SESSION_COOKIE_NAME="desk",
        SESSION_COOKIE_PATH="/comments/desk",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        PERMANENT_SESSION_LIFETIME=settings.desk_session_seconds,
    )

    app.extensions["settings"] = settings
    app.extensions["site"] = PublishedSite(settings.site_db)
    db.init_app(app, settings.database_url)

    app.jinja_env.filters |= make_filters()
    app.jinja_options |= {"trim_blocks": True, "lstrip_blocks": True}
    app.url_map.converters |= {"page": PageConverter, "token": TokenConverter}
    errors.init_app(app)
    threads.init_app(app)
    for module in (threads, posting, status, api, desk, related, health):
        app.register_blueprint(module.blueprint)
    app.cli.add_command(moderators)
    app.cli.add_command(upgrade_command)
    return app
