"""What a reader's browser sends: the form of a thread with its token."""

import json
import re
from urllib.parse import urlencode

from tests.comments_service.conftest import OWN
from tests.comments_service.factories import PAGE

URL = f"/comments/threads/{PAGE}"
API = f"/comments/api/threads/{PAGE}"
TOKEN = re.compile(r'name="token" value="([^"]+)"')


def token(client, url=URL):
    """Return the token of the form at an address."""
    return TOKEN.search(client.get(url).text)[1]


def post(client, headers=OWN, url=URL, **fields):
    """Send the form as a browser does."""
    return client.post(url, data={"name": "Ada", "text": "Well said.", **fields}, headers=headers)


def error(response):
    """Return the status of a refusal and its code."""
    return response.status_code, response.json["error"]["code"]


def as_form(fields):
    """Return fields as a form has them, halves of characters among them; what is no text stands as JSON."""
    pairs = [(name, as_text(value).encode("utf-8", "surrogatepass")) for name, value in fields.items()]
    return {"data": urlencode(pairs), "content_type": "application/x-www-form-urlencoded"}


def as_text(value):
    return value if isinstance(value, str) else json.dumps(value)
