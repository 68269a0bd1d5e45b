"""One worker of the comment service alone, on the port given last, as the README has operators run it."""

import sys

from granian import Granian
from granian.constants import Interfaces

if __name__ == "__main__":
    Granian(
        "comments_service:create_app",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        blocking_threads=1,
        factory=True,
        log_enabled=False,
    ).serve()
