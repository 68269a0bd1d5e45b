"""HTTP as the server reads it: by the faster parser, with an end to what it takes before a request is whole, and to how long."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD = 2**21
"""The most bytes of an address and its headers that are read at all, so that one far too long is told so by our own words."""


LONGEST_ADDRESS = 2**16 - 1
"""The most bytes of an address that the parser can take apart; every part of the site refuses one that is half as long."""


class BoundedHttp(HttpToolsProtocol):
    """A connection that ends when an address and its headers go on for too long; the parser itself would take all of it.

    patience is how many seconds it stays open for an address and headers to be whole while it owes no answer.
    """

    patience = 10.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._is_in_head, self._head = True, 0
        self._end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Read on, unless what was read is no whole head by now and long enough."""
        if self._is_in_head:
            self._head += len(data)
        if self._head > LONGEST_HEAD:
            self.send_400_response("The address and the headers are too long.")
            return
        super().data_received(data)
        # Every byte ends the server's own wait for the next request, be it a line break or what is left of a refused body.
        if self.cycle is None or self.cycle.response_complete:
            self._wait()

    def _wait(self) -> None:
        self._end = self._end or self.loop.call_later(self.patience, self.timeout_keep_alive_handler)

    def _wait_no_more(self) -> None:
        if self._end:
            self._end.cancel()
            self._end = None

    def on_message_begin(self) -> None:
        """Begin to count anew."""
        super().on_message_begin()
        self._is_in_head, self._head = True, 0

    def on_url(self, url: bytes) -> None:
        """Keep as much of an address as it takes to be told that it is too long."""
        super().on_url(url[: LONGEST_ADDRESS - len(self.url)])

    def on_headers_complete(self) -> None:
        """Count and wait no more: bodies have limits of their own."""
        super().on_headers_complete()
        self._is_in_head = False
        self._wait_no_more()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget what was waited for."""
        super().connection_lost(exc)
        self._wait_no_more()
