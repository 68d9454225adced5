"""Counts failed logins in memory, so that passwords cannot be tried by the thousand. It knows no password and no person."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

WINDOW = 600.0  # seconds
MOST_KEYS = 10_000  # oldest forgotten first: memory stays bounded


class Throttle:
    """At most `most` failures for a key in ten minutes."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._failed: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = threading.Lock()

    def is_closed(self, key: str) -> bool:
        """True when this key failed too often just now."""
        with self._lock:
            return len(self._recent(key)) >= self._most

    def failed(self, key: str) -> None:
        """One more failure."""
        with self._lock:
            self._failed[key] = [*self._recent(key), self._clock()]
            self._failed.move_to_end(key)
            while len(self._failed) > MOST_KEYS:
                self._failed.popitem(last=False)

    def forget(self, key: str) -> None:
        """It went well: the failures of this key no longer count."""
        with self._lock:
            self._failed.pop(key, None)

    def _recent(self, key: str) -> list[float]:
        since = self._clock() - WINDOW
        return [at for at in self._failed.get(key, []) if at > since]
