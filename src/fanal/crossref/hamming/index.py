"""Knows every 256-bit code it was given with its id, and finds exactly those within a Hamming radius. It reads no file,
starts no thread, and never decides what a match means.

A sorted block answers through buckets or a scan, whichever reads less (`block`, `ring`); what came since waits in a
tail that every search scans, until somebody asks for the index `rebuilt`. One thread may add and forget while others
search: a search sees every call that had returned when it began.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fanal.crossref.hamming.answers import Answers, ordered
from fanal.crossref.hamming.block import Arrays, Block
from fanal.crossref.hamming.codes import WORDS, Ids, Words, checked, checked_ids, checked_radius
from fanal.crossref.hamming.kernels import Kernels, kernels
from fanal.crossref.hamming.tail import Tail
from fanal.words.errors import CodeError
from fanal.words.say import message

NO_IDS: Ids = np.empty(0, dtype=np.int64)


class _Now(NamedTuple):
    """What a search sees: read and replaced as one, so that it never sees half a change."""

    tail: Tail
    dead: Ids  # ascending; of the block only: a tail forgets at once


class Index:
    """Codes (n, 4) uint64 (see `codes`) with their ids (n,) int64; raises CodeError for other arrays."""

    def __init__(self, codes: Words, ids: Ids, *, loops: Kernels | None = None) -> None:
        self._loops = loops or kernels()
        self._block = Block.of(checked(codes), checked_ids(ids, len(codes)), self._loops)
        self._now = _Now(Tail.empty(), NO_IDS)

    @classmethod
    def empty(cls, *, loops: Kernels | None = None) -> "Index":
        """An index of nothing."""
        return cls(np.empty((0, WORDS), dtype=np.uint64), NO_IDS, loops=loops)

    @classmethod
    def of(cls, arrays: Arrays, *, loops: Kernels | None = None) -> "Index":
        """The index whose `arrays()` these are, without a copy: memory maps serve (mode "c": they are never written).

        Shapes and types are checked, the contents are not read: keep the files where nobody else writes.
        """
        found = cls.empty(loops=loops)
        found._block = Block.read(arrays)
        tail = Tail.empty().added(_lines(arrays, "tail_codes"), _lines(arrays, "tail_ids"))
        found._now = _Now(tail, np.unique(_lines(arrays, "dead")))
        return found

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything that makes this index, by name, to be saved and given to `of`; nothing is copied."""
        now = self._now
        codes, ids = now.tail.pairs()
        return {**self._block.arrays(), "tail_codes": codes, "tail_ids": ids, "dead": now.dead}

    def add(self, codes: Words, ids: Ids) -> None:
        """Add codes (n, 4) with ids (n,): found by every search that begins from now on."""
        self._now = _Now(self._now.tail.added(checked(codes), checked_ids(ids, len(codes))), self._now.dead)

    def forget(self, ids: Ids) -> None:
        """Never tell again of what was added under these ids so far; the codes leave memory when it is rebuilt."""
        self.replace(ids, np.empty((0, WORDS), dtype=np.uint64), NO_IDS)

    def replace(self, gone: Ids, codes: Words, ids: Ids) -> None:
        """Forget some ids and add codes, in one step: no search sees the one without the other."""
        now, left = self._now, checked_ids(gone, len(gone))
        tail = now.tail.without(left) if left.size else now.tail
        dead = np.union1d(now.dead, left) if left.size else now.dead
        self._now = _Now(tail.added(checked(codes), checked_ids(ids, len(codes))), dead)

    def search(self, code: Words, radius: int) -> Answers:
        """All ids within `radius` bits (0..256) of one code (4,)."""
        return self.search_many(code.reshape(1, -1), radius)

    def search_many(self, codes: Words, radius: int) -> Answers:
        """The same for many codes (m, 4) at once."""
        queries, within = np.array(checked(codes), order="C"), checked_radius(radius)
        now, block, loops = self._now, self._block, self._loops
        numbers, ids, distances = block.told(block.near(queries, within, loops))
        if now.dead.size:
            alive = np.isin(ids, now.dead, invert=True)
            numbers, ids, distances = numbers[alive], ids[alive], distances[alive]
        if now.tail.size:
            late = loops.scan(now.tail.columns, now.tail.size, queries, within)
            numbers = np.concatenate([numbers, late.queries])
            ids = np.concatenate([ids, now.tail.ids[late.rows]])
            distances = np.concatenate([distances, late.distances])
        return ordered(len(queries), numbers, ids, distances)

    def rebuilt(self) -> "Index":
        """A new index with the tail sorted in and the forgotten gone; this one goes on as it is."""
        return Index(*self.pairs(), loops=self._loops)

    def pairs(self) -> tuple[Words, Ids]:
        """Every code (n, 4) and id (n,) that a search may tell of."""
        now = self._now
        codes, ids = self._block.pairs()
        alive = np.isin(ids, now.dead, invert=True) if now.dead.size else slice(None)
        late_codes, late_ids = now.tail.pairs()
        return np.concatenate([codes[alive], late_codes]), np.concatenate([ids[alive], late_ids])

    def holds(self, ids: Ids) -> bool:
        """Is a code of one of these ids still in memory, forgotten or not?"""
        late = self._now.tail.pairs()[1]
        return bool(np.isin(self._block.ids, ids).any() or np.isin(late, ids).any())

    def __len__(self) -> int:
        """How many codes are held, those forgotten since the last rebuild included."""
        return len(self._block.ids) + self._now.tail.size

    @property
    def waiting(self) -> int:
        """How many additions and forgotten ids wait to be sorted in: when it is large, ask for `rebuilt`."""
        return self._now.tail.size + len(self._now.dead)

    @property
    def nbytes(self) -> int:
        """The bytes of all arrays."""
        now = self._now
        held = (*self._block.arrays().values(), now.tail.columns, now.tail.ids, now.dead)
        return sum(each.nbytes for each in held)


def _lines(arrays: Arrays, name: str) -> NDArray[Any]:
    if name not in arrays:
        raise CodeError(message("code_arrays", found=name))
    return np.asarray(arrays[name])
