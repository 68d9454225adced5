"""Knows the newest codes, in the order of their arrival, which every search scans. Growing leaves what was read unchanged."""

from typing import NamedTuple

import numpy as np

from fanal.crossref.hamming.codes import WORDS, Ids, Words

FIRST_ROOM = 64


class Tail(NamedTuple):
    """Codes in columns (4, room) and ids (room,), of which the first `size` count; several tails may share arrays."""

    columns: Words
    ids: Ids
    size: int

    @classmethod
    def empty(cls, room: int = FIRST_ROOM) -> "Tail":
        """Nothing yet."""
        return cls(np.empty((WORDS, room), dtype=np.uint64), np.empty(room, dtype=np.int64), 0)

    def added(self, codes: Words, ids: Ids) -> "Tail":
        """With codes (n, 4) and ids (n,) behind it. Only the newest tail may be added to: older ones share its arrays."""
        end = self.size + len(ids)
        grown = self if end <= len(self.ids) else self._with_room(max(2 * len(self.ids), end))
        grown.columns[:, self.size : end] = codes.T
        grown.ids[self.size : end] = ids
        return Tail(grown.columns, grown.ids, end)

    def without(self, ids: Ids) -> "Tail":
        """Without every code of these ids, in arrays of its own."""
        codes, known = self.pairs()
        kept = np.isin(known, ids, invert=True)
        return Tail.empty(max(FIRST_ROOM, int(kept.sum()))).added(codes[kept], known[kept])

    def pairs(self) -> tuple[Words, Ids]:
        """The codes (n, 4) and ids (n,)."""
        return self.columns[:, : self.size].T, self.ids[: self.size]

    def _with_room(self, room: int) -> "Tail":
        return Tail.empty(room).added(*self.pairs())
