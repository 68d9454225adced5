"""Knows the sorted part of an index: distinct codes in columns, the ids of each, the buckets. It never changes once made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fanal.crossref.hamming import ring
from fanal.crossref.hamming.codes import BITS, CHUNKS, WORDS, Ids, Words, columns
from fanal.crossref.hamming.kernels import Buckets, Hits, Kernels
from fanal.words.errors import CodeError
from fanal.words.say import message

Arrays = Mapping[str, NDArray[Any]]

LEAST_GROUPED = (
    1 << 15
)  # distinct codes: fewer are scanned sooner than 272 buckets are found, and need no 8 MB of starts
BUCKET_COST = 300  # a bucket costs about what scanning so many codes does (measured at 10^5, 10^6 and 10^7)
SHAPES = {"columns": np.uint64, "spans": np.uint32, "ids": np.int64}
BUCKETS = {"starts": np.int64, "rows": np.uint32, "checks": np.uint16}


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Codes (4, n) in their order, each once; code i belongs to ids[spans[i] : spans[i + 1]], ascending."""

    columns: Words
    spans: NDArray[np.uint32]
    ids: Ids
    held: Buckets | None

    @classmethod
    def of(cls, codes: Words, ids: Ids, loops: Kernels) -> "Block":
        """Sort codes (n, 4) with their ids (n,)."""
        order = _order(codes, ids)
        ordered = columns(codes[order])
        is_new = np.ones(len(order), dtype=np.bool_)
        is_new[1:] = (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)
        begins = np.flatnonzero(is_new)
        distinct = ordered if len(begins) == len(order) else np.ascontiguousarray(ordered[:, begins])
        held = loops.grouped(distinct) if len(begins) >= LEAST_GROUPED else None
        return cls(columns=distinct, spans=np.append(begins, len(order)).astype(np.uint32), ids=ids[order], held=held)

    @classmethod
    def read(cls, arrays: Arrays) -> "Block":
        """The block that `arrays` gave out, without a copy: raises CodeError when they do not fit together."""
        parts = {name: _typed(arrays, name, kind) for name, kind in SHAPES.items()}
        size = parts["columns"].shape[-1]
        spans = parts["spans"]
        if parts["columns"].shape != (WORDS, size) or spans.shape != (size + 1,) or spans[-1] != parts["ids"].size:
            raise CodeError(message("code_arrays", found="columns, spans, ids"))
        return cls(**parts, held=_held(arrays, size) if "starts" in arrays else None)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything there is to know, ready to be saved one by one."""
        found: dict[str, NDArray[Any]] = {"columns": self.columns, "spans": self.spans, "ids": self.ids}
        if self.held:
            found |= {"starts": self.held.starts, "rows": self.held.rows, "checks": self.held.checks}
        return found

    def near(self, queries: Words, radius: int, loops: Kernels) -> Hits:
        """The rows within the radius of each query (m, 4): through the buckets where they are the shorter way."""
        size = self.columns.shape[1]
        if self.held is None or radius > ring.MOST or ring.buckets(radius) * BUCKET_COST > size:
            return loops.scan(self.columns, size, queries, radius)
        hits, too_many = loops.sift(self.columns, self.held, queries, radius, loops.limits(size, radius))
        if not too_many.any():
            return hits
        left = np.flatnonzero(too_many)
        scanned = loops.scan(self.columns, size, queries[left], radius)
        again = (left[scanned.queries], scanned.rows, scanned.distances)
        return Hits.of([(hits.queries, hits.rows, hits.distances), again])

    def told(self, hits: Hits) -> tuple[NDArray[np.int64], Ids, NDArray[np.uint16]]:
        """One line an id instead of one a code: (queries, ids, distances)."""
        begin = self.spans[hits.rows].astype(np.int64)
        counts = self.spans[hits.rows + np.uint32(1)] - begin
        where = np.repeat(begin - (np.cumsum(counts) - counts), counts) + np.arange(int(counts.sum()))
        return np.repeat(hits.queries, counts), self.ids[where], np.repeat(hits.distances, counts)

    def pairs(self) -> tuple[Words, Ids]:
        """The codes (n, 4) and ids (n,) again, one line an id."""
        return np.repeat(self.columns.T, np.diff(self.spans), axis=0), self.ids


def _order(codes: Words, ids: Ids) -> NDArray[np.int64]:
    """By code, then id. The first word decides nearly always; only its ties need the dear sort by everything."""
    order = np.argsort(codes[:, 0])
    first = codes[order, 0]
    tied = np.zeros(len(order), dtype=np.bool_)
    tied[1:] = first[1:] == first[:-1]
    tied[:-1] |= tied[1:]
    among = order[tied]
    keys = codes[among]
    order[tied] = among[np.lexsort((ids[among], keys[:, 3], keys[:, 2], keys[:, 1], keys[:, 0]))]
    return order


def _held(arrays: Arrays, size: int) -> Buckets:
    parts = {name: _typed(arrays, name, kind) for name, kind in BUCKETS.items()}
    starts = parts["starts"]
    fits = starts.shape == (BITS * (1 << 12) + 1,) and parts["rows"].shape == parts["checks"].shape == (CHUNKS * size,)
    if not fits or starts[0] != 0 or starts[-1] != CHUNKS * size or (np.diff(starts) < 0).any():
        raise CodeError(message("code_arrays", found="starts, rows, checks"))
    return Buckets(**parts)


def _typed(arrays: Arrays, name: str, kind: type) -> NDArray[Any]:
    if name not in arrays or arrays[name].dtype != kind:
        raise CodeError(message("code_arrays", found=name))
    return np.asarray(arrays[name])
