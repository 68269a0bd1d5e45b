"""Clients that ask one endless statement after another until they are stopped: `python -m bench.pester CLIENTS PORT`."""

import http.client
import sys
import time
from contextlib import closing
from threading import Thread
from urllib.parse import urlencode

from bench.clients import WAIT

ENDLESS = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n"
BEGUN = 0.5
"""The seconds after which every client waits for an answer, or has had its first refusal."""
PATH = f"/data.json?{urlencode({'sql': ENDLESS})}"


def main(clients: str, port: str) -> None:
    """Pester a server, each client over a connection of its own, and say so once all have begun."""
    for _ in range(int(clients)):
        Thread(target=pester, args=(int(port),)).start()
    time.sleep(BEGUN)
    print("begun", flush=True)


def pester(port: int) -> None:
    """Ask again and again; a client that is refused asks again at once."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT)) as connection:
        while True:
            connection.request("GET", PATH)
            connection.getresponse().read()


if __name__ == "__main__":
    main(*sys.argv[1:])
