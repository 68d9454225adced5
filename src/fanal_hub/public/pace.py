"""How often one visitor may do a thing, kept in memory under a keyed digest; forgotten when the hub restarts."""

import threading
import time
from collections import deque

from django.http import HttpRequest

from fanal_hub.courier.keys import keyed_digest

_MOST_KNOWN = 10_000  # visitors remembered at once


class Pace:
    """At most `most` acts in `seconds` for each visitor."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._acts: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def allows(self, request: HttpRequest) -> bool:
        """Count one act of this visitor; False when it is one too many."""
        visitor, now = keyed_digest(f"pace:{request.META.get('REMOTE_ADDR', '')}"), time.monotonic()
        with self._lock:
            acts = self._acts.pop(visitor, deque())
            while acts and now - acts[0] > self._seconds:
                acts.popleft()
            self._acts[visitor] = acts  # the newest visitor stands last
            if len(self._acts) > _MOST_KNOWN:
                del self._acts[next(iter(self._acts))]
            if len(acts) >= self._most:
                return False
            acts.append(now)
            return True

    def forget(self) -> None:
        """Start anew."""
        with self._lock:
            self._acts.clear()
