"""A page's id within an address: notices/staffordshire-2022-03."""

from werkzeug.routing import BaseConverter


class PageConverter(BaseConverter):
    """Matches the ids of pages that can have a thread, and nothing that could be another path."""

    regex = r"(?:notices|recommendations|forces|news)/[a-z0-9]+(?:-[a-z0-9]+)*"
    part_isolating = False
