"""The comment service: a thread under each page that the site publishes, and the related news beside it."""

from collections.abc import Iterable, Mapping
from wsgiref.types import StartResponse, WSGIEnvironment

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from comments_service import daily, db, errors, security_headers
from comments_service.blueprints import api, desk, feeds, flags, health, posting, reactions, related, status, threads
from comments_service.blueprints.addresses import CONVERTERS
from comments_service.cli import export_command, import_command, moderators, upgrade_command
from comments_service.config import make_settings
from comments_service.desk_session import DESK, DeskCookie
from comments_service.display import make_filters
from comments_service.edition import read_edition
from comments_service.site import PublishedSite
from wording import Language, install, speak


def create_app(environment: Mapping[str, str] | None = None) -> Flask:
    """Make the service from COMMENTS_* settings, by default the process's own; raises ConfigError naming each bad one."""
    settings = make_settings(environment)

    app = Flask(__name__, static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.request_limit,
        MAX_FORM_MEMORY_SIZE=settings.request_limit,
        SESSION_COOKIE_NAME="desk",
        SESSION_COOKIE_PATH=DESK,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.base_url.startswith("https://"),
        SESSION_REFRESH_EACH_REQUEST=False,  # it ends when its row in the database does
        PERMANENT_SESSION_LIFETIME=settings.desk_session_seconds,
    )

    app.session_interface = DeskCookie()
    app.extensions["settings"] = settings
    app.extensions["edition"] = read_edition()
    app.extensions["site"] = PublishedSite(settings.site_db)
    db.init_app(app, settings.database_url)
    daily.init_app(app)

    app.jinja_env.filters |= make_filters()
    install(app.jinja_env)
    app.url_map.converters |= CONVERTERS
    errors.init_app(app)
    security_headers.init_app(app)
    threads.init_app(app)
    for module in (threads, posting, status, reactions, flags, api, feeds, desk, related, health):
        app.register_blueprint(module.blueprint)
    for command in (moderators, upgrade_command, export_command, import_command):
        app.cli.add_command(command)
    _speak(app, settings.language)
    if settings.proxies:
        _believe(app, settings.proxies)
    return app


def _speak(app: Flask, language: Language) -> None:
    """Let everything that the service does for a request be worded in a language."""
    answer = app.wsgi_app

    def answer_worded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        with speak(language):
            return answer(environ, start_response)

    app.wsgi_app = answer_worded  # type: ignore[method-assign]  # Flask's own way to put something around it


def _believe(app: Flask, proxies: int) -> None:
    """Believe the outermost of our own proxies about the address that asks, and nobody about anything else."""
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0)  # type: ignore[method-assign]  # Flask's own way, too
