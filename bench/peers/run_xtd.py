"""Serve django-comments-xtd with one thread: python run_xtd.py FOLDER COMMENTS PORT."""

import sys
from datetime import UTC, datetime, timedelta

import django
from django.conf import settings
from django.http import HttpResponse
from django.template import Context, Template
from django.urls import include, path
from gunicorn.app.base import BaseApplication

TEXT = "Detainees waited **too long** for a nurse.\n\nWhat became of recommendation 3, and who looked?"
PAGE = (
    "{% load comments comments_xtd %}{% get_comment_count for page as n %}{{ n }}{% render_xtdcomment_tree for page %}"
)


class Server(BaseApplication):
    """Gunicorn with one worker."""

    def __init__(self, app, port):
        self.app, self.port = app, port
        super().__init__()

    def load_config(self):
        """Set what a measurement needs."""
        self.cfg.set("bind", f"127.0.0.1:{self.port}")
        self.cfg.set("loglevel", "error")

    def load(self):
        """Return the application."""
        return self.app


def configure(folder):
    """Set Django up with what a thread needs and no more."""
    settings.configure(
        SECRET_KEY="bench" * 10,
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        SITE_ID=1,
        USE_TZ=True,
        COMMENTS_APP="django_comments_xtd",
        COMMENTS_XTD_MAX_THREAD_LEVEL=2,
        DATABASES={
            "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": f"{folder}/xtd.db", "CONN_MAX_AGE": None}
        },
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sites",
            "rest_framework",
            "django_comments_xtd",
            "django_comments",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    )
    django.setup()


def fill(comments):
    """Put comments into the thread of the site's own row, as of any object."""
    from django.contrib.contenttypes.models import ContentType
    from django.contrib.sites.models import Site
    from django.core.management import call_command
    from django_comments_xtd.models import XtdComment

    call_command("migrate", verbosity=0)
    site = Site.objects.get(pk=1)
    about = {"content_type": ContentType.objects.get_for_model(Site), "object_pk": "1", "site": site}
    first = datetime(2026, 1, 1, tzinfo=UTC)
    for number in range(comments):
        at = first + timedelta(minutes=number)
        XtdComment.objects.create(user_name=f"Reader {number}", comment=TEXT, submit_date=at, **about)


def show(request):
    """Answer with the thread as the application's own tags render it."""
    from django.contrib.auth.models import AnonymousUser
    from django.contrib.sites.models import Site

    values = {"page": Site.objects.get(pk=1), "request": request, "user": AnonymousUser()}
    return HttpResponse(Template(PAGE).render(Context(values)))


urlpatterns = [path("thread/", show)]


def main(folder, comments, port):
    """Fill the thread, then serve it."""
    configure(folder)
    fill(int(comments))
    from django.core.wsgi import get_wsgi_application

    urlpatterns.append(path("comments/", include("django_comments_xtd.urls")))
    Server(get_wsgi_application(), port).run()


if __name__ == "__main__":
    main(*sys.argv[1:])
