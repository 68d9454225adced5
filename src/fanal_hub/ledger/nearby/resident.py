"""Holds the memories of this process: one index a handler and kind, fed by position from the ledger. It decides nothing.

A search first reads what was committed since the last one. Sorting the newest in takes seconds in a large memory, so a
thread does it beside the searches; what comes meanwhile is noted and done again to the new index.
"""

import logging
import threading
from functools import cache
from importlib import import_module
from importlib.util import find_spec

import numpy as np
from django.conf import settings
from django.db import Error, connection

from fanal.crossref.hamming import Index, kernels
from fanal.crossref.hamming.codes import Ids, Words
from fanal.crossref.hamming.kernels import MODULES, Kernels
from fanal_hub.ledger.nearby import feed, snapshot
from fanal_hub.ledger.nearby.numbers import number_of, target_of
from fanal_hub.ledger.read import streams

log = logging.getLogger("fanal_hub.ledger")
LEAST_WAITING, SHARE_WAITING = 4_096, 16  # sort the tail in above the one, and above one code in so many
LEAST_SAVED = 20_000  # codes: a smaller memory is read from the ledger as soon as it is asked
LEAST_COMPILED = 200_000  # codes: below, NumPy answers in a fraction of a millisecond, and no compiler is waited for
Change = tuple[Ids, Words, Ids]


class Resident:
    """One memory: its index, the position it stands at, and the thread that sorts it when there is one."""

    def __init__(self, handler: str, kind: str) -> None:
        self._whose = (handler, kind)
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._position = 0
        self._noted: list[Change] | None = None  # changes since the sorting began
        self._owes = False  # something erased is still in memory
        self._thread: threading.Thread | None = None

    def near(self, codes: Words, radius: int, most: int = 0) -> list[list[tuple[str, int]]]:
        """(target, distance) within the radius of each code, nearest first, a target for each fingerprint; `most`: so many."""
        with self._lock:
            index = self._caught_up()
        found = index.search_many(codes, radius)
        return [[(target_of(i), distance) for i, distance in found.pairs(n, most)] for n in range(len(codes))]

    def wait(self) -> None:
        """Until nothing is being sorted: for tests, and for who ends the process."""
        thread = self._thread
        if thread is not None:
            thread.join()

    def _caught_up(self) -> Index:
        if self._index is None:
            self._index, self._position = self._loaded()
        handler, kind = self._whose
        news = feed.since(handler, self._position)
        if news.too_much or news.position < self._position:  # the log was put back to an earlier state: begin anew
            self._index, self._position = self._read()
            self._noted = None  # what is being sorted is of the past
            return self._index
        if news.targets and self._change(news):
            snapshot.drop(handler, kind)
            self._owes = True
        self._position = news.position
        if self._owes or self._index.waiting > max(LEAST_WAITING, len(self._index) // SHARE_WAITING):
            self._sort(self._index)
        return self._index

    def _change(self, news: feed.News) -> bool:
        """Take over what the targets carry now; was something destroyed that must leave memory and disk too?"""
        assert self._index is not None
        codes, ids = feed.of_targets(*self._whose, news.targets)
        known = sorted(number_of(each) for each in news.targets - news.fresh)
        change = (np.array(known, dtype=np.int64), codes, ids)
        self._index.replace(*change)
        if self._noted is not None:
            self._noted.append(change)
        gone = sorted({number_of(each) for each in news.erased} - set(ids.tolist()))
        return bool(gone) and self._index.holds(np.array(gone, dtype=np.int64))

    # --- where it comes from ----------------------------------------------------------------------------------------
    def _loaded(self) -> tuple[Index, int]:
        return snapshot.load(*self._whose, _loops) or self._read()

    def _read(self) -> tuple[Index, int]:
        position = streams.head()  # before the rows: what is committed meanwhile is read again as news
        codes, ids = feed.of_memory(*self._whose)
        return Index(codes, ids, loops=_loops(len(ids))), position

    # --- beside the searches ----------------------------------------------------------------------------------------
    def _sort(self, index: Index) -> None:
        if self._noted is not None:
            return
        self._noted, self._owes = [], False
        work = (index, self._noted, self._position)
        self._thread = threading.Thread(target=self._sorted, args=work, name="fanal-nearby", daemon=True)
        self._thread.start()

    def _sorted(self, old: Index, noted: list[Change], position: int) -> None:
        try:
            fresh = old.rebuilt()
            with self._lock:
                if self._noted is not noted:
                    return
                for change in noted:
                    fresh.replace(*change)
                self._index, self._noted = fresh, None
            self._keep(fresh, position)
        except (Error, OSError, MemoryError) as problem:
            log.warning("a memory of fingerprints was not sorted or saved: %s", type(problem).__name__)
        finally:
            with self._lock:
                self._noted = None if self._noted is noted else self._noted
            connection.close()

    def _keep(self, index: Index, position: int) -> None:
        """Save it; unless something was erased since the position it stands at, which must not come back from there."""
        handler, kind = self._whose
        if len(index) < LEAST_SAVED:
            return
        snapshot.save(handler, kind, index, position)
        erased = feed.since(handler, position).erased
        left = set(feed.of_targets(handler, kind, erased)[1].tolist())
        if {number_of(each) for each in erased} - left:
            snapshot.drop(handler, kind)


_residents: dict[tuple[str, str, str], Resident] = {}
_guard = threading.Lock()


def of(handler: str, kind: str) -> Resident:
    """The one memory of this process for a handler and kind, in the present database."""
    key = (str(connection.settings_dict["NAME"]), handler, kind)
    with _guard:
        return _residents.setdefault(key, Resident(handler, kind))


def near(handler: str, kind: str, codes: Words, radius: int, most: int = 0) -> list[list[tuple[str, int]]]:
    """See `Resident.near`."""
    return of(handler, kind).near(codes, radius, most)


def _loops(size: int) -> Kernels:
    """The compiled kernels where they are installed and worth waiting for."""
    return _compiled() if size >= LEAST_COMPILED and find_spec("numba") else kernels("numpy")


@cache
def _compiled() -> Kernels:
    """Compiled once a machine: the next process takes the code from FANAL_HOME."""
    import_module("numba").config.CACHE_DIR = str(settings.HOME / "compiled")
    for loop in import_module(MODULES["numba"]).LOOPS:
        loop.enable_caching()
    return kernels("numba")
