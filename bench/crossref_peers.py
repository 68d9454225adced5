"""The peers of the Hamming engine, one thread each, asked for the same answers. It states no goal.

HMA's default for images is `threatexchange`'s `PDQIndex`: a `PDQMultiHashIndex`, that is faiss `IndexBinaryMultiHash`
with 16 maps of 16 bits behind an `IndexBinaryIDMap2`, and `nflip = radius // 16`. At ten million codes its Python
side (a string, a tuple and two dictionary entries a code) does not fit the memory of the bench: there the same faiss
index is built and asked without it, which favours the peer.
"""

import gc
import os
import resource
import sqlite3
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fanal.crossref.hamming import Answers
from fanal.crossref.hamming.answers import ordered

os.environ.setdefault("NUMBA_NUM_THREADS", "1")
faiss: Any = import_module("faiss")
faiss.omp_set_num_threads(1)

Rows = NDArray[np.uint8]  # codes of 32 bytes, one a line
MAPS = 16


def flat(rows: Rows) -> Any:
    """faiss' own exhaustive search."""
    index = faiss.IndexBinaryFlat(256)
    index.add(rows)
    return index


def multi(rows: Rows) -> Any:
    """What HMA's index is made of, filled at once."""
    index = faiss.IndexBinaryIDMap2(faiss.IndexBinaryMultiHash(256, MAPS, 256 // MAPS))
    index.add_with_ids(rows, np.arange(len(rows), dtype=np.int64))
    return index


def asked(index: Any, rows: Rows, radius: int) -> Answers:
    """The answers of a faiss index in the shape of ours (its radius is a "less than")."""
    if isinstance(index, faiss.IndexBinaryIDMap2):
        faiss.downcast_IndexBinary(index.index).nflip = radius // MAPS
    limits, distances, ids = index.range_search(rows, radius + 1)
    numbers = np.repeat(np.arange(len(rows)), np.diff(limits.astype(np.int64)))
    return ordered(len(rows), numbers, ids.astype(np.int64), distances.astype(np.uint16))


def hma(hexes: list[str]) -> Any:
    """HMA's default index as it is."""
    made: Any = import_module("threatexchange.signal_type.pdq.pdq_index").PDQIndex
    return made((each, place) for place, each in enumerate(hexes))


def resident() -> int:
    """The bytes of memory that this process holds now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return pages * resource.getpagesize()


def others(rows: Rows, queries: Rows) -> list[str]:
    """One line a peer that knows no exact radius or is far slower: for information."""
    return [f"{name}: {measure(rows, queries)}" for name, measure in (("usearch", _usearch), ("sqlite-vec", _sqlite))]


def _usearch(rows: Rows, queries: Rows) -> str:
    room = import_module("usearch.index")
    spent = _spent(
        lambda: room.search(rows, queries[:1], 10, room.MetricKind.Hamming, exact=True, threads=1, dtype="b1")
    )
    return f"{spent * 1000:.1f} ms a query (exact, ten nearest)"


def _sqlite(rows: Rows, queries: Rows) -> str:
    if not hasattr(sqlite3.Connection, "enable_load_extension"):
        return "not measured: the sqlite3 of this Python loads no extension"
    database = sqlite3.connect(":memory:")
    database.enable_load_extension(True)
    import_module("sqlite_vec").load(database)
    database.execute("CREATE VIRTUAL TABLE code USING vec0(bits bit[256])")
    pairs = ((place, each.tobytes()) for place, each in enumerate(rows))
    database.executemany("INSERT INTO code(rowid, bits) VALUES (?, vec_bit(?))", pairs)
    question = "SELECT rowid, distance FROM code WHERE bits MATCH vec_bit(?) AND k = 10"
    spent = _spent(lambda: database.execute(question, [queries[0].tobytes()]).fetchall())
    return f"{spent * 1000:.1f} ms a query (exact, ten nearest)"


def _spent(act: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return sorted(times)[1]
