"""A port that nobody listens on, below those that the system hands to clients. It asserts nothing."""

import random
import socket

_draw = random.SystemRandom()  # two test processes must not draw the same


def free_port() -> int:
    """A free port of the loopback address."""
    while True:
        port = _draw.randrange(12_000, 32_000)
        with socket.socket() as tried:
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
