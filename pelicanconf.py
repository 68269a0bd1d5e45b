"""The site's settings for Pelican; what differs in production comes from the environment."""

import os

from jinja2 import StrictUndefined

SITENAME = "Noticeboard"
SITEURL = os.environ.get("NOTICEBOARD_SITE_URL", "http://127.0.0.1:8000")
TIMEZONE = "UTC"
DEFAULT_LANG = "en"

THEME = "theme"
PLUGINS = ["noticeboard.pelican_plugin"]
# A name that a template misspells stops the build.
JINJA_ENVIRONMENT = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}

# Every page comes from rows through the plugin's generator, so Pelican's own generators are given nothing.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
ARTICLE_SAVE_AS = AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
