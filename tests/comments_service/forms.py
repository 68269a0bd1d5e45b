"""What a reader's browser sends: the form of a thread with its token."""

import re

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
